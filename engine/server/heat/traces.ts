import type { SpanColumns } from '../../contract/index.ts';

/** A trace of the workflow, from elsewhere. */
export interface HeatTraceRef {
  readonly traceId: string;
  /** Epoch ms. */
  readonly startMs: number;
  /** Changes when spans came to it. */
  readonly version: string;
}

/** What the heat asks of the traces that are kept. */
export interface HeatTraces {
  /** The newest first; `next`: cursor of the next page. */
  list(
    workflow: string,
    cursor: string | null,
  ): { readonly items: readonly HeatTraceRef[]; readonly next: string | null };
  /** Its spans, in parts where there are many. */
  columns(traceId: string): Promise<readonly SpanColumns[]>;
}

export const noTraces: HeatTraces = {
  list: () => ({ items: [], next: null }),
  columns: () => Promise.resolve([]),
};
