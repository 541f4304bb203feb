import { clear, emptyDraft, placeOf, type SpanContext, type SpanDraft, type TakeSpan } from '../draft.ts';
import { contextOf } from '../context.ts';
import { plain } from '../values.ts';
import { checkAttributes, checkKeyValue } from './check.ts';
import { decodeResource, decodeScope } from './decode.ts';
import { WireReader } from './reader.ts';
import { keyValue, message } from './values.ts';

/** Of one request. */
export interface Scanned {
  readonly spans: number;
  /** Spans without ids that could be theirs, and why the first of them was refused. */
  readonly refused: number;
  readonly why: string | null;
}

/**
 * Goes once over an `ExportTraceServiceRequest` and gives each span with the bytes of its message: fields in any order, unknown ones are
 * passed over (and stay in the bytes). Throws `Malformed` where the bytes are no such message.
 */
export function scanRequest(bytes: Buffer, take: TakeSpan): Scanned {
  const scanner = new RequestScanner(bytes, take);
  scanner.request();
  return scanner;
}

class RequestScanner implements Scanned {
  spans = 0;
  refused = 0;
  why: string | null = null;
  private readonly reader: WireReader;
  private readonly take: TakeSpan;
  private readonly draft: SpanDraft = emptyDraft();
  /** Where the trace id of the draft is: spans of one trace mostly follow each other. */
  private traceAt = -1;

  constructor(bytes: Buffer, take: TakeSpan) {
    this.reader = new WireReader(bytes);
    this.take = take;
  }

  request(): void {
    const { reader } = this;
    const end = reader.bytes.length;
    while (reader.next(end)) {
      if (reader.field === 1) {
        reader.expect(2);
        message(reader, end, (to) => this.resourceSpans(to));
      } else reader.skip(end);
    }
  }

  /** What all of it shares may come after it. */
  private resourceSpans(end: number): void {
    const { reader } = this;
    const from = reader.at;
    let resource: Buffer | null = null;
    let url = '';
    while (reader.next(end)) {
      if (reader.field === 1 && reader.wire === 2) resource = this.slice(end);
      else if (reader.field === 3 && reader.wire === 2) url = reader.text(end);
      else reader.skip(end);
    }
    const model = resource === null ? undefined : decodeResource(resource);
    reader.at = from;
    while (reader.next(end)) {
      if (reader.field === 2) {
        reader.expect(2);
        message(reader, end, (to) => this.scopeSpans(to, { resource: model, resourceSchemaUrl: url }));
      } else reader.skip(end);
    }
  }

  private scopeSpans(end: number, above: Parameters<typeof contextOf>[0]): void {
    const { reader } = this;
    const from = reader.at;
    let scope: Buffer | null = null;
    let url = '';
    while (reader.next(end)) {
      if (reader.field === 1 && reader.wire === 2) scope = this.slice(end);
      else if (reader.field === 3 && reader.wire === 2) url = reader.text(end);
      else reader.skip(end);
    }
    const context = contextOf({
      ...above,
      scope: scope === null ? undefined : decodeScope(scope),
      scopeSchemaUrl: url,
    });
    reader.at = from;
    while (reader.next(end)) {
      if (reader.field === 2) {
        reader.expect(2);
        this.span(reader.length(end), context);
      } else reader.skip(end);
    }
  }

  private slice(end: number): Buffer {
    const to = this.reader.length(end);
    const slice = this.reader.bytes.subarray(this.reader.at, to);
    this.reader.at = to;
    return slice;
  }

  private span(end: number, context: SpanContext): void {
    const { reader, draft } = this;
    const from = reader.at;
    clear(draft);
    let why: string | null = 'it has no trace id';
    let hasId = false;
    while (reader.next(end)) {
      const { field, wire } = reader;
      if (wire === 2 && field === 1) why = this.traceId(end);
      else if (wire === 2 && field === 2) hasId = this.spanId(end);
      else if (wire === 2 && field === 4) why = this.parentId(end) ? why : 'the id of its parent is not 8 bytes long';
      else this.field(end);
    }
    reader.at = end;
    if (why === null && !hasId) why = 'its id is not 8 bytes that are not all zero';
    if (why !== null) return this.refuse(why);
    this.spans++;
    this.take(draft, context, reader.bytes.subarray(from, end), 'protobuf');
  }

  private refuse(why: string): void {
    this.refused++;
    this.why ??= `A span was refused: ${why}.`;
  }

  private field(end: number): void {
    const { reader, draft } = this;
    const { field, wire } = reader;
    if (wire === 2) {
      if (field === 9) this.attribute(reader.length(end));
      else if (field === 5) draft.name = reader.text(end);
      else if (field === 11) {
        draft.events++;
        checkAttributes(reader, reader.length(end), 3);
      } else if (field === 13) {
        checkAttributes(reader, reader.length(end), 4);
      } else if (field === 15) this.status(reader.length(end));
      else reader.skip(end);
    } else if (wire === 1 && field === 7) {
      reader.fixed64(end);
      draft.startLow = reader.low;
      draft.startHigh = reader.high;
    } else if (wire === 1 && field === 8) {
      reader.fixed64(end);
      draft.endLow = reader.low;
      draft.endHigh = reader.high;
    } else if (wire === 0 && field === 6) draft.kind = kindOf(reader.varint(end));
    else reader.skip(end);
  }

  /** Null where it is one; else why it is none. */
  private traceId(end: number): string | null {
    const { reader, draft } = this;
    const { bytes } = reader;
    const to = reader.length(end);
    const at = reader.at;
    reader.at = to;
    if (to - at !== 16) return 'its trace id is not 16 bytes long';
    if (this.traceAt >= 0 && bytes.compare(bytes, this.traceAt, this.traceAt + 16, at, to) === 0) return null;
    const id = bytes.toString('hex', at, to);
    if (id === NO_TRACE) return 'its trace id is all zero';
    this.traceAt = at;
    draft.traceId = id;
    return null;
  }

  private spanId(end: number): boolean {
    const { reader, draft } = this;
    const to = reader.length(end);
    const at = reader.at;
    reader.at = to;
    if (to - at !== 8) return false;
    draft.idHigh = reader.bytes.readUInt32BE(at);
    draft.idLow = reader.bytes.readUInt32BE(at + 4);
    return draft.idHigh !== 0 || draft.idLow !== 0;
  }

  private parentId(end: number): boolean {
    const { reader, draft } = this;
    const to = reader.length(end);
    const at = reader.at;
    reader.at = to;
    if (to === at) return true; // given, and none
    if (to - at !== 8) return false;
    draft.parentHigh = reader.bytes.readUInt32BE(at);
    draft.parentLow = reader.bytes.readUInt32BE(at + 4);
    return true;
  }

  private status(end: number): void {
    const { reader, draft } = this;
    while (reader.next(end)) {
      if (reader.field === 3 && reader.wire === 0) draft.status = statusOf(reader.varint(end));
      else reader.skip(end);
    }
  }

  /** Only those that have a column are read, and of the others no more than the first letters of their names. */
  private attribute(end: number): void {
    const { reader, draft } = this;
    const { bytes, at } = reader;
    if (bytes[at] !== 0x0a || couldHaveColumn(bytes, at + 1)) {
      const { key, value } = keyValue(reader, end);
      const place = placeOf.get(key);
      if (place !== undefined) draft.attributes[place] = plain(value);
    } else checkKeyValue(reader, end);
    reader.at = end;
  }
}

const NO_TRACE = '0'.repeat(32);

/** `sagaloom.` or `error.type`, by their lengths and first letters; a key is shorter than 128 bytes where it is one of these. */
function couldHaveColumn(bytes: Buffer, at: number): boolean {
  const length = bytes[at] ?? 0;
  const first = bytes[at + 1];
  return (length > 10 && first === 0x73 && bytes[at + 2] === 0x61) || (length === 10 && first === 0x65);
}

/** Our kinds are without OTLP's `unspecified`, and in its order: 1 is internal. */
export const kindOf = (kind: number): number => {
  if (kind === 2) return 2; // server
  if (kind === 3) return 1; // client
  return kind === 4 || kind === 5 ? kind - 1 : 0;
};

export const statusOf = (code: number): number => (code === 1 || code === 2 ? code : 0);
