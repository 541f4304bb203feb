import { emptyDraft, type LateContext, Malformed, type SpanContext } from '../draft.ts';
import { JaegerReader } from '../json/jaeger-reader.ts';
import { resourceModel, scopeModel } from '../json/normal.ts';
import { isLoose, type Loose } from '../../core/json.ts';
import { parsed, readSpan } from '../json/read.ts';
import { type DocumentParts, DocumentScanner, type Group, type PartKind, type SpanKind } from '../json/scanner.ts';
import { JsonSpanReader } from '../json/span-reader.ts';
import { MORE } from '../json/walk.ts';
import { Batch } from '../store/batch.ts';
import type { TraceWriter } from '../store/writer.ts';
import { OpenContext } from './contexts.ts';
import { fromJaeger, resourceOf } from './jaeger.ts';

/** Spans, and bytes of them, that are written in one go: what an import holds at most, beside one part of the document. */
const BATCH_SPANS = 16_384;
const BATCH_BYTES = 8 * 1024 * 1024;

const TOLD_TRACES = 20;

/** Where what was found goes. */
export interface ImportSink {
  write(batch: Batch): void;
  /** All of a context has come, after some of its spans were written. */
  settle(late: LateContext, context: SpanContext): void;
}

export function fileSink(writer: TraceWriter): ImportSink {
  const source = writer.fileSource();
  return {
    write: (batch) => void writer.write([batch], source),
    settle: (late, context) => writer.settle(late, context),
  };
}

/** What may still come of the group that is open. */
interface Scope {
  scope: Loose | undefined;
  url: string;
  /** Of OTLP, of the spans read; of Jaeger, by process and library. */
  readonly contexts: Map<string, OpenContext>;
}

interface Resource {
  resource: Loose | undefined;
  url: string;
  readonly contexts: OpenContext[];
}

interface LastContext {
  readonly scope: Scope | null;
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly context: OpenContext;
}

/** Reads a document that comes in pieces, and writes what it finds as it goes. */
export class Importing implements DocumentParts {
  spans = 0;
  refused = 0;
  why: string | null = null;
  private readonly scanner = new DocumentScanner(this);
  private readonly sink: ImportSink;
  private readonly isRequest: boolean;
  private readonly draft = emptyDraft();
  private readonly reader = new JsonSpanReader(this.draft);
  /** With the first span of Jaeger: requests, which are many and small, have none. */
  private jaegerReader: JaegerReader | null = null;
  private readonly traces = new Set<string>();
  /** Of Jaeger, of the span before: those of one process mostly follow each other. */
  private last: LastContext | null = null;
  private batch = new Batch();
  private resource: Resource | null = null;
  private scope: Scope | null = null;
  private processes: Loose = {};

  /** `isRequest`: OTLP only, and written in one go at its end. */
  constructor(sink: ImportSink, { isRequest = false }: { readonly isRequest?: boolean } = {}) {
    this.sink = sink;
    this.isRequest = isRequest;
  }

  get traceCount(): number {
    return this.traces.size;
  }

  /** The first of them, as many as are told. */
  get traceIds(): readonly string[] {
    const first: string[] = [];
    for (const traceId of this.traces) if (first.push(traceId) === TOLD_TRACES) break;
    return first;
  }

  get bytes(): number {
    return this.scanner.bytes;
  }

  push(chunk: Buffer): void {
    this.scanner.push(chunk);
    if (this.isRequest) return;
    if (this.batch.spans >= BATCH_SPANS || this.batch.bytes >= BATCH_BYTES) this.flush();
  }

  /** Null: the document was whole. Else why it was not; what was read is kept. */
  end(): string | null {
    let why: string | null = null;
    try {
      this.scanner.end();
    } catch (error) {
      why = messageOf(error);
    }
    this.keep();
    return why;
  }

  /** What was read until here, though nothing more comes. */
  keep(): void {
    if (this.scope !== null) this.closeScope();
    if (this.resource !== null) this.closeResource();
    this.flush();
  }

  open(group: Group): void {
    if (group === 'resource') this.resource = { resource: undefined, url: '', contexts: [] };
    else this.scope = { scope: undefined, url: '', contexts: new Map() };
    if (group === 'trace') this.processes = {};
  }

  close(group: Group): void {
    if (group === 'resource') this.closeResource();
    else this.closeScope();
  }

  part(kind: PartKind, bytes: Buffer): void {
    const { resource, scope } = this;
    if (kind === 'jaegerSpan' && this.isRequest)
      throw new Malformed('This is no OTLP request: its spans are not in scopeSpans.');
    if (kind === 'otlpSpan' || kind === 'jaegerSpan') return void this.span(kind, bytes, 0);
    if (kind === 'processes') this.processes = parsed(bytes, 'The list of processes');
    else if (kind === 'resource' && resource) resource.resource = parsed(bytes, 'A resource');
    else if (kind === 'scope' && scope) scope.scope = parsed(bytes, 'A scope');
    else if (kind === 'resourceUrl' && resource) resource.url = textOf(bytes);
    else if (kind === 'scopeUrl' && scope) scope.url = textOf(bytes);
  }

  span(kind: SpanKind, data: Buffer, from: number): number {
    if (kind === 'jaegerSpan') return this.isRequest ? MORE : this.jaegerSpan(data, from);
    const end = this.reader.read(data, from);
    if (end === MORE) return MORE;
    if (this.reader.why === null) this.take(this.otlpContext(), data.subarray(from, end));
    else this.refuse(this.reader.why);
    return end;
  }

  /** One for all spans of a scope: it is complete when the resource it is in is over. */
  private otlpContext(): OpenContext {
    const { resource, scope } = this;
    let context = scope?.contexts.get('');
    if (context === undefined) {
      const known = resource?.resource;
      context = new OpenContext({ ...(known && { resource: resourceModel(known) }) }, known !== undefined);
      scope?.contexts.set('', context);
      resource?.contexts.push(context);
    }
    return context;
  }

  private jaegerSpan(data: Buffer, from: number): number {
    const jaeger = (this.jaegerReader ??= new JaegerReader(this.draft));
    const end = jaeger.read(data, from);
    if (end === MORE) return MORE;
    const { body, tags } = jaeger;
    if (body === null) this.unusualSpan(data.subarray(from, end));
    else this.take(this.jaegerContext(jaeger.processId, null, tags.scopeName, tags.scopeVersion), body);
    return end;
  }

  private unusualSpan(bytes: Buffer): void {
    const { span, scope, processId, process } = fromJaeger(parsed(bytes, 'A span'));
    const why = readSpan(span as unknown as Loose, this.draft);
    if (why !== null) return this.refuse(why.replace('traceId', 'traceID').replace('spanId', 'spanID'));
    this.take(this.jaegerContext(processId, process, scope.name, scope.version), Buffer.from(JSON.stringify(span)));
  }

  private jaegerContext(processId: string, process: Loose | null, name: string, version: string): OpenContext {
    const { last, scope } = this;
    const isLast = last !== null && last.scope === scope && last.id === processId && process === null;
    if (isLast && last.name === name && last.version === version) return last.context;
    const key = JSON.stringify([process ?? processId, { name, version }]);
    let context = scope?.contexts.get(key);
    if (context === undefined) {
      const known = process ?? this.processOf(processId);
      const given = { ...(name !== '' && { name }), ...(version !== '' && { version }) };
      context = new OpenContext({ resource: resourceOf(known), scope: given }, known !== undefined);
      scope?.contexts.set(key, context);
    }
    if (process === null) this.last = { scope, id: processId, name, version, context };
    return context;
  }

  private processOf(id: string): Loose | undefined {
    const process = this.processes[id];
    return isLoose(process) ? process : undefined;
  }

  private take(context: OpenContext, bytes: Buffer): void {
    this.spans++;
    this.traces.add(this.draft.traceId);
    context.blocks.add(this.batch.take(this.draft, context, bytes, 'json'));
  }

  private refuse(why: string): void {
    this.refused++;
    this.why ??= `A span was refused: ${why}.`;
  }

  private closeScope(): void {
    const { scope } = this;
    this.scope = null;
    if (scope === null) return;
    for (const [key, context] of scope.contexts) {
      if (key === '') {
        if (scope.scope) context.given.scope = scopeModel(scope.scope);
        context.given.scopeSchemaUrl = scope.url;
        if (this.resource === null) this.settle(context);
        continue;
      }
      const [id] = JSON.parse(key) as readonly unknown[];
      if (typeof id === 'string') context.given.resource = resourceOf(this.processOf(id) ?? { serviceName: id });
      this.settle(context);
    }
  }

  private closeResource(): void {
    const { resource } = this;
    this.resource = null;
    for (const context of resource?.contexts ?? []) {
      if (resource?.resource) context.given.resource = resourceModel(resource.resource);
      context.given.resourceSchemaUrl = resource?.url;
      this.settle(context);
    }
  }

  private settle(context: OpenContext): void {
    const late = context.settle();
    if (late === undefined) return;
    if (late.marker !== null) for (const block of context.blocks) block.rename(late.marker, context.service);
    this.sink.settle(late, context);
  }

  private flush(): void {
    const { batch } = this;
    if (batch.spans === 0) return;
    this.batch = new Batch();
    this.sink.write(batch);
    for (const context of this.scope?.contexts.values() ?? []) context.blocks.clear(); // or all of the file would be held
    for (const context of this.resource?.contexts ?? []) context.blocks.clear();
  }
}

export const messageOf = (error: unknown): string => {
  if (error instanceof Malformed) return error.message;
  throw error;
};

const textOf = (bytes: Buffer): string => String(JSON.parse(bytes.toString('utf8')));
