/** Puts the parts of a trace together: on the spot where that takes no time, else in a worker, so that the page stays usable. */
import { decodeColumns, type SpanColumns } from '@sagaloom/engine/contract';

/** Fewer than that are put together within a frame or two. */
const few = 20_000;

/** What the worker says: the columns, or why there are none. */
export type Decoded = { readonly columns: SpanColumns } | { readonly problem: string };

export async function decode(parts: readonly ArrayBuffer[], spans: number, signal: AbortSignal): Promise<SpanColumns> {
  return spans < few ? decodeColumns(parts) : inWorker(parts, signal);
}

/** One worker a trace: it is gone with what it needed. */
async function inWorker(parts: readonly ArrayBuffer[], signal: AbortSignal): Promise<SpanColumns> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'trace' });
  try {
    return await new Promise<SpanColumns>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Decoded>) => {
        if ('columns' in data) resolve(data.columns);
        else reject(new Error(data.problem));
      });
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')), { once: true });
      worker.postMessage(parts, { transfer: [...parts] });
    });
  } finally {
    worker.terminate();
  }
}
