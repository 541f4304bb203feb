/**
 * Calls again when poked, at most once in `everyMs`, never twice at the same time, and always once after the last poke: a stream of pokes
 * neither starves it nor floods it.
 */
export function paced(call: () => Promise<void>, everyMs: number, signal: AbortSignal): { readonly poke: () => void } {
  let isRunning = false;
  let isWanted = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    while (isWanted && !signal.aborted) {
      isWanted = false;
      await call();
      await pause(everyMs, signal);
    }
    isRunning = false;
  };
  return {
    poke: () => {
      isWanted = true;
      if (!isRunning) void run();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
