import { columnsOf, type SpanRecord } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import type { SpanQuery, TraceSource } from './source.ts';

/** Of spans at hand, as of a run: nothing has to be read. */
export function sourceOf(spans: readonly SpanRecord[]): TraceSource {
  const { columns, order } = columnsOf(spans);
  const at = (index: number): SpanRecord | undefined => spans[order[index] ?? -1];
  return {
    columns,
    peek: at,
    detail(index) {
      const span = at(index);
      return span ? Promise.resolve(span) : Promise.reject(new RangeError(`no span ${index}`));
    },
    search(query) {
      const found: number[] = [];
      for (let index = 0; index < columns.count; index++) {
        const span = at(index);
        if (span && isIn(span, query)) found.push(index);
      }
      return Promise.resolve(Uint32Array.from(found));
    },
  };
}

function isIn(span: SpanRecord, { text, attribute, value }: SpanQuery): boolean {
  if (attribute !== undefined) {
    const found = span.attributes[attribute];
    return found !== undefined && (value === undefined || plain(found).toLowerCase() === value.toLowerCase());
  }
  if (text === undefined || text === '') return false;
  const wanted = text.toLowerCase();
  const has = (each: string): boolean => each.toLowerCase().includes(wanted);
  const anywhere = (attributes: SpanRecord['attributes']): boolean =>
    Object.entries(attributes).some(([name, said]) => has(name) || has(plain(said)));
  return (
    has(span.name) ||
    has(span.statusMessage ?? '') ||
    anywhere(span.attributes) ||
    span.events.some((event) => has(event.name) || anywhere(event.attributes))
  );
}

const plain = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
