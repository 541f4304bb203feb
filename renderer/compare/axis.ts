import { timeScale } from '../timeline/scale.ts';
import { ticksOf } from '../timeline/ticks.ts';

export interface AxisTick {
  /** Share of the axis, 0 to 1. */
  readonly at: number;
  readonly label: string;
}

/** Some five round moments along the bars. Of what is moved before the first beginning nothing is written. */
export function axisOf([from, to]: readonly [number, number]): readonly AxisTick[] {
  const length = Math.max(to - from, Number.MIN_VALUE);
  const found = ticksOf(timeScale(to, []), { from: 0, to }, length / 6);
  return found
    .map(({ drawn, label }) => ({ at: (drawn - from) / length, label }))
    .filter(({ at }) => at >= 0 && at <= 0.94);
}

/** Where the lines below them stand, as percentages for the style sheet. */
export function linesOf(ticks: readonly AxisTick[]): { readonly first: string; readonly apart: string } {
  const [first, second] = ticks;
  const percent = (share: number): string => `${share * 100}%`;
  return { first: percent(first?.at ?? 0), apart: percent(first && second ? second.at - first.at : 1) };
}
