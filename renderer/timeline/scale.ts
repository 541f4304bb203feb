import type { Break } from './gaps.ts';

/**
 * Time as it is drawn: real ms, with long waits folded to a short stretch. Monotone and continuous, so that everything can be placed by
 * it, also what lies within a fold.
 */
export interface Scale {
  readonly breaks: readonly Break[];
  /** Length of the whole as drawn. */
  readonly length: number;
  draw(real: number): number;
  real(drawn: number): number;
}

/** A fold takes this share of what is left unfolded. */
const foldShare = 0.09;

export function timeScale(length: number, breaks: readonly Break[]): Scale {
  if (breaks.length === 0) return { breaks, length, draw: itself, real: itself };
  const folded = breaks.reduce((sum, { from, to }) => sum + to - from, 0);
  const fold = foldOf(length - folded);
  const reals = [0];
  const drawns = [0];
  let drawn = 0;
  let real = 0;
  for (const { from, to } of breaks) {
    drawn += from - real;
    reals.push(from, to);
    drawns.push(drawn, drawn + fold);
    drawn += fold;
    real = to;
  }
  const rest = (x: number): number => drawn + (x - real);
  return {
    breaks,
    length: rest(length),
    draw: (x) => between(reals, drawns, x) ?? rest(x),
    real: (x) => between(drawns, reals, x) ?? real + (x - drawn),
  };
}

const itself = (x: number): number => x;

function foldOf(unfolded: number): number {
  return unfolded > 1 ? Math.max(1, unfolded * foldShare) : Math.max(unfolded * foldShare, 1e-6);
}

/** Piece by piece linear; beyond the last knot null, before the first it goes on with the slope of time. */
function between(from: readonly number[], to: readonly number[], x: number): number | null {
  if (x <= 0) return x;
  if (x > (from.at(-1) ?? 0)) return null;
  // The first knot that is not before x: long traces may have hundreds of folds, and each bar is placed by them.
  let [low, high] = [1, from.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const [a, b, c, d] = [from[low - 1] ?? 0, from[low] ?? 0, to[low - 1] ?? 0, to[low] ?? 0];
  return b === a ? d : c + ((x - a) / (b - a)) * (d - c);
}
