import { withoutGiven } from '../runtime/performing/given.ts';

/**
 * DA7. From here on nothing on stderr holds a secret that an attempt of this process was given, whoever writes it: libraries, an activity's
 * `console.error`, Node with its own warnings. Bytes that are no text are left alone.
 */
export function cleanStderr(): void {
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
    Reflect.apply(write, process.stderr, [typeof chunk === 'string' ? withoutGiven(chunk) : chunk, ...rest]) as boolean;
  cleanWarnings();
}

/** Node writes them past the stream; so they are told in its stead, where they are told at all. */
function cleanWarnings(): void {
  const isTold = process.listenerCount('warning') > 0; // not with NODE_NO_WARNINGS
  process.removeAllListeners('warning');
  if (!isTold) return;
  process.on('warning', ({ name, message, stack }) => {
    const told = process.env['SAGALOOM_DEBUG'] && stack !== undefined ? stack : `${name}: ${message}`;
    process.stderr.write(`(node:${process.pid}) ${told}\n`);
  });
}
