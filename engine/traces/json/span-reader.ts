import type { Json } from '../../core/json.ts';
import { clear, placeOf, type SpanDraft } from '../draft.ts';
import { kindOf, statusOf } from '../protobuf/scan.ts';
import { isAt, numberOf } from './bytes.ts';
import { highHalf, lowHalf } from './halves.ts';
import { codeNumber, hexOf, kindNumber, loosePlain, nanoOf } from './read.ts';
import { Texts } from './texts.ts';
import {
  type Element,
  hexDigit,
  isDigits,
  type Member,
  MORE,
  pastArray,
  pastObject,
  pastText,
  pastValue,
  wrong,
} from './walk.ts';

/**
 * Reads a span of OTLP/JSON from its bytes: what has a column, in one pass, making no objects. The rest is only looked at, so that what is
 * kept is JSON. What is written in an unusual way (an escape in an id, a time that is a float) is left to JSON.parse.
 */
export class JsonSpanReader {
  /** Null where it was a span; else why it was none. */
  why: string | null = null;
  private readonly draft: SpanDraft;
  /** The id as it was written, of the span before: those of one trace mostly follow each other. */
  private lastTrace = Buffer.alloc(0);
  private lastTraceId = '';
  private hasTrace = false;
  private hasId = false;
  private attribute = '';
  private valueFrom = 0;
  private valueTo = 0;

  constructor(draft: SpanDraft) {
    this.draft = draft;
  }

  /** Past the span whose brace is at `from`; `MORE`: it goes on in what has to come. Throws `Malformed`. */
  read(data: Buffer, from: number): number {
    clear(this.draft);
    this.why = null;
    this.hasTrace = this.hasId = false;
    const past = pastObject(data, from, this.member);
    if (!this.hasTrace) this.why ??= 'it has no traceId';
    if (!this.hasId) this.why ??= 'it has no spanId';
    return past;
  }

  private readonly member: Member = (data, from, to, at, depth) => {
    const { draft } = this;
    const past = this.special(data, from, to, at, depth);
    if (past !== 0) return past;
    const end = pastValue(data, at, depth);
    if (end === MORE) return MORE;
    const key = keyOf(data, from, to);
    if (key === 'traceId') this.traceId(data, at, end);
    else if (key === 'spanId') this.spanId(data, at, end);
    else if (key === 'parentSpanId') this.parentId(data, at, end);
    else if (key === 'name') draft.name = data[at] === 0x22 ? textOf(data, at, end) : '';
    else if (key === 'kind') draft.kind = kindOf(kindNumber(valueOf(data, at, end)));
    else if (key === 'startTimeUnixNano') {
      if (this.time(data, at, end)) {
        draft.startLow = this.low;
        draft.startHigh = this.high;
      }
    } else if (key === 'endTimeUnixNano' && this.time(data, at, end)) {
      draft.endLow = this.low;
      draft.endHigh = this.high;
    }
    return end;
  };

  /** Those whose inside is read; 0: it is another. */
  private special(data: Buffer, from: number, to: number, at: number, depth: number): number {
    const length = to - from;
    const first = data[from];
    if (length === 10 && first === 0x61 && data[at] === 0x5b) return pastArray(data, at, this.keyValue, depth);
    if (length !== 6 || (first !== 0x65 && data[from + 1] !== 0x74)) return 0;
    if (first === 0x65 && data[at] === 0x5b) {
      this.draft.events = 0;
      return pastArray(data, at, this.event, depth);
    }
    return first === 0x73 && data[at] === 0x7b ? pastObject(data, at, this.statusMember, depth) : 0;
  }

  private readonly event: Element = (data, at, depth) => {
    this.draft.events++;
    return pastValue(data, at, depth);
  };

  private readonly statusMember: Member = (data, from, to, at, depth) => {
    const past = pastValue(data, at, depth);
    if (past !== MORE && to - from === 4 && data[from] === 0x63)
      this.draft.status = statusOf(codeNumber(valueOf(data, at, past)));
    return past;
  };

  private readonly keyValue: Element = (data, at, depth) => {
    if (data[at] !== 0x7b) return pastValue(data, at, depth);
    this.attribute = '';
    this.valueTo = 0;
    const past = pastObject(data, at, this.keyOrValue, depth);
    if (past === MORE || this.attribute === '' || this.valueTo === 0) return past;
    const place = placeOf.get(this.attribute);
    if (place !== undefined) this.draft.attributes[place] = plainAt(data, this.valueFrom, this.valueTo);
    return past;
  };

  /** `key` or `value`: what else there is, is looked at all the same. */
  private readonly keyOrValue: Member = (data, from, to, at, depth) => {
    const past = pastValue(data, at, depth);
    if (past === MORE) return MORE;
    if (to - from === 3 && data[from] === 0x6b) {
      if (couldHaveColumn(data, at, past)) this.attribute = textOf(data, at, past);
    } else if (to - from === 5 && data[from] === 0x76) {
      this.valueFrom = at;
      this.valueTo = past;
    }
    return past;
  };

  private traceId(data: Buffer, at: number, end: number): void {
    this.hasTrace = true;
    const { lastTrace } = this;
    if (lastTrace.length === end - at && lastTrace.compare(data, at, end) === 0) {
      this.draft.traceId = this.lastTraceId;
      return;
    }
    const id = hexOf(valueOf(data, at, end), 32);
    if (id === null) {
      this.why ??= 'its traceId is not 32 hex digits that are not all zero';
      return;
    }
    this.lastTrace = Buffer.from(data.subarray(at, end));
    this.lastTraceId = this.draft.traceId = id;
  }

  private spanId(data: Buffer, at: number, end: number): void {
    this.hasId = true;
    if (!this.id(data, at, end) || (this.low === 0 && this.high === 0))
      this.why ??= 'its spanId is not 16 hex digits that are not all zero';
    this.draft.idLow = this.low;
    this.draft.idHigh = this.high;
  }

  private parentId(data: Buffer, at: number, end: number): void {
    const isNone = data[at] === 0x6e || end - at === 2; // null, or the empty text
    if (isNone) return;
    if (!this.id(data, at, end)) this.why ??= 'its parentSpanId is not 16 hex digits';
    this.draft.parentLow = this.low;
    this.draft.parentHigh = this.high;
  }

  /** Of the last number of 64 bits. */
  private low = 0;
  private high = 0;

  private id(data: Buffer, at: number, end: number): boolean {
    if (data[at] !== 0x22 || end - at !== 18) return false;
    this.high = this.hex(data, at + 1);
    this.low = this.hex(data, at + 9);
    return this.high >= 0 && this.low >= 0;
  }

  /** Eight digits; less than 0: they are none. */
  private hex(data: Buffer, from: number): number {
    let value = 0;
    for (let at = from; at < from + 8; at++) {
      const digit = hexDigit(data[at] ?? 0);
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  }

  /** As text or number. False: it is none, and why is noted. */
  private time(data: Buffer, at: number, end: number): boolean {
    const isText = data[at] === 0x22;
    const from = isText ? at + 1 : at;
    const to = isText ? end - 1 : end;
    if (to - from > 9 && to - from < 20 && isDigits(data, from, to)) {
      this.decimal(numberOf(data, from, to - 9), numberOf(data, to - 9, to));
      return true;
    }
    const nano = nanoOf(valueOf(data, at, end));
    if (nano === null) {
      this.why ??= 'its times are no numbers';
      return false;
    }
    this.low = Number(nano & 0xffffffffn);
    this.high = Number(nano >> 32n);
    return true;
  }

  private decimal(seconds: number, rest: number): void {
    this.high = highHalf(seconds, rest);
    this.low = lowHalf(seconds, rest);
  }
}

const keys = ['traceId', 'spanId', 'parentSpanId', 'name', 'kind', 'startTimeUnixNano', 'endTimeUnixNano'] as const;
type Key = (typeof keys)[number];
/** By length, since no more than two have the same. */
const keysByLength = keys.reduce<{ key: Key; bytes: Buffer }[][]>((all, key) => {
  (all[key.length] ??= []).push({ key, bytes: Buffer.from(key) });
  return all;
}, []);

function keyOf(data: Buffer, from: number, to: number): Key | null {
  for (const { key, bytes } of keysByLength[to - from] ?? []) if (isAt(data, from, bytes)) return key;
  return null;
}

const STRING = Buffer.from('{"stringValue":"');
const INT = Buffer.from('{"intValue":"');

/** The value of an attribute. As most write it, without making an object of it. */
function plainAt(data: Buffer, from: number, to: number): Json | undefined {
  const isText = isAt(data, from, STRING);
  const at = from + (isText ? STRING.length : INT.length);
  const isWhole = !isText && to - at <= 17 && isAt(data, from, INT) && isDigits(data, at, to - 2);
  if (!isText && !isWhole) return loosePlain(valueOf(data, from, to));
  const end = isText ? pastText(data, at - 1) : to - 1;
  if (end !== to - 1 || data[to - 2] !== 0x22) return loosePlain(valueOf(data, from, to)); // there is more in it
  return isText ? textOf(data, at - 1, end) : numberOf(data, at, to - 2);
}

/** By its length and first letters, quotes included: `sagaloom.` or `error.type`. */
const couldHaveColumn = (data: Buffer, at: number, end: number): boolean =>
  (end - at > 12 && data[at + 1] === 0x73 && data[at + 2] === 0x61) || (end - at === 12 && data[at + 1] === 0x65);

const texts = new Texts();

function textOf(data: Buffer, at: number, end: number): string {
  return texts.get(data, at + 1, end - 1) ?? String(valueOf(data, at, end));
}

function valueOf(data: Buffer, at: number, end: number): unknown {
  const first = data[at] ?? 0;
  if (first >= 0x30 && first <= 0x39 && end - at === 1) return first - 0x30;
  try {
    return JSON.parse(data.toString('utf8', at, end));
  } catch {
    throw wrong('it is no JSON');
  }
}
