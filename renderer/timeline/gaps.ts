import type { SpanColumns } from '@sagaloom/engine/contract';
import { type BarKind, kindCode, noBar } from './bars.ts';
import { code, codesOf } from './model/codes.ts';

/** Time in which nothing is at work: only runs, composites, timers and waits cover it. */
const idle: readonly BarKind[] = ['run', 'composite', 'timer', 'wait', 'person'];

/**
 * Stretches in which something was at work, apart and in order. Of spans that are not ours, those work that have nothing in them: what
 * encloses them waits for them.
 */
export function activeTimes(columns: SpanColumns, barKind: Uint8Array, end: Float64Array): Float64Array {
  const rests = new Uint8Array(256);
  for (const kind of idle) rests[kindCode[kind]] = 1;
  rests[noBar] = 1;
  const encloses = enclosing(columns);
  const found: number[] = [];
  let until = -1;
  // Spans are in order of start: one pass joins them.
  for (let span = 0; span < columns.count; span++) {
    if (rests[barKind[span] ?? noBar] === 1 || encloses[span] === 1) continue;
    const [from, to] = [columns.start[span] ?? 0, end[span] ?? 0];
    if (found.length === 0 || from > until) {
      found.push(from, to);
      until = to;
    } else if (to > until) found[found.length - 1] = until = to;
  }
  return Float64Array.from(found);
}

function enclosing(columns: SpanColumns): Uint8Array {
  const role = codesOf(columns)('sagaloom.span');
  const encloses = new Uint8Array(columns.count);
  for (let span = 0; span < columns.count; span++) {
    const parent = columns.parent[span] ?? -1;
    if (parent !== -1 && isForeign(role(parent))) encloses[parent] = 1;
  }
  return encloses;
}

/** Of no role of ours. */
const isForeign = (role: number): boolean => role < code.started || role > code.compensation;

/** A wait worth folding: nobody looks at an hour of nothing beside two seconds of work. */
const shortestBreakMs = 10_000;
const timesTheWork = 4;

export interface Break {
  readonly from: number;
  readonly to: number;
}

/** Stretches without work up to `until` that dwarf all the work there is. */
export function longWaits(active: Float64Array, until: number): readonly Break[] {
  let work = 0;
  for (let i = 0; i < active.length; i += 2) work += Math.min(active[i + 1] ?? 0, until) - (active[i] ?? 0);
  if (work === 0) return []; // nothing to show beside the wait: it is what there is to see
  const least = Math.max(shortestBreakMs, timesTheWork * work);
  const breaks: Break[] = [];
  let from = 0;
  for (let i = 0; i <= active.length; i += 2) {
    const to = i < active.length ? (active[i] ?? 0) : until;
    if (to - from >= least) breaks.push({ from, to });
    from = active[i + 1] ?? until;
  }
  return breaks;
}
