import type { Json } from '../../core/json.ts';
import { placeOf, type SpanDraft } from '../draft.ts';
import { isAt, numberOf } from './bytes.ts';
import type { Output } from './output.ts';
import { Texts } from './texts.ts';
import { isDigits, type Member, MORE, pastObject, pastValue } from './walk.ts';

const kinds: Readonly<Record<string, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };
const codes: Readonly<Record<string, number>> = { OK: 1, ERROR: 2 };

/** What has a field of its own in OTLP, and where it goes. */
const spoken: ReadonlyMap<string, keyof Said> = new Map([
  ['span.kind', 'kind'],
  ['otel.status_code', 'code'],
  ['otel.library.name', 'libraryName'],
  ['otel.library.version', 'libraryVersion'],
  ['otel.scope.name', 'scopeName'],
  ['otel.scope.version', 'scopeVersion'],
]);
/** These are left to whoever reads it with JSON.parse. */
const unusual: ReadonlySet<string> = new Set(['otel.status_description', 'w3c.tracestate']);

interface Said {
  kind: string | null;
  code: string | null;
  libraryName: string | null;
  libraryVersion: string | null;
  scopeName: string | null;
  scopeVersion: string | null;
}
const unsaid: Said = {
  kind: null,
  code: null,
  libraryName: null,
  libraryVersion: null,
  scopeName: null,
  scopeVersion: null,
};

const texts = new Texts();
/** Of what was said by tags, from text; null: escaped. */
export const textIn = (data: Buffer, from: number, to: number): string | null => texts.get(data, from + 1, to - 1);

const bytesOf = (text: string): Buffer => Buffer.from(text);
const TYPES = {
  string: bytesOf('"string"'),
  bool: bytesOf('"bool"'),
  int: bytesOf('"int64"'),
  float: bytesOf('"float64"'),
};
const KEY = bytesOf('{"key":');
const AS_STRING = bytesOf(',"value":{"stringValue":');
const AS_BOOL = bytesOf(',"value":{"boolValue":');
const AS_INT = bytesOf(',"value":{"intValue":"');
const AS_FLOAT = bytesOf(',"value":{"doubleValue":');
const END = bytesOf('}}');
const END_TEXT = bytesOf('"}}');

/** Tags of a span, as they become attributes. `isUnusual`: nothing that was read of the span counts. */
export class JaegerTags {
  isUnusual = false;
  isError = false;
  count = 0;
  private readonly draft: SpanDraft;
  private readonly out: Output;
  private said: Said = { ...unsaid };
  private keyFrom = 0;
  private keyTo = 0;
  private typeFrom = 0;
  private valueFrom = 0;
  private valueTo = 0;

  constructor(draft: SpanDraft, out: Output) {
    this.draft = draft;
    this.out = out;
  }

  clear(): void {
    this.isUnusual = this.isError = false;
    this.count = 0;
    Object.assign(this.said, unsaid);
  }

  get kind(): number {
    return kinds[this.said.kind ?? ''] ?? 0;
  }

  get status(): number {
    return codes[this.said.code ?? ''] ?? (this.isError ? 2 : 0);
  }

  get scopeName(): string {
    return this.said.scopeName || this.said.libraryName || '';
  }

  get scopeVersion(): string {
    return this.said.scopeVersion || this.said.libraryVersion || '';
  }

  readonly tag = (data: Buffer, at: number, depth: number): number => {
    this.keyTo = this.typeFrom = this.valueTo = 0;
    const past = data[at] === 0x7b ? pastObject(data, at, this.member, depth) : pastValue(data, at, depth);
    if (past === MORE || this.isUnusual) return past;
    if (this.keyTo === 0 || this.typeFrom === 0 || this.valueTo === 0) this.isUnusual = true;
    else this.put(data);
    return past;
  };

  private readonly member: Member = (data, from, to, at, depth) => {
    const past = pastValue(data, at, depth);
    if (past === MORE) return MORE;
    const length = to - from;
    const first = data[from];
    if (length === 3 && first === 0x6b) {
      if (this.keyTo !== 0 || data[at] !== 0x22) this.isUnusual = true;
      this.keyFrom = at;
      this.keyTo = past;
    } else if (length === 4 && first === 0x74) {
      if (this.typeFrom !== 0) this.isUnusual = true;
      this.typeFrom = at;
    } else if (length === 5 && first === 0x76) {
      if (this.valueTo !== 0) this.isUnusual = true;
      this.valueFrom = at;
      this.valueTo = past;
    } else this.isUnusual = true;
    return past;
  };

  private put(data: Buffer): void {
    const key = textIn(data, this.keyFrom, this.keyTo);
    if (key === null || unusual.has(key)) {
      this.isUnusual = true;
      return;
    }
    const field = spoken.get(key);
    if (field !== undefined) return this.say(data, field);
    const { typeFrom, valueFrom: from, valueTo: to } = this;
    const place = placeOf.get(key);
    if (isAt(data, typeFrom, TYPES.string) && data[from] === 0x22 && key !== 'error') {
      this.attribute(data, AS_STRING, END);
      if (place !== undefined) this.keep(place, textIn(data, from, to));
    } else if (isAt(data, typeFrom, TYPES.bool) && (data[from] === 0x74 || data[from] === 0x66)) {
      const isTrue = data[from] === 0x74;
      if (key === 'error' && isTrue) this.isError = true;
      else this.attribute(data, AS_BOOL, END);
      if (place !== undefined) this.keep(place, isTrue);
    } else if (isAt(data, typeFrom, TYPES.int) && to - from < 16 && isDigits(data, from, to) && key !== 'error') {
      this.attribute(data, AS_INT, END_TEXT);
      if (place !== undefined) this.keep(place, numberOf(data, from, to));
    } else if (
      isAt(data, typeFrom, TYPES.float) &&
      isShortNumber(data, from, to) &&
      place === undefined &&
      key !== 'error'
    )
      this.attribute(data, AS_FLOAT, END);
    else this.isUnusual = true;
  }

  private say(data: Buffer, field: keyof Said): void {
    const text = data[this.valueFrom] === 0x22 ? textIn(data, this.valueFrom, this.valueTo) : null;
    if (text === null || this.said[field] !== null) this.isUnusual = true; // the first counts
    else this.said[field] = text;
  }

  private attribute(data: Buffer, before: Buffer, after: Buffer): void {
    const { out } = this;
    if (this.count++ > 0) out.byte(0x2c);
    out.put(KEY, 0, KEY.length);
    out.put(data, this.keyFrom, this.keyTo);
    out.put(before, 0, before.length);
    out.put(data, this.valueFrom, this.valueTo);
    out.put(after, 0, after.length);
  }

  private keep(place: number, value: Json | null): void {
    if (value === null) this.isUnusual = true;
    else this.draft.attributes[place] = value;
  }
}

/** Digits, a sign, a point: what any reader takes for the same number. */
function isShortNumber(data: Buffer, from: number, to: number): boolean {
  if (to - from > 15) return false;
  for (let at = from; at < to; at++) {
    const byte = data[at] ?? 0;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit && byte !== 0x2d && byte !== 0x2e) return false;
  }
  return true;
}
