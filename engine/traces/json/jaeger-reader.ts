import { clear, type SpanDraft } from '../draft.ts';
import { isAt, numberOf } from './bytes.ts';
import { highHalf, lowHalf } from './halves.ts';
import { JaegerTags, textIn } from './jaeger-tags.ts';
import { Output } from './output.ts';
import { type Element, isDigits, type Member, MORE, pastArray, pastObject, pastValue } from './walk.ts';

const names = ['traceID', 'spanID', 'operationName', 'startTime', 'duration', 'processID', 'flags'] as const;
type Name = (typeof names)[number];
const nameBytes = names.map((name) => ({ name, bytes: Buffer.from(name) }));
const TAGS = Buffer.from('tags');
const REFERENCES = Buffer.from('references');
/** They have to be empty here. */
const HEAVY = ['logs', 'process', 'parentSpanID'].map((name) => Buffer.from(name));
const CHILD_OF = Buffer.from('"CHILD_OF"');

interface Range {
  from: number;
  /** 0: there is none. */
  to: number;
}
const noRange = (): Range => ({ from: 0, to: 0 });

/**
 * Reads a span of Jaeger as most are: from its bytes, in one pass, into the draft and into the bytes of the same span in OTLP/JSON, making no
 * objects. What is unusual (events, links, escapes in names, short ids) it leaves to whoever reads with JSON.parse; a test holds the two
 * against each other.
 */
export class JaegerReader {
  processId = '';
  /** The span in OTLP/JSON, good until the next is read; null: it is unusual. */
  body: Buffer | null = null;
  readonly tags: JaegerTags;
  private readonly draft: SpanDraft;
  private readonly attributes = new Output();
  private readonly out = new Output();
  private readonly ranges: Readonly<Record<Name, Range>> = {
    traceID: noRange(),
    spanID: noRange(),
    operationName: noRange(),
    startTime: noRange(),
    duration: noRange(),
    processID: noRange(),
    flags: noRange(),
  };
  private readonly refType = noRange();
  private readonly refTrace = noRange();
  private readonly refSpan = noRange();
  private readonly all: readonly Range[] = [...Object.values(this.ranges), this.refType, this.refTrace, this.refSpan];
  private references = 0;
  private isUnusual = false;
  private hasTags = false;
  /** The last id of a trace that was found to be one. */
  private knownTrace = '';

  constructor(draft: SpanDraft) {
    this.draft = draft;
    this.tags = new JaegerTags(draft, this.attributes);
  }

  /** Past the span whose brace is at `from`; `MORE`: it goes on in what has to come. Throws `Malformed`. */
  read(data: Buffer, from: number): number {
    clear(this.draft);
    this.tags.clear();
    this.attributes.length = this.out.length = this.references = 0;
    this.isUnusual = this.hasTags = false;
    for (const range of this.all) range.to = 0;
    this.body = null;
    const past = pastObject(data, from, this.member);
    if (past === MORE) return MORE;
    const isUnusual = this.isUnusual || this.tags.isUnusual || !this.fill(data);
    this.body = isUnusual ? null : this.write(data);
    return past;
  }

  private readonly member: Member = (data, from, to, at, depth) => {
    const length = to - from;
    if (length === TAGS.length && isAt(data, from, TAGS)) {
      if (data[at] !== 0x5b || this.hasTags) this.isUnusual = true;
      this.hasTags = true;
      return data[at] === 0x5b ? pastArray(data, at, this.tags.tag, depth) : pastValue(data, at, depth);
    }
    if (length === REFERENCES.length && isAt(data, from, REFERENCES) && data[at] === 0x5b)
      return pastArray(data, at, this.reference, depth);
    const past = pastValue(data, at, depth);
    if (past === MORE) return MORE;
    this.note(data, from, to, at, past);
    return past;
  };

  private note(data: Buffer, from: number, to: number, at: number, past: number): void {
    for (const { name, bytes } of nameBytes) {
      if (bytes.length !== to - from || !isAt(data, from, bytes)) continue;
      const range = this.ranges[name];
      if (range.to !== 0) this.isUnusual = true;
      range.from = at;
      range.to = past;
      return;
    }
    const isHeavy = HEAVY.some((bytes) => bytes.length === to - from && isAt(data, from, bytes));
    if (isHeavy && !isEmpty(data, at, past)) this.isUnusual = true;
    for (let each = from; each < to; each++) if (data[each] === 0x5c) this.isUnusual = true;
  }

  private readonly reference: Element = (data, at, depth) => {
    this.references++;
    if (data[at] !== 0x7b || this.references > 1) this.isUnusual = true;
    return data[at] === 0x7b ? pastObject(data, at, this.referenceMember, depth) : pastValue(data, at, depth);
  };

  private readonly referenceMember: Member = (data, from, to, at, depth) => {
    const past = pastValue(data, at, depth);
    if (past === MORE) return MORE;
    const range = { 7: data[from] === 0x72 ? this.refType : this.refTrace, 6: this.refSpan }[to - from];
    if (range === undefined || range.to !== 0) this.isUnusual = true;
    else {
      range.from = at;
      range.to = past;
    }
    return past;
  };

  /** False: it is unusual. */
  private fill(data: Buffer): boolean {
    const { draft, ranges } = this;
    const { traceID, spanID, operationName, startTime, duration, processID } = ranges;
    const traceId = isTextOf(data, traceID, 32) ? textIn(data, traceID.from, traceID.to) : null;
    if (traceId === null || !this.isTrace(traceId) || !isId(data, spanID)) return false;
    const name = isText(data, operationName) ? textIn(data, operationName.from, operationName.to) : null;
    const process = isText(data, processID) ? textIn(data, processID.from, processID.to) : null;
    if (name === null || process === null || !isMicros(data, startTime) || !isMicros(data, duration)) return false;
    draft.traceId = traceId;
    draft.idHigh = halfOf(data, spanID.from + 1);
    draft.idLow = halfOf(data, spanID.from + 9);
    draft.name = name;
    draft.kind = this.tags.kind;
    draft.status = this.tags.status;
    this.processId = process;
    const start = numberOf(data, startTime.from, startTime.to);
    const end = start + numberOf(data, duration.from, duration.to);
    if (end > Number.MAX_SAFE_INTEGER) return false;
    draft.startHigh = highHalf(Math.floor(start / 1e6), (start % 1e6) * 1000);
    draft.startLow = lowHalf(Math.floor(start / 1e6), (start % 1e6) * 1000);
    draft.endHigh = highHalf(Math.floor(end / 1e6), (end % 1e6) * 1000);
    draft.endLow = lowHalf(Math.floor(end / 1e6), (end % 1e6) * 1000);
    return this.fillParent(data) && this.hasFlags(data);
  }

  private fillParent(data: Buffer): boolean {
    if (this.references === 0) return true;
    const { refType, refTrace, refSpan, draft } = this;
    const { traceID } = this.ranges;
    if (refType.to - refType.from !== CHILD_OF.length || !isAt(data, refType.from, CHILD_OF)) return false;
    if (!isId(data, refSpan) || !isTextOf(data, refTrace, 32)) return false;
    if (!isAt(data, refTrace.from, data.subarray(traceID.from, traceID.to))) return false;
    draft.parentHigh = halfOf(data, refSpan.from + 1);
    draft.parentLow = halfOf(data, refSpan.from + 9);
    return true;
  }

  private hasFlags(data: Buffer): boolean {
    const { from, to } = this.ranges.flags;
    return to === 0 || (to - from < 10 && isDigits(data, from, to));
  }

  private isTrace(traceId: string): boolean {
    if (traceId === this.knownTrace) return true;
    const is = /^[0-9a-f]{32}$/.test(traceId) && !/^0+$/.test(traceId);
    if (is) this.knownTrace = traceId;
    return is;
  }

  private write(data: Buffer): Buffer {
    const { out, draft, tags, attributes, refSpan } = this;
    const { spanID, operationName, startTime, duration, flags } = this.ranges;
    const start = numberOf(data, startTime.from, startTime.to);
    const end = start + numberOf(data, duration.from, duration.to);
    out.text(`{"traceId":"${draft.traceId}","spanId":`);
    out.put(data, spanID.from, spanID.to);
    if (this.references > 0) {
      out.text(',"parentSpanId":');
      out.put(data, refSpan.from, refSpan.to);
    }
    const flag = flags.to === 0 ? 0 : numberOf(data, flags.from, flags.to);
    out.text(flag === 0 ? ',"name":' : `,"flags":${flag},"name":`);
    out.put(data, operationName.from, operationName.to);
    out.text(`,"kind":${tags.kind},"startTimeUnixNano":"`);
    out.put(data, startTime.from, startTime.to);
    out.text(`${start === 0 ? '' : '000'}","endTimeUnixNano":"${end}${end === 0 ? '"' : '000"'}`);
    if (tags.count > 0) {
      out.text(',"attributes":[');
      out.put(attributes.all, 0, attributes.length);
      out.byte(0x5d);
    }
    out.text(draft.status === 0 ? '}' : `,"status":{"code":${draft.status}}}`);
    return out.all;
  }
}

const isText = (data: Buffer, { from, to }: Range): boolean => to !== 0 && data[from] === 0x22;
const isTextOf = (data: Buffer, range: Range, letters: number): boolean =>
  isText(data, range) && range.to - range.from === letters + 2;
const isMicros = (data: Buffer, { from, to }: Range): boolean => to - from <= 16 && isDigits(data, from, to);
/** `null`, `[]`, `""`. */
const isEmpty = (data: Buffer, from: number, to: number): boolean => data[from] === 0x6e || to - from === 2;

/** Sixteen digits in small letters, not all 0. */
function isId(data: Buffer, range: Range): boolean {
  if (!isTextOf(data, range, 16)) return false;
  let any = 0;
  for (let at = range.from + 1; at < range.to - 1; at++) {
    const byte = data[at] ?? 0;
    if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66))) return false;
    any |= byte - 0x30;
  }
  return any !== 0;
}

function halfOf(data: Buffer, from: number): number {
  let value = 0;
  for (let at = from; at < from + 8; at++) {
    const byte = data[at] ?? 0;
    value = value * 16 + (byte < 0x3a ? byte - 0x30 : byte - 0x57);
  }
  return value;
}
