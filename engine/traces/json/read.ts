import { isLoose, type Json, type Loose } from '../../core/json.ts';
import { clear, Malformed, placeOf, type SpanDraft } from '../draft.ts';
import { kindOf, statusOf } from '../protobuf/scan.ts';

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const kinds: Readonly<Record<string, number>> = {
  SPAN_KIND_UNSPECIFIED: 0,
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
};
const codes: Readonly<Record<string, number>> = { STATUS_CODE_UNSET: 0, STATUS_CODE_OK: 1, STATUS_CODE_ERROR: 2 };

/** Enums are numbers in OTLP/JSON; some senders write their names. */
export const kindNumber = (value: unknown): number => enumNumber(value, kinds);
export const codeNumber = (value: unknown): number => enumNumber(value, codes);

function enumNumber(value: unknown, names: Readonly<Record<string, number>>): number {
  if (typeof value === 'string') return names[value] ?? (/^\d+$/.test(value) ? Number(value) : 0);
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}

/** Fills the draft; null where it is a span, else why it is none. */
export function readSpan(span: Loose, draft: SpanDraft): string | null {
  clear(draft);
  const traceId = hexOf(span['traceId'], 32);
  if (traceId === null) return 'its traceId is not 32 hex digits that are not all zero';
  const id = hexOf(span['spanId'], 16);
  if (id === null) return 'its spanId is not 16 hex digits that are not all zero';
  draft.traceId = traceId;
  draft.idHigh = Number.parseInt(id.slice(0, 8), 16);
  draft.idLow = Number.parseInt(id.slice(8), 16);
  const parent = span['parentSpanId'];
  if (parent !== undefined && parent !== null && parent !== '' && !setParent(draft, parent))
    return 'its parentSpanId is not 16 hex digits';
  const start = nanoOf(span['startTimeUnixNano']);
  const end = nanoOf(span['endTimeUnixNano']);
  if (start === null || end === null) return 'its times are no numbers';
  draft.startHigh = Number(start >> 32n);
  draft.startLow = Number(start & LOW);
  draft.endHigh = Number(end >> 32n);
  draft.endLow = Number(end & LOW);
  draft.name = typeof span['name'] === 'string' ? span['name'] : '';
  draft.kind = kindOf(kindNumber(span['kind']));
  const status = span['status'];
  draft.status = isLoose(status) ? statusOf(codeNumber(status['code'])) : 0;
  draft.events = listOf(span['events']).length;
  readAttributes(span['attributes'], draft);
  return null;
}

const LOW = 0xffffffffn;
const LARGEST = 0xffffffffffffffffn;

function setParent(draft: SpanDraft, parent: unknown): boolean {
  if (typeof parent !== 'string' || !/^[0-9a-fA-F]{16}$/.test(parent)) return false;
  draft.parentHigh = Number.parseInt(parent.slice(0, 8), 16);
  draft.parentLow = Number.parseInt(parent.slice(8), 16);
  return true;
}

/** In small letters. Null: it is none, or all zero, which stands for none. */
export function hexOf(value: unknown, digits: number): string | null {
  if (typeof value !== 'string' || value.length !== digits || !/^[0-9a-fA-F]+$/.test(value)) return null;
  return /^0+$/.test(value) ? null : value.toLowerCase();
}

/** Null: it is no number of 64 bits. Absent is 0. */
export function nanoOf(value: unknown): bigint | null {
  if (value === undefined || value === null || value === '') return 0n;
  const isNumber = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const isText = typeof value === 'string' && value.length <= 20 && /^\d+$/.test(value);
  if (!isNumber && !isText) return null;
  const nano = BigInt(value);
  return nano > LARGEST ? null : nano;
}

function readAttributes(attributes: unknown, draft: SpanDraft): void {
  for (const each of listOf(attributes)) {
    const key = isLoose(each) ? each['key'] : undefined;
    const place = typeof key === 'string' ? placeOf.get(key) : undefined;
    if (place !== undefined && isLoose(each)) draft.attributes[place] = loosePlain(each['value']);
  }
}

/** The value of an attribute as screens show it. */
export function loosePlain(value: unknown): Json | undefined {
  if (!isLoose(value)) return undefined;
  const { stringValue, boolValue, intValue, doubleValue } = value;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (typeof intValue === 'string' || typeof intValue === 'number') {
    const whole = Number(intValue);
    return Number.isSafeInteger(whole) ? whole : String(intValue);
  }
  if (typeof doubleValue === 'number' || typeof doubleValue === 'string') return doubleValue;
  return JSON.stringify(value);
}

/** Throws `Malformed`. */
export function parsed(bytes: Uint8Array, what: string): Loose {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    throw new Malformed(`${what} is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`);
  }
  if (!isLoose(value)) throw new Malformed(`${what} is no object.`);
  return value;
}
