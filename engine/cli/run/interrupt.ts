/** How a person, or the system, stops a command that waits for a run. */
export interface Interrupt {
  /** Resolves when the run is to be left open. */
  readonly left: Promise<'left'>;
  readonly stop: () => void;
}

/** SIGINT once asks for a cancel, twice leaves; SIGTERM and SIGHUP leave at once. */
export function onInterrupt(cancel: () => void): Interrupt {
  let leave = (): void => {};
  const left = new Promise<'left'>((resolve) => {
    leave = () => resolve('left');
  });
  let asked = 0;
  const interrupt = (): void => {
    asked += 1;
    if (asked > 1) leave();
    else cancel();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', leave).on('SIGHUP', leave);
  return {
    left,
    stop: () => void process.off('SIGINT', interrupt).off('SIGTERM', leave).off('SIGHUP', leave),
  };
}
