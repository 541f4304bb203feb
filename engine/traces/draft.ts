import { type ColumnAttribute, columnAttributes } from '../contract/span-columns.ts';
import type { Json } from '../core/json.ts';

/** How a span's own bytes are kept: as they came. */
export const bodyFormats = ['protobuf', 'json'] as const;
export type BodyFormat = (typeof bodyFormats)[number];

/**
 * What is known of a span as it comes: one object, filled anew for each, so that a hundred thousand spans a second make no litter.
 * Numbers of 64 bits are two halves; they are unsigned.
 */
export interface SpanDraft {
  traceId: string;
  idLow: number;
  idHigh: number;
  parentLow: number;
  parentHigh: number;
  /** Ns since the epoch. */
  startLow: number;
  startHigh: number;
  /** 0: it is open. */
  endLow: number;
  endHigh: number;
  name: string;
  /** Index into `spanKinds`. */
  kind: number;
  /** Index into `spanStatuses`. */
  status: number;
  events: number;
  /** By place in `columnAttributes`. */
  readonly attributes: (Json | undefined)[];
}

export const emptyDraft = (): SpanDraft => ({
  traceId: '',
  idLow: 0,
  idHigh: 0,
  parentLow: 0,
  parentHigh: 0,
  startLow: 0,
  startHigh: 0,
  endLow: 0,
  endHigh: 0,
  name: '',
  kind: 0,
  status: 0,
  events: 0,
  attributes: columnAttributes.map(() => undefined),
});

export function clear(draft: SpanDraft): void {
  draft.idLow = draft.idHigh = 0;
  draft.parentLow = draft.parentHigh = 0;
  draft.startLow = draft.startHigh = 0;
  draft.endLow = draft.endHigh = 0;
  draft.name = '';
  draft.kind = draft.status = draft.events = 0;
  draft.attributes.fill(undefined);
}

/** Where an attribute that has a column is in `attributes`. */
export const placeOf: ReadonlyMap<string, number> = new Map(columnAttributes.map((name, place) => [name, place]));
export const attributeAt = (place: number): ColumnAttribute => columnAttributes[place] ?? 'sagaloom.span';

/** Resource and scope, which many spans share. */
export interface SpanContext {
  readonly service: string;
  /** JSON of `ContextModel`; the same text is kept once. */
  readonly text: string;
  /** Only while not all of it has come: what was written with it is put right when it has. */
  readonly late?: LateContext | undefined;
}

export interface LateContext {
  /** Where it is kept, once spans of it were written. */
  row: number | null;
  /** Stands for the service while that is not known; no service has such a name. Null: it is known. */
  readonly marker: string | null;
  /** Rows of blocks that have the marker. */
  readonly blocks: number[];
}

/** Takes spans as they are found. `draft` and `body` are only good until the next: what is kept of them is a copy. */
export type TakeSpan = (draft: SpanDraft, context: SpanContext, body: Uint8Array, format: BodyFormat) => void;

/** What came cannot be understood. The message says what and where, for whoever sent it. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}
