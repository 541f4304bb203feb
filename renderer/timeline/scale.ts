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
  const folded = breaks.reduce((sum, { from, to }) => sum + to - from, 0);
  const fold = Math.max(1, (length - folded) * foldShare);
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

/** Piece by piece linear; beyond the last knot null, before the first it goes on with the slope of time. */
function between(from: readonly number[], to: readonly number[], x: number): number | null {
  if (x <= 0) return x;
  for (let i = 1; i < from.length; i++) {
    const [a, b, c, d] = [from[i - 1] ?? 0, from[i] ?? 0, to[i - 1] ?? 0, to[i] ?? 0];
    if (x <= b) return b === a ? d : c + ((x - a) / (b - a)) * (d - c);
  }
  return null;
}
