import type { Translate } from '../locales/index.ts';

const hour = 3_600_000;
const day = 24 * hour;
const lengths = [hour, day, 7 * day, 14 * day, 30 * day, 90 * day, 365 * day] as const;

/** How long something may be kept, in ms, to choose from; what is set now is among them. */
export const lengthOptions = (given: number | null | undefined, t: Translate) => [
  { value: 'forever', label: t('runlist.retention.forever') },
  ...withGiven(lengths, given).map((ms) => ({ value: String(ms), label: lengthText(ms, t) })),
];

/** Each once, the least first. */
export const withGiven = (usual: readonly number[], given: number | null | undefined): readonly number[] =>
  [...new Set([...usual, ...(typeof given === 'number' ? [given] : [])])].toSorted((a, b) => a - b);

/** As a choice has it; null is for ever. */
export const valueOf = (ms: number | null): string => (ms === null ? 'forever' : String(ms));
export const msOf = (value: string): number | null => (value === 'forever' ? null : Number(value));

const lengthText = (ms: number, t: Translate): string =>
  ms >= day && ms % day === 0
    ? t('runlist.retention.days', { count: ms / day })
    : t('runlist.retention.hours', { count: Math.round((ms / hour) * 100) / 100 });
