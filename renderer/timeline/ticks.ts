import type { Scale } from './scale.ts';
import type { Viewport } from './viewport.ts';

export interface Tick {
  readonly drawn: number;
  readonly label: string;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n / 1_000),
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * day),
];

/** Round moments at least `apart` drawn ms from each other, none within a fold. */
export function ticksOf(scale: Scale, view: Viewport, apart: number): readonly Tick[] {
  const step = steps.find((each) => each >= apart) ?? steps.at(-1) ?? day;
  const ticks: Tick[] = [];
  for (const { from, to } of pieces(scale)) {
    const first = Math.max(from, scale.real(Math.max(view.from, 0)) - step);
    const last = Math.min(to, scale.real(view.to) + step);
    const top = Math.min(to === Infinity ? scale.real(scale.length) : to, last) - from;
    // After a fold time is counted from its end: the hours that were folded would hide the seconds that are shown.
    for (let n = Math.ceil((first - from) / step); from + n * step <= last; n++) {
      const label = tickLabel(n * step, step, top);
      ticks.push({ drawn: scale.draw(from + n * step), label: from === 0 ? label : `+${label}` });
    }
  }
  return ticks;
}

function* pieces({ breaks }: Scale): Generator<{ from: number; to: number }> {
  let from = 0;
  for (const each of breaks) {
    yield { from, to: each.from };
    from = each.to;
  }
  yield { from, to: Infinity };
}

/** One unit along the axis, with as many places as its steps need. */
export function tickLabel(at: number, step: number, top: number): string {
  if (at === 0) return '0';
  if (top < 1) return `${Math.round(at * 1_000)} µs`;
  if (top < second && step < 1) return `${at.toFixed(step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3)} ms`;
  if (top < second) return `${Math.round(at)} ms`;
  if (at < minute && step < minute) return `${(at / second).toFixed(places(step))} s`;
  if (at < hour) return joined(Math.floor(at / minute), 'm', (at % minute) / second, 's', places(step));
  if (at < day) return joined(Math.floor(at / hour), 'h', (at % hour) / minute, 'm', step < minute ? 2 : 0);
  return joined(Math.floor(at / day), 'd', (at % day) / hour, 'h', step < hour ? 1 : 0);
}

function places(step: number): number {
  if (step >= second) return 0;
  if (step >= 100) return 1;
  return step >= 10 ? 2 : 3;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string, digits: number): string {
  const rest = small.toFixed(digits);
  if (Number(rest) === 0) return `${large} ${largeUnit}`;
  return large === 0 ? `${rest} ${smallUnit}` : `${large} ${largeUnit} ${rest} ${smallUnit}`;
}
