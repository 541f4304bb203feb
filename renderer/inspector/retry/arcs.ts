import type { Backoff } from './backoff.ts';

/** The drawing of a back-off: attempts as dots on a line, waits as arcs between them. Lengths are of the drawing's own units. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  /** Above the line; longer waits stand higher. */
  readonly height: number;
  readonly waitMs: number;
}

export interface Drawing {
  readonly arcs: readonly Arc[];
  /** Numbered from 1; after a break the last one of all. */
  readonly dots: readonly { readonly x: number; readonly attempt: number }[];
  /** Where attempts were left out. */
  readonly breakAt: number | null;
  /** How high the longest wait there may be stands, where one reaches it. */
  readonly capHeight: number | null;
}

const edge = 7;
const breakWidth = 30;
/** Six attempts are drawn; of more, the first five, a break and the last. */
const shownAttempts = 6;
const lowest = 15;
const highest = 40;

/** `labelWidth` says how wide the words of a wait are, so that each has room under its arc. */
export function drawingOf(backoff: Backoff, width: number, labelWidth: (ms: number) => number): Drawing {
  const { attempts, waitsMs, capMs } = backoff;
  const isBroken = attempts > shownAttempts;
  const waits = waitsMs.slice(0, isBroken ? shownAttempts - 2 : attempts - 1);
  const room = width - 2 * edge - (isBroken ? breakWidth : 0);
  const xs = positions(waits, room, labelWidth);
  const longest = Math.max(1, ...waits);
  const heightOf = (ms: number): number => lowest + (highest - lowest) * Math.sqrt(ms / longest);
  const arcs = waits.map((waitMs, index) => ({
    from: xs[index] ?? edge,
    to: xs[index + 1] ?? edge,
    height: heightOf(waitMs),
    waitMs,
  }));
  const last = xs.at(-1) ?? edge;
  const dots = xs.map((x, index) => ({ x, attempt: index + 1 }));
  return {
    arcs,
    dots: isBroken ? [...dots, { x: last + breakWidth, attempt: attempts }] : dots,
    breakAt: isBroken ? last + breakWidth / 2 : null,
    capHeight: capMs !== null && waits.includes(capMs) ? heightOf(capMs) : null,
  };
}

/** As far apart as waits are long, on a gentle scale, and never closer than their words. */
function positions(waits: readonly number[], room: number, labelWidth: (ms: number) => number): readonly number[] {
  const least = waits.map((ms) => labelWidth(ms) + 6);
  const weights = waits.map((ms) => Math.sqrt(ms) + 1);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const free = Math.max(0, room - least.reduce((sum, one) => sum + one, 0));
  const squeeze = Math.min(
    1,
    room /
      Math.max(
        1,
        least.reduce((sum, one) => sum + one, 0),
      ),
  );
  const xs = [edge];
  for (const [index, weight] of weights.entries())
    xs.push((xs.at(-1) ?? edge) + (least[index] ?? 0) * squeeze + Math.min((free * weight) / whole, 90));
  return xs.map((x) => Math.round(x * 10) / 10);
}
