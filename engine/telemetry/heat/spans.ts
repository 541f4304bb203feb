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

/** Of a trace in one part or in several. */
export function spansByColumn(parts: readonly SpanColumns[]): HeatSpans {
  const ends: number[] = [];
  let count = 0;
  for (const part of parts) ends.push((count += part.count));
  const find = (index: number): readonly [part: SpanColumns | undefined, at: number] => {
    const number = ends.length === 1 ? 0 : ends.findIndex((end) => index < end);
    return [parts[number], index - (ends[number - 1] ?? 0)];
  };
  const time = (index: number, column: 'start' | 'end'): number => {
    const [part, at] = find(index);
    return part ? part.origin + (part[column][at] ?? 0) : 0;
  };
  return {
    count,
    start: (index) => time(index, 'start'),
    end: (index) => time(index, 'end'),
    parent: (index) => {
      const [part, at] = find(index);
      const parent = part?.parent[at] ?? -1;
      return parent < 0 ? -1 : parent + index - at;
    },
    attribute: (index, name) => {
      const [part, at] = find(index);
      return part && columnValue(part, at, name);
    },
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
