import type { Point } from '../document/index.ts';

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** A line that shows what is in line: along x or y, in px of the drawing. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** How far something is from being in line with its neighbours when it is put in line: edges with edges, middles with middles. */
export function snapped(moving: Rect, others: readonly Rect[], reach: number): Snapped {
  const x = nearest(moving, others, 'x', reach);
  const y = nearest(moving, others, 'y', reach);
  const moved = { ...moving, x: moving.x + (x?.by ?? 0), y: moving.y + (y?.by ?? 0) };
  const guides = [x && guide(moved, x.other, 'x', x.at), y && guide(moved, y.other, 'y', y.at)];
  return { dx: x?.by ?? 0, dy: y?.by ?? 0, guides: guides.filter((line) => line !== null) };
}

interface Near {
  readonly by: number;
  readonly at: number;
  readonly other: Rect;
}

/** Middles first: a difference in size then does not decide. */
function nearest(moving: Rect, others: readonly Rect[], axis: 'x' | 'y', reach: number): Near | null {
  let best: (Near & { readonly cost: number }) | null = null;
  for (const other of others) {
    const away = distance(moving, other);
    const theirs = linesOf(other, axis);
    linesOf(moving, axis).forEach((mine, index) => {
      const at = theirs[index] ?? mine;
      const by = at - mine;
      const cost = Math.abs(by) + (index === 1 ? 0 : 0.5) + away / 100_000;
      if (Math.abs(by) <= reach && (best === null || cost < best.cost)) best = { by, at, other, cost };
    });
  }
  return best;
}

const sizeOf = { x: 'width', y: 'height' } as const;

function linesOf(rect: Rect, axis: 'x' | 'y'): readonly number[] {
  const [start, size] = [rect[axis], rect[sizeOf[axis]]];
  return [start, start + size / 2, start + size];
}

const distance = (a: Rect, b: Rect): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function guide(a: Rect, b: Rect, axis: 'x' | 'y', at: number): Guide {
  const across = axis === 'x' ? 'y' : 'x';
  const size = sizeOf[across];
  return {
    axis,
    at,
    from: Math.min(a[across], b[across]),
    to: Math.max(a[across] + a[size], b[across] + b[size]),
  };
}
