/** The stretch that is seen, as shares of the whole; it may reach beyond both ends. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Its edges are moved, it is moved, or another is drawn. */
export type Grip = 'from' | 'to' | 'whole' | 'new';

/** This near an edge is on it, in pixels. */
const reachPx = 6;

/** What is taken hold of at `x` of `width` pixels. While all is seen there is nothing to move: another is drawn. */
export function gripAt({ from, to }: Window, x: number, width: number): Grip {
  const [left, right] = [from * width, to * width];
  const isWhole = from <= 0 && to >= 1;
  if (Math.abs(x - left) <= reachPx && Math.abs(x - left) <= Math.abs(x - right)) return 'from';
  if (Math.abs(x - right) <= reachPx) return 'to';
  return x > left && x < right && !isWhole ? 'whole' : 'new';
}

/** As it is after a drag from one share of the whole to another; never turned round, nor beyond the ends. */
export function dragged({ from, to }: Window, grip: Grip, begin: number, at: number): Window {
  switch (grip) {
    case 'whole': {
      const by = Math.min(Math.max(at - begin, -Math.max(from, 0)), Math.max(1 - to, 0));
      return { from: from + by, to: to + by };
    }
    case 'from':
      return ordered(clamp(at), clamp(to));
    case 'to':
      return ordered(clamp(from), clamp(at));
    case 'new':
      return ordered(clamp(begin), clamp(at));
  }
}

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1);
const ordered = (a: number, b: number): Window => ({ from: Math.min(a, b), to: Math.max(a, b) });

/** By keys: a tenth of what is seen. */
export function moved({ from, to }: Window, by: number): Window {
  const step = (to - from) * by;
  const kept = Math.min(Math.max(step, -Math.max(from, 0)), Math.max(1 - to, 0));
  return { from: from + kept, to: to + kept };
}

export function resized({ from, to }: Window, factor: number): Window {
  const [middle, half] = [(from + to) / 2, ((to - from) / 2) * factor];
  return { from: clamp(middle - half), to: clamp(middle + half) };
}
