import type { Point, Positions } from '../../document/index.ts';

/** A card or a group on the drawing: its corner in its block, and its size, in px at 100 %. */
export interface Placed extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'across' | 'down';

/** One line for all: the outermost edge, or the middle of all of them. */
export function aligned(boxes: readonly Placed[], how: Alignment): Positions {
  const line = lineOf(boxes, how);
  return Object.fromEntries(boxes.map((box) => [box.id, onLine(box, how, line)]));
}

function lineOf(boxes: readonly Placed[], how: Alignment): number {
  const [left, right] = [Math.min(...boxes.map(({ x }) => x)), Math.max(...boxes.map(({ x, width }) => x + width))];
  const [top, bottom] = [Math.min(...boxes.map(({ y }) => y)), Math.max(...boxes.map(({ y, height }) => y + height))];
  return { left, right, top, bottom, centre: (left + right) / 2, middle: (top + bottom) / 2 }[how];
}

function onLine({ x, y, width, height }: Placed, how: Alignment, line: number): Point {
  switch (how) {
    case 'left':
      return { x: line, y };
    case 'centre':
      return { x: line - width / 2, y };
    case 'right':
      return { x: line - width, y };
    case 'top':
      return { x, y: line };
    case 'middle':
      return { x, y: line - height / 2 };
    case 'bottom':
      return { x, y: line - height };
  }
}

/** The same gap between each and the next; the first and the last stay. With too little room, the last ones move on. */
export function distributed(boxes: readonly Placed[], axis: Axis): Positions {
  const isDown = axis === 'down';
  const at = (box: Placed): number => (isDown ? box.y : box.x);
  const size = (box: Placed): number => (isDown ? box.height : box.width);
  const sorted = boxes.toSorted((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || sorted.length < 3) return Object.fromEntries(boxes.map(({ id, x, y }) => [id, { x, y }]));
  const room = at(last) + size(last) - at(first) - sorted.reduce((sum, box) => sum + size(box), 0);
  const gap = Math.max(leastGap, room / (sorted.length - 1));
  let next = at(first);
  return Object.fromEntries(
    sorted.map((box) => {
      const place = isDown ? { x: box.x, y: next } : { x: next, y: box.y };
      next += size(box) + gap;
      return [box.id, place];
    }),
  );
}

const leastGap = 16;
