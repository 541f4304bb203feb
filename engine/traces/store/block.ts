import { encodeBlock, type ColumnsAttribute } from '../../contract/columns-wire.ts';
import type { Json } from '../../core/json.ts';
import { attributeAt, placeOf, type BodyFormat, type SpanContext, type SpanDraft } from '../draft.ts';
import { BodyBytes, encodeBodies } from './bodies.ts';

/** Halves of a number of 64 bits: what goes over from the low one counts in the high one. */
const HALF = 2 ** 32;

interface Column {
  readonly indices: number[];
  readonly known: Map<Json, number>;
  readonly values: Json[];
}

/** What a list of traces says of one. */
export interface BlockSummary {
  /** Epoch ms. */
  started: number;
  ended: number;
  errors: number;
  /** Of the span that names the trace: one without a parent before others, then the earliest. */
  rootRank: 0 | 1;
  rootStart: number;
  name: string;
  service: string;
  workflow: string | null;
  runId: string | null;
}

/** Spans of one trace that are kept together. */
export class BlockBuilder {
  readonly traceId: string;
  /** Low half, high half, of each. */
  readonly ids: number[] = [];
  readonly summary: BlockSummary = {
    started: Infinity,
    ended: -Infinity,
    errors: 0,
    rootRank: 1,
    rootStart: Infinity,
    name: '',
    service: '',
    workflow: null,
    runId: null,
  };
  private readonly parents: number[] = [];
  private readonly start: number[] = [];
  private readonly duration: number[] = [];
  private readonly name: number[] = [];
  private readonly service: number[] = [];
  private readonly status: number[] = [];
  private readonly kind: number[] = [];
  private readonly events: number[] = [];
  private readonly strings: string[] = [''];
  private readonly known = new Map<string, number>([['', 0]]);
  private readonly attributes: (Column | undefined)[] = [];
  private readonly bodies = new BodyBytes();
  private readonly formats: BodyFormat[] = [];
  readonly contexts = new Map<SpanContext, number>();
  private readonly contextOf: number[] = [];
  private baseLow = 0;
  private baseHigh = 0;

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  get count(): number {
    return this.start.length;
  }

  /** Copies the body. */
  add(draft: SpanDraft, context: SpanContext, body: Uint8Array, format: BodyFormat): void {
    const index = this.start.length;
    if (index === 0) {
      this.baseLow = draft.startLow;
      this.baseHigh = draft.startHigh;
    }
    const isOpen = draft.endLow === 0 && draft.endHigh === 0;
    const lasted = (draft.endHigh - draft.startHigh) * HALF + (draft.endLow - draft.startLow);
    this.ids.push(draft.idLow, draft.idHigh);
    this.parents.push(draft.parentLow, draft.parentHigh);
    this.start.push((draft.startHigh - this.baseHigh) * HALF + (draft.startLow - this.baseLow));
    this.duration.push(isOpen ? Infinity : Math.max(0, lasted));
    this.name.push(this.intern(draft.name));
    this.service.push(this.intern(context.service));
    this.status.push(draft.status);
    this.kind.push(draft.kind);
    this.events.push(Math.min(draft.events, 255));
    for (let place = 0; place < draft.attributes.length; place++) {
      const value = draft.attributes[place];
      if (value !== undefined) this.attribute(place, index, value);
    }
    this.bodies.add(body);
    this.formats.push(format);
    this.contextOf.push(this.contextPlace(context));
    this.sum(draft, context, isOpen);
  }

  private contextPlace(context: SpanContext): number {
    const found = this.contexts.get(context);
    if (found !== undefined) return found;
    this.contexts.set(context, this.contexts.size);
    return this.contexts.size - 1;
  }

  /** A service that was not known when its spans came. */
  rename(marker: string, service: string): void {
    const place = this.known.get(marker);
    if (place === undefined) return;
    this.strings[place] = service;
    this.known.delete(marker);
    if (this.summary.service === marker) this.summary.service = service;
  }

  private intern(text: string): number {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    const made = this.strings.push(text) - 1;
    this.known.set(text, made);
    return made;
  }

  private attribute(place: number, index: number, value: Json): void {
    const column = (this.attributes[place] ??= emptyColumn());
    while (column.indices.length < index) column.indices.push(0);
    let at = column.known.get(value);
    if (at === undefined) {
      at = column.values.push(value) - 1;
      column.known.set(value, at);
    }
    column.indices.push(at);
  }

  private sum(draft: SpanDraft, context: SpanContext, isOpen: boolean): void {
    const { summary } = this;
    const start = (draft.startHigh * HALF + draft.startLow) / 1e6;
    const end = isOpen ? start : (draft.endHigh * HALF + draft.endLow) / 1e6;
    if (start < summary.started) summary.started = start;
    if (end > summary.ended) summary.ended = end;
    if (draft.status === 2) summary.errors++;
    const rank = draft.parentLow === 0 && draft.parentHigh === 0 ? 0 : 1;
    if (rank < summary.rootRank || (rank === summary.rootRank && start < summary.rootStart)) {
      summary.rootRank = rank;
      summary.rootStart = start;
      summary.name = draft.name;
      summary.service = context.service;
    }
    summary.runId ??= textOf(draft.attributes[RUN]);
    summary.workflow ??= textOf(draft.attributes[WORKFLOW]);
  }

  columns(): Uint8Array {
    const { count } = this;
    return encodeBlock({
      traceId: this.traceId,
      count,
      baseLow: this.baseLow,
      baseHigh: this.baseHigh,
      ids: new Uint32Array(this.ids),
      parents: new Uint32Array(this.parents),
      start: new Float64Array(this.start),
      duration: new Float64Array(this.duration),
      name: new Uint32Array(this.name),
      service: new Uint32Array(this.service),
      strings: this.strings,
      status: new Uint8Array(this.status),
      kind: new Uint8Array(this.kind),
      events: new Uint8Array(this.events),
      attributes: this.attributes.flatMap((column, place) => (column ? [columnOf(column, place, count)] : [])),
    });
  }

  /** Leaves out those at these places: they are kept already, and what the summary says of them holds. */
  drop(places: ReadonlySet<number>): void {
    for (const column of this.attributes) {
      if (column === undefined) continue;
      for (let missing = this.count - column.indices.length; missing > 0; missing--) column.indices.push(0);
      keepOthers(column.indices, places);
    }
    for (const pairs of [this.ids, this.parents]) keepOthers(pairs, places, 2);
    const { duration, name, service, status, kind, events, formats, contextOf, start } = this;
    for (const list of [duration, name, service, status, kind, events, formats, contextOf, start])
      keepOthers(list, places);
    this.bodies.drop(places);
    this.summary.errors = status.filter((each) => each === 2).length;
  }

  /** Once, at the end. `contextRow`: where a context is kept. */
  encodeBodies(contextRow: (context: SpanContext) => number): Buffer {
    const rows = Array.from(this.contexts.keys(), contextRow);
    const { bodies: bytes, formats, contextOf } = this;
    const encoded = encodeBodies({ rows, bytes, formats, contextOf });
    bytes.release();
    return encoded;
  }
}

const RUN = placeOf.get('sagaloom.run.id') ?? 0;
const WORKFLOW = placeOf.get('sagaloom.workflow') ?? 0;

const emptyColumn = (): Column => ({ indices: [], known: new Map(), values: [null] });

function keepOthers(list: unknown[], places: ReadonlySet<number>, width = 1): void {
  let at = 0;
  for (let index = 0; index < list.length; index++) {
    const value = list[index];
    if (value !== undefined && !places.has(Math.floor(index / width))) list[at++] = value;
  }
  list.length = at;
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function columnOf({ indices, values }: Column, place: number, count: number): ColumnsAttribute {
  const all = new Uint32Array(count);
  all.set(indices);
  return { name: attributeAt(place), indices: all, values };
}
