import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result, wrongInput } from '../codes.ts';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `50/s`, `300/m`: items a ms. */
export function readRate(given: string): Result<number> {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(given) ?? [];
  const rate = unit === undefined ? 0 : Number(count) / unitMs[unit as keyof typeof unitMs];
  return rate > 0 ? ok(rate) : wrongInput(`--rate ${given} is no rate: give one such as 50/s or 300/m.`);
}

const LARGEST = 500;
/** Longer than that nobody should have to wait for a sign of life. */
const PART_MS = 1_000;

/** How many go in one part. */
export const partSize = (rate: number | null): number =>
  rate === null ? LARGEST : Math.max(1, Math.min(LARGEST, Math.floor(rate * PART_MS)));

/** Waits until so many more may go, counted from when it was made. */
export function pacer(rate: number | null): (count: number) => Promise<void> {
  const since = Date.now();
  let gone = 0;
  return async (count) => {
    const waitMs = rate === null ? 0 : since + gone / rate - Date.now();
    gone += count;
    if (waitMs > 0) await pause(waitMs);
  };
}
