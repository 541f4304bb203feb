import type { SpanColumns } from '@sagaloom/engine/contract';
import { barKindsOf, type Bars } from './bars.ts';
import { activeTimes } from './gaps.ts';
import { type Arranged, arrange, type ViewMode } from './model/arrange.ts';
import { barsOf } from './model/fill.ts';
import { gather, kindOfRow } from './model/gather.ts';
import { statesOf } from './model/states.ts';
import { timesOf } from './model/times.ts';
import { fineMs, wholeMs } from './viewport.ts';

/**
 * What a timeline shows, made once from a trace: columns throughout, so that a million spans are a few dozen arrays. Times are ms from
 * `origin`; what is open ends at Infinity and is drawn up to now, so that a live trace need not be modelled again each frame.
 */
export interface TimelineModel {
  readonly columns: SpanColumns;
  readonly view: ViewMode;
  /** Epoch ms. */
  readonly origin: number;
  /** The last moment recorded. */
  readonly length: number;
  readonly open: boolean;
  /** The shortest stretch of it that is worth looking at, ms. */
  readonly finest: number;
  /** The greatest depth of a row. */
  readonly deepest: number;
  /** No span in it is of a run of this product: a plain tree of spans. */
  readonly foreign: boolean;
  readonly rows: Rows;
  readonly bars: Bars;
  /** By span: the kind of its bar, or `noBar`. */
  readonly barKind: Uint8Array;
  /** By span: ms at which it ends. Those of `columns`, but of what has only begun, where it is known to go on. */
  readonly end: Float64Array;
  /** By span: the row that shows it; -1 where none does. */
  readonly rowOf: Int32Array;
  /** Stretches in which something was at work, apart and in order: start, end, start, end … */
  readonly active: Float64Array;
}

/** Rows by column, in the order they are listed; what is in a row comes right after it. `row.ts` makes one an object. */
export interface Rows {
  readonly count: number;
  /** Index into `rowKinds`. */
  readonly kind: Uint8Array;
  /** The row it is listed in; -1 at the top. */
  readonly parent: Int32Array;
  /** The row whose work it is part of: of an undo, what is undone, whichever lane it is in. -1 at the top. */
  readonly owner: Int32Array;
  /** The row after the last that is in it. */
  readonly next: Uint32Array;
  /** 0 for the run and for lanes, 1 for what is at the top. */
  readonly depth: Uint16Array;
  readonly start: Float64Array;
  /** Infinity while it is open. */
  readonly end: Float64Array;
  /** Index into `rowStates`. */
  readonly state: Uint8Array;
  readonly attempts: Uint32Array;
  /** Its own span; -1 of lanes and groups. */
  readonly span: Int32Array;
}

export interface ModelOptions {
  /** Epoch ms; counts only where there is no span. */
  readonly now: number;
  readonly view?: ViewMode;
  /** Whether this span, of a run that is open, says that the run is paused: columns hold no events. */
  readonly isPaused?: ((span: number) => boolean) | undefined;
}

export function timelineModel(columns: SpanColumns, options: ModelOptions): TimelineModel {
  const { view = 'lanes', now } = options;
  const gathered = gather(columns);
  const barKind = barKindsOf(columns);
  const arranged = arrange(columns, gathered, view);
  const place = placesOf(arranged, gathered.count);
  const rowOf = through(gathered.rowOf, place);
  const span = through(arranged.of, gathered.span);
  const { start, end, spanEnd, length } = timesOf(columns, gathered, arranged, barKind);
  const { bars, attempts } = barsOf(columns, arranged, rowOf, barKind);
  return {
    columns,
    view,
    origin: columns.count === 0 ? now : columns.origin,
    length,
    open: columns.end.includes(Infinity),
    finest: columns.start.every((ms) => Number.isInteger(ms)) ? wholeMs : fineMs,
    deepest: arranged.depth.reduce((most, depth) => Math.max(most, depth), 0),
    foreign: !gathered.kind.some((kind) => kind !== kindOfRow.other),
    rows: {
      count: arranged.count,
      kind: arranged.kind,
      parent: arranged.parent,
      owner: through(through(arranged.of, gathered.owner), place),
      next: arranged.next,
      depth: arranged.depth,
      start,
      end,
      state: statesOf({ columns, arranged, gathered, rowOf, end }, options.isPaused),
      attempts,
      span,
    },
    bars,
    barKind,
    end: spanEnd,
    rowOf,
    active: activeTimes(columns, barKind, spanEnd),
  };
}

/** By gathered row, where it is listed. */
function placesOf({ of, count }: Arranged, rows: number): Int32Array {
  const place = new Int32Array(rows).fill(-1);
  for (let row = 0; row < count; row++) {
    const at = of[row] ?? -1;
    if (at !== -1) place[at] = row;
  }
  return place;
}

/** What each leads to, -1 for what leads nowhere. A plain loop: `from` with a function takes ten times as long. */
function through(from: Int32Array, to: ArrayLike<number>): Int32Array {
  const led = new Int32Array(from.length);
  for (let at = 0; at < from.length; at++) {
    const next = from[at] ?? -1;
    led[at] = next === -1 ? -1 : (to[next] ?? -1);
  }
  return led;
}
