import type { BlockEntry, BlockKey, Point } from '../../document/index.ts';
import { start } from '../scene/geometry.ts';
import { insetOf } from '../scene/measure.ts';
import type { Layout, Route } from './graph.ts';
import type { Stretch } from './linear.ts';

/** A stretch where it is in its block. */
export interface PlacedStretch extends Pick<Stretch, 'points' | 'routes'> {
  readonly stretch: Stretch;
  readonly x: number;
  readonly y: number;
}

/** One after the other, from the corner of the block. One that is where it was stays the same object. */
export function placedIn(
  block: BlockEntry,
  stretches: readonly Stretch[],
  isDown: boolean,
  before: readonly PlacedStretch[],
): readonly PlacedStretch[] {
  const known = new Map(before.map((placed) => [placed.stretch, placed]));
  const { left, top } = insetOf(block);
  const least = stretches.reduce((most, stretch) => Math.min(most, stretch.least), Infinity);
  const across = (isDown ? left : top) - least;
  let along = (isDown ? top : left) + (block.owner === null ? start.above : 0);
  return stretches.map((stretch) => {
    const [x, y] = isDown ? [across, along] : [along, across];
    along += stretch.length;
    const was = known.get(stretch);
    return was?.x === x && was.y === y ? was : placed(stretch, x, y);
  });
}

function placed(stretch: Stretch, x: number, y: number): PlacedStretch {
  const moved = (point: Point): Point => ({ x: point.x + x, y: point.y + y });
  const way = ({ points, label }: Route): Route => ({ points: points.map(moved), label: label && moved(label) });
  const routes = stretch.routes.map(([edge, route]) => [edge, way(route)] as const);
  return { stretch, x, y, points: stretch.points.map(moved), routes };
}

export function putInto(
  { stretch, points, routes }: PlacedStretch,
  positions: Record<string, Point>,
  ways: Record<string, Route>,
): void {
  stretch.part.ids.forEach((id, step) => (positions[id] = points[step] ?? { x: 0, y: 0 }));
  for (const [edge, route] of routes) ways[edge] = route;
}

type Marks = ReadonlyMap<BlockKey, readonly PlacedStretch[]>;

const marks = new WeakMap<Layout['routes'], Marks>();

/** Tells later which ways are in which block. */
export function markWays(routes: Layout['routes'], blocks: Marks): void {
  marks.set(routes, blocks);
}

/** Stays the same object as long as the ways that were found in a block do; null where none were. */
export function waysIn(routes: Layout['routes'], block: BlockKey): object | null {
  const known = marks.get(routes);
  if (!known) return routes;
  const placed = known.get(block);
  return placed?.some((each) => each.routes.length > 0) ? placed : null;
}
