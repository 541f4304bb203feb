import inspector from 'node:inspector';

const TRY_EVERY_MS = 200;

/**
 * Opens the port a debugger attaches to, and tells its address. Of two processes the one that is being replaced may hold it yet: then
 * it is asked for again until that one has ended.
 */
export function openInspector(port: number, tell: (url: string) => void): void {
  const open = (): boolean => {
    try {
      inspector.open(port, '127.0.0.1');
    } catch {
      return false; // somebody has it
    }
    const url = inspector.url();
    if (url !== undefined) tell(url);
    return url !== undefined;
  };
  if (open()) return;
  const timer = setInterval(() => {
    if (open()) clearInterval(timer);
  }, TRY_EVERY_MS);
  timer.unref();
}
