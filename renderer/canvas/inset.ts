import type { BlockKey, Point } from '../document/index.ts';
import { node, pad } from './scene/geometry.ts';

/** Inside a group, clear of its border and its title. */
export function inset({ x, y }: Point, block: BlockKey): Point {
  if (block === '') return { x, y };
  const room = block.endsWith('/body') ? pad.group : pad.lane;
  return { x: Math.max(room.left, x), y: Math.max(room.top, y) };
}

/** A new step lies with its middle where it was let go. */
export function centred(point: Point, corner: Point): Point {
  return { x: Math.round(point.x - corner.x - node.width / 2), y: Math.round(point.y - corner.y - node.height / 2) };
}
