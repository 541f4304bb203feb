/** A trace as timelines read it: its columns at once, and of its spans only those that somebody looks at. */
import { type SpanColumns, spanIdText } from '@sagaloom/engine/contract';
import { engine } from '../rpc/index.ts';
import type { TraceSource } from '../timeline/source.ts';
import { indicesOf } from './indices.ts';

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
