import { barKinds, type BarKind, type Bars } from './bars.ts';

/** Time in which nothing is at work: only runs, composites, timers and waits cover it. */
const idle: ReadonlySet<BarKind> = new Set(['run', 'composite', 'timer', 'wait', 'person']);

/** Stretches in which something was at work, apart and in order. */
export function activeTimes({ start, end, kind }: Bars): Float64Array {
  const busy = Array.from(kind.keys()).filter((bar) => !idle.has(barKinds[kind[bar] ?? 0] ?? 'done'));
  busy.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0));
  const found: number[] = [];
  for (const bar of busy) {
    const from = start[bar] ?? 0;
    const to = end[bar] ?? 0;
    const last = found.at(-1);
    if (last === undefined || from > last) found.push(from, to);
    else if (to > last) found[found.length - 1] = to;
  }
  return Float64Array.from(found);
}

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
