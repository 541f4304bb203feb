/** A trace as timelines read it: its columns at once, and of its spans only those that somebody looks at. */
import { type SpanColumns, spanIdText } from '@sagaloom/engine/contract';
import { engine } from '../rpc/index.ts';
import type { TraceSource } from '../timeline/source.ts';

export function storedSource(traceId: string, columns: SpanColumns): TraceSource {
  return {
    columns,
    detail: async (index) => {
      const id = spanIdText(columns.ids[index] ?? 0n);
      const [span] = await engine.traces.spans({ traceId, ids: [id] });
      if (!span) throw new Error(`span ${id} is no longer kept`);
      return span;
    },
    search: async (query, signal) => {
      const found = await engine.traces.search({ traceId, ...query }, { signal });
      return indicesOf(columns.ids, new BigUint64Array(await found.arrayBuffer()));
    },
  };
}

/** Where the ids that were found stand, in order. */
export function indicesOf(ids: BigUint64Array, found: BigUint64Array): Uint32Array {
  const sought = new Set(found);
  const indices = new Uint32Array(Math.min(ids.length, sought.size));
  let count = 0;
  for (let index = 0; index < ids.length && count < indices.length; index += 1) {
    if (sought.has(ids[index] ?? 0n)) indices[count++] = index;
  }
  return indices.slice(0, count);
}
