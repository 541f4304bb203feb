/** One turn of the event loop: what was ready has run, writes have been committed. */
export function turn(): Promise<void> {
  const { setImmediate: soon } = globalThis as { setImmediate?: (work: () => void) => void };
  return new Promise((resolve) => (soon ? soon(resolve) : setTimeout(resolve, 0)));
}
