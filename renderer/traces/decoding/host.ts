/** Puts the parts of a trace together: on the spot where that takes no time, else in a worker, so that the page stays usable. */
import { decodeColumns, type SpanColumns } from '@sagaloom/engine/contract';

/** Fewer than that are put together within a frame or two. */
const few = 20_000;

/** What the worker says: the columns, or why there are none. */
export type Decoded = { readonly columns: SpanColumns } | { readonly problem: string };

export interface Decoder {
  decode(parts: readonly ArrayBuffer[], spans: number): Promise<SpanColumns>;
  /** One worker a trace: it is gone with what it needed. */
  close(): void;
}

/** `expected`: spans, as far as that is known; where they are many, a worker gets ready while they are read. */
export function decoderFor(expected: number, signal: AbortSignal): Decoder {
  let worker: Worker | null = expected < few ? null : newWorker();
  return {
    async decode(parts, spans) {
      return spans < few ? decodeColumns(parts) : inWorker((worker ??= newWorker()), parts, signal);
    },
    close: () => worker?.terminate(),
  };
}

const newWorker = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'trace' });

async function inWorker(worker: Worker, parts: readonly ArrayBuffer[], signal: AbortSignal): Promise<SpanColumns> {
  return new Promise<SpanColumns>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Decoded>) => {
      if ('columns' in data) resolve(data.columns);
      else reject(new Error(data.problem));
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')), { once: true });
    worker.postMessage(parts, { transfer: [...parts] });
  });
}
