import { Malformed } from '../draft.ts';
import { Held } from './held.ts';
import { MORE } from './walk.ts';

/** What of a document is wanted; a value is given as its own bytes. */
export interface DocumentParts {
  /** A container begins or ends whose parts belong together. */
  open(group: Group): void;
  close(group: Group): void;
  /** `bytes` are only good until it returns. */
  part(kind: PartKind, bytes: Buffer): void;
  /** A span that begins at `from`; where it ends, or `MORE`, with nothing done: then it is a part once it is whole. */
  span(kind: SpanKind, data: Buffer, from: number): number;
}

/** `resource`: an element of `resourceSpans`. `scope`: one of its `scopeSpans`. `trace`: of Jaeger. */
export type Group = 'resource' | 'scope' | 'trace';
export type SpanKind = 'otlpSpan' | 'jaegerSpan';
export type PartKind = 'resource' | 'scope' | 'resourceUrl' | 'scopeUrl' | SpanKind | 'processes';

/** Longer is no span, and would have to be held whole. */
const LONGEST_PART = 32 * 1024 * 1024;
const DEEPEST = 256;

const resourceLists = new Set(['resourceSpans', 'resource_spans', 'batches']);
const scopeLists = new Set(['scopeSpans', 'scope_spans', 'instrumentationLibrarySpans']);

interface Level {
  readonly isArray: boolean;
  /** Under which key of the object around it; of what is in an array, the array's. */
  readonly key: string;
  group: Group | null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** What may come next, outside of a part. */
type Expecting = 'value' | 'firstElement' | 'key' | 'firstKey' | 'colon' | 'commaOrEnd';

/**
 * Finds spans, resources and scopes in JSON that comes in pieces, and holds no more of it than the part it is in: OTLP documents, one after
 * another if there are several, and Jaeger's. All of it is looked at, byte by byte, so what is no JSON is told with its place; what is in a
 * part is for whoever parses it.
 */
export class DocumentScanner {
  /** Of all that came. */
  bytes = 0;
  private readonly parts: DocumentParts;
  private readonly levels: Level[] = [];
  private expecting: Expecting = 'value';
  private key = '';
  /** What came and could not be done with yet: a text or a part that goes on. */
  private readonly held = new Held();
  /** How far the part that is held was looked at, and in what state. */
  private partKind: PartKind | null = null;
  private partDepth = 0;
  private partAt = 0;
  /** Ends of lines before what is looked at now, which begins at byte `chunkAt`. */
  private lines = 0;
  private chunkAt = 0;
  private chunk: Buffer = this.held.rest;
  private documents = 0;

  constructor(parts: DocumentParts) {
    this.parts = parts;
  }

  push(chunk: Buffer): void {
    const data = this.held.with(chunk);
    const from = this.bytes - this.held.rest.length;
    this.chunk = chunk;
    this.chunkAt = this.bytes;
    this.bytes += chunk.length;
    const at = this.scan(data, from);
    this.lines += linesIn(chunk);
    this.chunkAt = this.bytes;
    this.chunk = this.held.rest.subarray(0, 0);
    this.held.keep(data.subarray(at));
    if (this.held.rest.length > LONGEST_PART) throw this.wrong('something is longer than 32 MiB', from + at);
  }

  /** Throws where the document is not over. */
  end(): void {
    const number = this.held.rest.length > 0 && this.partKind === null;
    if (number) this.push(Buffer.from('\n'));
    if (this.held.rest.length > 0 || this.levels.length > 0) throw this.wrong('it ends in the middle', this.bytes);
    if (this.documents === 0) throw new Malformed('It is empty.');
  }

  /** How far it was done with. `offset`: of the data's first byte in all that came. */
  private scan(data: Buffer, offset: number): number {
    let at = 0;
    if (this.partKind !== null) {
      at = this.partOn(data, 0, this.partAt);
      if (at < 0) return 0;
    }
    while (at < data.length) {
      const byte = data[at] ?? 0;
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1e) {
        at++;
        continue;
      }
      if (offset + at === 0 && byte === 0xef && data.length >= 3) {
        at += 3; // the mark of UTF-8
        continue;
      }
      const next = this.token(data, at, byte, offset);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  /** Where it goes on; less than 0: more has to come first. */
  private token(data: Buffer, at: number, byte: number, offset: number): number {
    switch (this.expecting) {
      case 'colon':
        if (byte !== COLON) throw this.wrong('a colon is missing', offset + at);
        this.expecting = 'value';
        return at + 1;
      case 'commaOrEnd':
        if (byte === COMMA) {
          this.expecting = this.levels.at(-1)?.isArray === true ? 'value' : 'key';
          return at + 1;
        }
        return this.leave(byte, at, offset);
      case 'firstKey':
      case 'key':
        if (byte === QUOTE) return this.readKey(data, at, offset);
        if (this.expecting === 'firstKey') return this.leave(byte, at, offset);
        throw this.wrong('a name is missing', offset + at);
      case 'firstElement':
        if (byte === CLOSE_ARRAY) return this.leave(byte, at, offset);
        return this.value(data, at, byte, offset);
      case 'value':
        return this.value(data, at, byte, offset);
    }
  }

  private readKey(data: Buffer, at: number, offset: number): number {
    const end = endOfText(data, at + 1);
    if (end < 0) return -1;
    this.key = data.toString('utf8', at + 1, end);
    if (this.key.includes('\\')) this.key = this.unescaped(data, at, end + 1, offset);
    this.expecting = 'colon';
    return end + 1;
  }

  private unescaped(data: Buffer, at: number, end: number, offset: number): string {
    try {
      return JSON.parse(data.toString('utf8', at, end)) as string;
    } catch {
      throw this.wrong('a name cannot be read', offset + at);
    }
  }

  private value(data: Buffer, at: number, byte: number, offset: number): number {
    this.mustBeList(byte, offset + at);
    const kind = this.wanted(byte);
    if (kind === 'otlpSpan' || kind === 'jaegerSpan') {
      const end = this.span(kind, data, at, offset);
      if (end !== MORE) return end;
    }
    if (kind !== null) {
      this.partKind = kind;
      this.partDepth = 0;
      return this.partOn(data, at, at);
    }
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return this.enter(byte === OPEN_ARRAY, at, offset);
    const end = byte === QUOTE ? endOfText(data, at + 1) + 1 : endOfWord(data, at);
    if (end <= 0) return -1;
    if (
      byte !== QUOTE &&
      !/^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(data.toString('latin1', at, Math.min(end, at + 64)))
    )
      throw this.wrong('it is no JSON', offset + at);
    this.afterValue();
    return end;
  }

  private afterValue(): void {
    if (this.levels.length === 0) this.documents++;
    this.expecting = this.levels.length === 0 ? 'value' : 'commaOrEnd';
  }

  private enter(isArray: boolean, at: number, offset: number): number {
    const { levels } = this;
    if (levels.length >= DEEPEST) throw this.wrong('it is nested too deep', offset + at);
    const around = levels.at(-1);
    const key = around?.isArray === true ? around.key : this.key;
    const group = isArray || around?.isArray !== true ? null : groupOf(key);
    levels.push({ isArray, key: levels.length === 0 ? '' : key, group });
    if (group !== null) this.parts.open(group);
    if (isArray && key === 'spans' && around !== undefined && around.group === null) {
      around.group = 'trace'; // only Jaeger's have their spans in no scope
      this.parts.open('trace');
    }
    this.expecting = isArray ? 'firstElement' : 'firstKey';
    return at + 1;
  }

  private leave(byte: number, at: number, offset: number): number {
    const level = this.levels.pop();
    if (level === undefined || byte !== (level.isArray ? CLOSE_ARRAY : CLOSE_OBJECT))
      throw this.wrong('a comma, or the end of what it is in, is missing', offset + at);
    if (level.group !== null) this.parts.close(level.group);
    this.afterValue();
    return at + 1;
  }

  /** What OTLP has as a list of objects cannot be anything else; `null` is as good as nothing. */
  private mustBeList(byte: number, at: number): void {
    const around = this.levels.at(-1);
    if (around === undefined || byte === 0x6e) return;
    const isList =
      (this.levels.length === 1 && resourceLists.has(this.key)) ||
      (around.group === 'resource' && scopeLists.has(this.key)) ||
      (around.group === 'scope' && this.key === 'spans');
    const holdsGroups = around.isArray && (groupOf(around.key) !== null || around.key === 'spans');
    if (isList && !around.isArray && byte !== OPEN_ARRAY) throw this.wrong(`${this.key} is no list`, at);
    if (holdsGroups && byte !== OPEN_OBJECT) throw this.wrong(`${around.key} holds what is no object`, at);
  }

  private wanted(byte: number): PartKind | null {
    const around = this.levels.at(-1);
    if (around === undefined) return null;
    if (byte === OPEN_OBJECT) {
      if (around.isArray) return around.key === 'spans' ? this.spanKind() : null;
      if (around.group === 'resource' && this.key === 'resource') return 'resource';
      if (around.group === 'scope' && (this.key === 'scope' || this.key === 'instrumentationLibrary')) return 'scope';
      return this.key === 'processes' ? 'processes' : null;
    }
    if (byte !== QUOTE || this.key !== 'schemaUrl' || around.isArray) return null;
    if (around.group === 'resource') return 'resourceUrl';
    return around.group === 'scope' ? 'scopeUrl' : null;
  }

  private spanKind(): SpanKind {
    return this.levels.at(-2)?.group === 'scope' ? 'otlpSpan' : 'jaegerSpan';
  }

  private span(kind: SpanKind, data: Buffer, at: number, offset: number): number {
    let end: number;
    try {
      end = this.parts.span(kind, data, at);
    } catch (error) {
      throw error instanceof Malformed ? this.wrong(error.message.replace(/\.$/, ''), offset + at) : error;
    }
    if (end === MORE) return MORE;
    this.afterValue();
    return end;
  }

  /** On in a part that began at `from`; less than 0: it goes on in what has to come. */
  private partOn(data: Buffer, from: number, at: number): number {
    const end = this.endOfPart(data, at);
    if (end < 0) {
      this.partAt -= from; // what came before it is not kept
      return -1;
    }
    const kind = this.partKind;
    this.partKind = null;
    if (kind !== null) this.parts.part(kind, data.subarray(from, end));
    this.afterValue();
    return end;
  }

  private endOfPart(data: Buffer, start: number): number {
    let at = start;
    while (at < data.length) {
      const byte = data[at] ?? 0;
      if (byte === QUOTE) {
        const end = endOfText(data, at + 1);
        if (end < 0) break;
        at = end + 1;
        if (this.partDepth === 0) return at;
        continue;
      }
      at++;
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.partDepth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --this.partDepth === 0) return at;
    }
    this.partAt = at;
    return -1;
  }

  /** Counted when it is asked for, or a chunk is done with. What began in an earlier chunk is told where this one begins. */
  private lineOf(at: number): number {
    return 1 + this.lines + linesIn(this.chunk.subarray(0, Math.max(0, at - this.chunkAt)));
  }

  private wrong(what: string, at: number): Malformed {
    return new Malformed(`It cannot be read: ${what}, at byte ${at} (line ${this.lineOf(at)}).`);
  }
}

function linesIn(data: Buffer): number {
  let lines = 0;
  for (let at = data.indexOf(0x0a); at >= 0; at = data.indexOf(0x0a, at + 1)) lines++;
  return lines;
}

function groupOf(key: string): Group | null {
  if (resourceLists.has(key)) return 'resource';
  return scopeLists.has(key) ? 'scope' : null;
}

/** Where the quote is that ends a text; less than 0: not here. A quote is escaped by an odd number of backslashes. */
function endOfText(data: Buffer, from: number): number {
  for (let at = from; at < data.length; at++) {
    const byte = data[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
  }
  return -1;
}

/** Of a number, `true`, `false` or `null`; 0: it may go on. */
function endOfWord(data: Buffer, from: number): number {
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte <= 0x20 || byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY)
      return at === from ? at + 1 : at;
  }
  return 0;
}
