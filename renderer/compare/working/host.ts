/** Compares two traces: on the spot where that takes no time, else in a worker, so that the page stays usable. */
import type { SpanColumns } from '@sagaloom/engine/contract';
import { type Comparison, comparisonOf } from '../comparison.ts';
import { treeOf } from '../tree.ts';
import { unpacked } from './parcel.ts';

/** Of both together; fewer are compared within a frame or two. */
const few = 5_000;

/** What the worker says: a comparison without its columns, or why there is none. */
export type Answer = { readonly comparison: Comparison } | { readonly problem: string };

export async function compare(left: SpanColumns, right: SpanColumns, signal: AbortSignal): Promise<Comparison> {
  if (left.count + right.count < few) return comparisonOf(treeOf(left), treeOf(right));
  return unpacked(await inWorker([left, right], signal), left, right);
}

/** One worker a comparison: it is gone with what it needed. */
async function inWorker(columns: readonly [SpanColumns, SpanColumns], signal: AbortSignal): Promise<Comparison> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'compare' });
  try {
    return await new Promise<Comparison>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
        if ('problem' in data) reject(new Error(data.problem));
        else resolve(data.comparison);
      });
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')), { once: true });
      worker.postMessage(columns, { transfer: [] }); // a copy: the page draws from its own
    });
  } finally {
    worker.terminate();
  }
}
