import { formatDuration, parseDuration } from '@sagaloom/engine/core';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const short = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** One more or one less of the unit it is written in; ISO 8601 becomes the short spelling. Null: it is no duration. */
export function stepped(text: string, by: number): string | null {
  const ms = parseDuration(text);
  if (ms === null) return null;
  const written = short.exec(text) ?? short.exec(formatDuration(ms));
  if (!written) return null;
  const unit = written[2] as keyof typeof unitMs; // the pattern allows no other
  const next = Math.max(0, rounded(Number(written[1]) + by));
  return `${next}${unit}`;
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

const parts = [
  ['day', unitMs.d],
  ['hour', unitMs.h],
  ['minute', unitMs.m],
  ['second', unitMs.s],
  ['millisecond', 1],
] as const;

/** `2 hours 30 minutes`, `2小时30分钟`. Whole milliseconds; of nothing, `0 seconds`. */
export function durationWords(ms: number, language: string): string {
  let left = Math.round(ms);
  const said: string[] = [];
  for (const [unit, size] of parts) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) said.push(unitWords(count, unit, language));
  }
  if (said.length === 0) return unitWords(0, 'second', language);
  return new Intl.ListFormat(language, { type: 'unit', style: 'narrow' }).format(said);
}

function unitWords(count: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'millisecond' ? 'short' : 'long',
  }).format(count);
}
