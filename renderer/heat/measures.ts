import { type Heat, quantile, type StepHeat } from '@sagaloom/engine/contract';
import type { HeatLevel } from '../canvas/heat.ts';
import { type Formats, formatSpan } from '../locales/format.ts';
import type { MessageKey } from '../locales/index.ts';

/** What the drawing is tinted by. */
export const measures = ['p50', 'p95', 'p99', 'errors', 'retries', 'undone', 'traffic'] as const;
export type Measure = (typeof measures)[number];

export const measureNames = {
  p50: 'heat.measure.p50',
  p95: 'heat.measure.p95',
  p99: 'heat.measure.p99',
  errors: 'heat.measure.errors',
  retries: 'heat.measure.retries',
  undone: 'heat.measure.undone',
  traffic: 'heat.measure.traffic',
} as const satisfies Record<Measure, MessageKey>;

const shares = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

const isLatency = (measure: Measure): measure is keyof typeof shares => Object.hasOwn(shares, measure);

/** ms, a share of visits, or a number of visits; null where there is nothing to measure yet. */
export function valueOf(step: StepHeat, measure: Measure): number | null {
  if (isLatency(measure)) return quantile(step.durations, shares[measure]);
  if (measure === 'traffic') return step.entered;
  const ended = step.entered - step.open;
  if (measure === 'errors') return ended === 0 ? null : (step.failed + step.caught) / ended;
  return step.entered === 0 ? null : (measure === 'retries' ? step.retries : step.undone) / step.entered;
}

/** `312 ms`, `4.2 %`, `0.31`, `412`. */
export function valueWords(value: number | null, measure: Measure, { count }: Formats): string {
  if (value === null) return '–';
  if (isLatency(measure)) return value > 0 && value < 1 ? '<1 ms' : formatSpan(value);
  if (measure === 'traffic') return count(value);
  if (measure === 'retries') return count(Math.round(value * 100) / 100);
  return percentWords(value);
}

/** `97 %`, `0.4 %`, `<0.1 %`. */
export function percentWords(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return '<0.1 %';
  if (percent >= 99.95 && percent < 100) return '>99.9 %';
  return `${percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent)} %`;
}

/** Types that take as long as what is in them, or as somebody wanted: the scale is not theirs. */
const notMeasured: ReadonlySet<string> = new Set(['saga', 'try', 'map', 'parallel', 'wait', 'receive', 'child']);

/** The greatest value of a measure: what is hottest. */
export function greatest({ steps }: Heat, measure: Measure): number {
  const own = steps.filter(({ type }) => !isLatency(measure) || type === null || !notMeasured.has(type));
  return Math.max(0, ...own.map((step) => valueOf(step, measure) ?? 0));
}

/** As shares of the greatest; where a level begins, from 1 to 5. */
const thresholds = [0.02, 0.1, 0.25, 0.5, 0.75] as const;

export function levelOf(value: number | null, most: number): HeatLevel {
  if (value === null || value <= 0 || most <= 0) return 0;
  return thresholds.filter((threshold) => value >= threshold * most).length as HeatLevel;
}

/** Where each level begins, for the legend. */
export const levelStarts = (most: number): readonly number[] => [0, ...thresholds.map((threshold) => threshold * most)];
