import { idsOffset } from '../../contract/columns-wire.ts';
import type { Json } from '../../core/json.ts';
import type { SpanModel } from '../model.ts';
import type { ReadBodies } from '../store/bodies.ts';
import { plain, plainObject } from '../values.ts';
import type { BlockRow } from './reader.ts';
import { modelOf } from './span.ts';

export interface SearchQuery {
  /** Part of a name, an attribute's name or value, or an event's; capital or not. */
  readonly text?: string | undefined;
  /** The name of an attribute; with `value`, what it must be: the same text. */
  readonly attribute?: string | undefined;
  readonly value?: string | undefined;
}

/** Ids of the spans that fit all that is asked, 8 bytes each. */
export function searchTrace(
  blocks: Iterable<BlockRow>,
  bodiesOf: (block: number) => ReadBodies,
  query: SearchQuery,
): Uint8Array {
  const found: Buffer[] = [];
  const fits = fitting(query);
  for (const { block, columns } of blocks) {
    const bodies = bodiesOf(block);
    for (let index = 0; index < bodies.count; index++) {
      const body = bodies.at(index);
      if (!fits(modelOf(body))) continue;
      const at = idsOffset + index * 8;
      found.push(columns.subarray(at, at + 8));
    }
  }
  return Buffer.concat(found);
}

function fitting({ text, attribute, value }: SearchQuery): (span: SpanModel) => boolean {
  const wanted = text?.toLowerCase() ?? '';
  return (span) =>
    (wanted === '' || textsOf(span).some((each) => each.toLowerCase().includes(wanted))) &&
    (attribute === undefined || hasAttribute(span, attribute, value));
}

function hasAttribute(span: SpanModel, attribute: string, value: string | undefined): boolean {
  const found = span.attributes?.filter(({ key }) => key === attribute) ?? [];
  return found.some((each) => value === undefined || textOf(plain(each.value)) === value);
}

function textsOf(span: SpanModel): readonly string[] {
  const events = (span.events ?? []).flatMap(({ name, attributes }) => [name, ...pairs(attributes)]);
  return [span.name, span.status?.message ?? '', ...pairs(span.attributes), ...events];
}

const pairs = (attributes: SpanModel['attributes']): readonly string[] =>
  Object.entries(plainObject(attributes)).flatMap(([key, value]) => [key, textOf(value)]);

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
