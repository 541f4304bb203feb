import { columnValue, type ColumnAttribute, type SpanColumns, type SpanRecord } from '../../contract/index.ts';
import type { Json } from '../../core/index.ts';

/** Spans as the heat reads them, whether they come as objects or by column. */
export interface HeatSpans {
  readonly count: number;
  /** ms; what they count from is the same for all. */
  start(index: number): number;
  /** Infinity while it is open. */
  end(index: number): number;
  parent(index: number): number;
  attribute(index: number, name: ColumnAttribute): Json | undefined;
}

export function spansByColumn(columns: SpanColumns): HeatSpans {
  return {
    count: columns.count,
    start: (index) => columns.origin + (columns.start[index] ?? 0),
    end: (index) => columns.origin + (columns.end[index] ?? 0),
    parent: (index) => columns.parent[index] ?? -1,
    attribute: (index, name) => columnValue(columns, index, name),
  };
}

/** Of a run of this engine. Its spans all say what they are, so nobody asks for their parents. */
export function spansOfRun(spans: readonly SpanRecord[]): HeatSpans {
  return {
    count: spans.length,
    start: (index) => spans[index]?.startMs ?? 0,
    end: (index) => spans[index]?.endMs ?? Infinity,
    parent: () => -1,
    attribute: (index, name) => spans[index]?.attributes[name],
  };
}
