import type { SpanColumns, SpanRecord } from '@sagaloom/engine/contract';

/** What is looked for in attributes and events: a text anywhere, or an attribute, with that value where one is given. */
export interface SpanQuery {
  readonly text?: string;
  readonly attribute?: string;
  readonly value?: string;
}

/** Where a timeline has its spans from: a run's, at hand, or a stored trace's, whose details are read when they are looked at. */
export interface TraceSource {
  readonly columns: SpanColumns;
  /** The span of this index, whole. */
  detail(index: number): Promise<SpanRecord>;
  /** The same at once, where spans are at hand. */
  peek?(index: number): SpanRecord | undefined;
  /** Indices, in order, of the spans in whose attributes or events it is. */
  search(query: SpanQuery, signal: AbortSignal): Promise<Uint32Array>;
}
