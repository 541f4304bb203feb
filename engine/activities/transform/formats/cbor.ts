import {
  decode,
  type DecodeOptions,
  encode,
  Tagged as CborTagged,
  type TagDecoder,
  Token,
  Tokenizer,
  Type,
} from 'cborg';
import { dateText, integer } from '../forms.ts';
import { MAX_DEPTH } from '../limits.ts';
import { guarded, refuse } from '../problem.ts';
import { wellFormed } from '../text.ts';
import { isList, isMap, kindOf, Tagged, type Value } from '../value.ts';

/** Tags of RFC 8949 that have a value here; with others, and with content that does not fit, the tag is kept. */
const DATE_TEXT = 0;
const DATE_NUMBER = 1;
const POSITIVE = 2;
const NEGATIVE = 3;

/** Asked by number, whichever it is. */
const anyTag = new Proxy<Record<number, TagDecoder>>(
  {},
  {
    get:
      (_, name): TagDecoder =>
      (content) =>
        tagged(Number(name), content()),
  },
);

const reading: DecodeOptions = {
  allowBigInt: true,
  allowIndefinite: true,
  allowUndefined: true,
  allowInfinity: true,
  allowNaN: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  tags: anyTag,
  retainStringBytes: true,
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The library's own texts lose a byte order mark, and what is no UTF-8. */
class ExactTexts extends Tokenizer {
  override next(): Token {
    const token = super.next();
    if (Type.equals(token.type, Type.string) && token.byteValue instanceof Uint8Array)
      token.value = utf8.decode(token.byteValue);
    return token;
  }
}

export function readCbor(bytes: Uint8Array): Value {
  const given: unknown = guarded('parse', 'The data is not CBOR', (): unknown =>
    decode(bytes, { ...reading, tokenizer: new ExactTexts(bytes, reading) }),
  );
  return plain(given, 0);
}

function tagged(tag: number, content: unknown): unknown {
  if ((tag === POSITIVE || tag === NEGATIVE) && content instanceof Uint8Array) {
    const value = BigInt(`0x0${Buffer.from(content).toString('hex')}`);
    return tag === POSITIVE ? value : -1n - value;
  }
  return dateOf(tag, content) ?? new CborTagged(tag, content);
}

/** Only where nothing of it is lost: neither an offset nor what is finer than a millisecond. */
function dateOf(tag: number, content: unknown): Date | null {
  if (
    tag === DATE_TEXT &&
    typeof content === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(content)
  )
    return sound(new Date(content));
  if (tag === DATE_NUMBER && typeof content === 'number' && Number.isInteger(content * 1000))
    return sound(new Date(content * 1000));
  return null;
}

const sound = (date: Date): Date | null => (Number.isNaN(date.getTime()) ? null : date);

function plain(given: unknown, depth: number): Value {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (typeof given === 'bigint') return integer(given);
  if (given instanceof CborTagged) return new Tagged(given.tag, plain(given.value, depth + 1));
  if (Array.isArray(given)) return given.map((each) => plain(each, depth + 1));
  if (!(given instanceof Map)) return given as Value;
  const entries: readonly (readonly [unknown, unknown])[] = [...(given as Map<unknown, unknown>)];
  return new Map(entries.map(([name, each]) => [plain(name, depth + 1), plain(each, depth + 1)]));
}

export function writeCbor(value: Value): Uint8Array {
  const given = givenOf(value, 0);
  return guarded('value', 'The data cannot be written as CBOR', () =>
    encode(given, {
      mapSorter: () => 0, // the order is kept
      typeEncoders: {
        number: (given: number) => (Object.is(given, -0) ? [new Token(Type.float, -0)] : null),
      },
    }),
  );
}

const [LEAST, MOST] = [-(2n ** 64n), 2n ** 64n - 1n];

function givenOf(value: Value, depth: number): unknown {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'bigint') return value >= LEAST && value <= MOST ? value : large(value);
  if (value instanceof Date) return new CborTagged(DATE_TEXT, dateText(value));
  if (value instanceof Tagged) return new CborTagged(value.tag, givenOf(value.value, depth + 1));
  if (isList(value)) return value.map((each) => givenOf(each, depth + 1));
  if (isMap(value))
    return new Map(Array.from(value, ([name, each]) => [givenOf(name, depth + 1), givenOf(each, depth + 1)]));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return refuse('value', `CBOR has no form for ${kindOf(value)}.`);
}

function large(value: bigint): CborTagged {
  const hex = (value >= 0n ? value : -1n - value).toString(16);
  return new CborTagged(value >= 0n ? POSITIVE : NEGATIVE, Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}
