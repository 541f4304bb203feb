import { parseDuration } from '../../core/duration.ts';
import type { End, LengthAsked, TimesAsked } from './asked.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** `<1h` the last hour, `>1h` longer ago, `1d..7d`, `2026-11-01`, `>=2026-11-01T12:00`, `2026-11-01..2026-11-07`. Null: none of them. */
export function readTimes(text: string): TimesAsked | null {
  const { sign, low, high } = partsOf(text);
  if (!isTime(low) || (high !== null && !isTime(high))) return null;
  const excluded = sign === '<' || sign === '>';
  const end: End = { text: low, excluded };
  if (high !== null) return between(end, { text: high, excluded: false });
  if (sign === '') return isAgo(low) ? { from: end, to: null } : { from: end, to: end };
  const isEarlier = sign.startsWith('<') !== isAgo(low); // more than an hour ago is earlier
  return isEarlier ? { from: null, to: end } : { from: end, to: null };
}

/** Of two that say how long ago, the longer is the earlier. */
function between(one: End, other: End): TimesAsked {
  const isBackward = isAgo(one.text) && isAgo(other.text) && lengthOf(one.text) < lengthOf(other.text);
  return isBackward ? { from: other, to: one } : { from: one, to: other };
}

interface Parts {
  readonly sign: string;
  readonly low: string;
  readonly high: string | null;
}

function partsOf(text: string): Parts {
  const [, sign = '', rest = ''] = /^(?<sign>[<>]=?)?(?<rest>.*)$/u.exec(text) ?? [];
  const [low = '', high] = rest.split('..');
  return sign === '' && high !== undefined ? { sign, low, high } : { sign, low: rest, high: null };
}

export const isAgo = (text: string): boolean => parseDuration(text) !== null;
export const isDay = (text: string): boolean => DAY.test(text);
const lengthOf = (text: string): number => parseDuration(text) ?? 0;
const isTime = (text: string): boolean =>
  isAgo(text) || (/^\d{4}-\d{2}-\d{2}/u.test(text) && !Number.isNaN(Date.parse(text)));

/** `>5m`, `<1h`, `5m..1h`. */
export function readLength(text: string, lengthIn: (text: string) => number | null): LengthAsked | null {
  const { sign, low, high } = partsOf(text);
  if (lengthIn(low) === null || (high !== null && lengthIn(high) === null)) return null;
  if (high !== null) return { from: low, to: high };
  if (sign === '') return { from: low, to: null };
  return sign.startsWith('<') ? { from: null, to: low } : { from: low, to: null };
}
