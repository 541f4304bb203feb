import { decodeColumns, type SpanColumns, type TraceSummary } from '../../contract/index.ts';
import type { TraceStore } from '../../traces/index.ts';

/** A trace of the workflow, from elsewhere. */
export interface HeatTraceRef {
  readonly traceId: string;
  /** Epoch ms. */
  readonly startMs: number;
  /** Another one when spans came to it, or the rules say otherwise whose they are. */
  readonly version: string;
}

/** What the heat asks of the traces that are kept. */
export interface HeatTraces {
  /** The newest first; `next`: cursor of the next page. */
  list(
    workflow: string,
    cursor: string | null,
  ): Promise<{ readonly items: readonly HeatTraceRef[]; readonly next: string | null }>;
  columns(traceId: string): Promise<SpanColumns>;
}

export const noTraces: HeatTraces = {
  list: async () => ({ items: [], next: null }),
  columns: async () => decodeColumns([]),
};

const PAGE = 200;

export function heatTraces(store: TraceStore): HeatTraces {
  let rules: Promise<string> | null = null;
  return {
    async list(workflow, cursor) {
      rules ??= store.rules().then((all) => JSON.stringify(all));
      const known = await rules;
      const { items, next } = await store.list({ workflow, cursor, limit: PAGE });
      return { items: items.map((trace) => refOf(trace, known)), next };
    },
    async columns(traceId) {
      const found = await store.whole(traceId);
      return found?.columns ?? decodeColumns([]); // removed meanwhile
    },
  };
}

const refOf = ({ traceId, startedAt, updatedAt, spans }: TraceSummary, rules: string): HeatTraceRef => ({
  traceId,
  startMs: Date.parse(startedAt),
  version: `${updatedAt} ${spans} ${rules}`,
});
