import { idsOffset } from '../../contract/columns-wire.ts';
import type { Json } from '../../core/json.ts';
import type { SpanModel } from '../model.ts';
import type { Body, ReadBodies } from '../store/bodies.ts';
import { plain, plainObject } from '../values.ts';
import type { BlockRow } from './reader.ts';
import { roughModelOf } from './span.ts';

export interface SearchQuery {
  /** Part of a name, an attribute's name or value, or an event's; capital or not. */
  readonly text?: string | undefined;
  /** The name of an attribute; with `value`, what it must be: the same text. */
  readonly attribute?: string | undefined;
  readonly value?: string | undefined;
}

/** Ids of the spans that fit all that is asked, 8 bytes each. Only those whose bytes could have it are decoded. */
export function searchTrace(
  blocks: Iterable<BlockRow>,
  bodiesOf: (block: number) => ReadBodies,
  query: SearchQuery,
): Uint8Array {
  const found: Buffer[] = [];
  const could = couldFit(query);
  const fits = fitting(query);
  for (const { block, columns } of blocks) {
    const bodies = bodiesOf(block);
    for (let index = 0; index < bodies.count; index++) {
      const body = bodies.at(index);
      if (!could(body) || !fits(roughModelOf(body))) continue;
      const at = idsOffset + index * 8;
      found.push(columns.subarray(at, at + 8));
    }
  }
  return Buffer.concat(found);
}

/**
 * True for all that fit, and some more. In both formats a text stands as it is, unless JSON escapes something in it; in protobuf a number
 * does not stand as its digits.
 */
function couldFit({ text = '', attribute, value }: SearchQuery): (body: Body) => boolean {
  const wanted = text.toLowerCase();
  const isWord = isOfNumber(wanted);
  const hasName = couldHold(attribute);
  const hasValue = attribute === undefined || value === undefined ? () => true : couldHoldValue(value);
  return (body) => {
    const { bytes, format } = body;
    if (format === 'json' && bytes.includes(ESCAPE)) return true;
    if (!hasName(body) || !hasValue(body)) return false;
    if (wanted === '' || (isWord && format === 'protobuf')) return true;
    return bytes.toString('utf8').toLowerCase().includes(wanted);
  };
}

type CouldFit = (body: Body) => boolean;

const ESCAPE = 0x5c;
/** Bytes that are no UTF-8 are read as this. */
const UNREADABLE = '\uFFFD';

function couldHold(text: string | undefined): CouldFit {
  if (text === undefined || text === '' || text.includes(UNREADABLE)) return () => true;
  const wanted = Buffer.from(text);
  return ({ bytes }) => bytes.includes(wanted);
}

/** Of what is written in another way than it stands, nothing can be said; bytes stand as such in protobuf, and in JSON as base64. */
function couldHoldValue(value: string): CouldFit {
  if (isOfNumber(value.toLowerCase()) || value === 'null' || /^[[{]/.test(value)) return () => true;
  const asText = couldHold(value);
  const bytesOfValue = Buffer.from(value, 'base64');
  if (bytesOfValue.toString('base64') !== value) return asText;
  return (body) => asText(body) || (body.format === 'protobuf' && body.bytes.includes(bytesOfValue));
}

/** It may be part of how a number, or true or false, is written. */
const isOfNumber = (wanted: string): boolean =>
  /^[-+.\de]*$/.test(wanted) || ['true', 'false', 'nan', '-infinity'].some((word) => word.includes(wanted));

function fitting({ text = '', attribute, value }: SearchQuery): (span: SpanModel) => boolean {
  const wanted = text.toLowerCase();
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
  Object.entries(plainObject(attributes)).flatMap(([key, value]) => [key, ...leaves(value)]);

/** What is in a list or an object is looked at one by one. */
function leaves(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value !== 'object' || value === null) return [textOf(value)];
  return Object.entries(value).flatMap(([key, each]) => [key, ...leaves(each)]);
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
