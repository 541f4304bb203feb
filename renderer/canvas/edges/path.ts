import { getBezierPath, getSmoothStepPath, type Position } from '@xyflow/react';
import type { Point } from '../../document/index.ts';
import type { Route } from '../layout/graph.ts';
import type { FlowEdgeData } from '../scene/types.ts';

export interface Ends {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly sourcePosition: Position;
  readonly targetX: number;
  readonly targetY: number;
  readonly targetPosition: Position;
}

export interface Drawn {
  readonly path: string;
  /** Where its words, and the button that inserts a step, stand. */
  readonly label: { readonly x: number; readonly y: number };
}

const standOff = 4;
/** Clear of the small facts under a card. */
const belowPills = 10;
const toward = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] } as const;

/** The line between two nodes: straight where it can be, with round corners where it cannot. */
export function drawn(
  ends: Ends,
  { kind, label, goesOn, route }: Pick<FlowEdgeData, 'kind' | 'label' | 'goesOn' | 'route'>,
): Drawn {
  if (route && fits(route, ends)) return routed(route, goesOn ? 0 : standOff);
  const to = goesOn ? ends : shortened(ends, kind === 'undo' ? belowPills : standOff);
  const middle = { x: (to.sourceX + to.targetX) / 2, y: (to.sourceY + to.targetY) / 2 };
  if (Math.abs(to.sourceX - to.targetX) < 1 || Math.abs(to.sourceY - to.targetY) < 1) {
    if (isAhead(to)) return { path: `M${to.sourceX},${to.sourceY} L${to.targetX},${to.targetY}`, label: middle };
  }
  if (kind === 'back' || kind === 'missing') {
    const [path, x, y] = getBezierPath(to);
    return { path, label: { x, y } };
  }
  return stepped(to, label !== null);
}

/** The arrow's tip stops short of the border. */
function shortened(ends: Ends, by: number): Ends {
  const [dx, dy] = toward[ends.targetPosition];
  return { ...ends, targetX: ends.targetX + dx * by, targetY: ends.targetY + dy * by };
}

function isAhead({ sourceX, sourceY, sourcePosition, targetX, targetY }: Ends): boolean {
  const [dx, dy] = toward[sourcePosition];
  return dx * (targetX - sourceX) + dy * (targetY - sourceY) > 0;
}

/** With words, the bend comes early, so that the words have the straight part to themselves. */
function stepped(ends: Ends, hasLabel: boolean): Drawn {
  const isSideways =
    ends.sourcePosition === 'right' && ends.targetPosition === 'left' && ends.targetX > ends.sourceX + 40;
  const isDownwards =
    ends.sourcePosition === 'bottom' && ends.targetPosition === 'top' && ends.targetY > ends.sourceY + 40;
  const early = 20;
  const bend =
    hasLabel && isSideways
      ? { centerX: ends.sourceX + early }
      : hasLabel && isDownwards
        ? { centerY: ends.sourceY + early }
        : {};
  const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 12, offset: 20, ...bend });
  if (hasLabel && isSideways) return { path, label: { x: (ends.sourceX + early + ends.targetX) / 2, y: ends.targetY } };
  if (hasLabel && isDownwards)
    return { path, label: { x: ends.targetX, y: (ends.sourceY + early + ends.targetY) / 2 } };
  return { path, label: { x, y } };
}

/** Whether both ends are still where the layout left them. */
function fits({ points }: Route, { sourceX, sourceY, targetX, targetY }: Ends): boolean {
  const [first, last] = [points[0], points.at(-1)];
  const near = (point: Point | undefined, x: number, y: number): boolean =>
    point !== undefined && Math.abs(point.x - x) <= 2 && Math.abs(point.y - y) <= 2;
  return near(first, sourceX, sourceY) && near(last, targetX, targetY);
}

const radius = 10;

function routed({ points, label }: Route, by: number): Drawn {
  const to = withoutTip(points, by);
  const [first] = to;
  const corners = to.slice(1, -1).map((corner, index) => rounded(to[index] ?? corner, corner, to[index + 2] ?? corner));
  const last = to.at(-1);
  const path = `M${first?.x ?? 0},${first?.y ?? 0} ${corners.join(' ')} L${last?.x ?? 0},${last?.y ?? 0}`;
  return { path, label: label ?? middleOf(to) };
}

function withoutTip(points: readonly Point[], by: number): readonly Point[] {
  const last = points.at(-1);
  const before = points.at(-2);
  if (!last || !before) return points;
  const length = Math.hypot(last.x - before.x, last.y - before.y) || 1;
  const share = Math.min(1, by / length);
  return [...points.slice(0, -1), { x: last.x - (last.x - before.x) * share, y: last.y - (last.y - before.y) * share }];
}

function rounded(before: Point, corner: Point, after: Point): string {
  const into = partWay(corner, before);
  const out = partWay(corner, after);
  return `L${into.x},${into.y} Q${corner.x},${corner.y} ${out.x},${out.y}`;
}

/** From a corner some way towards a neighbour, half of it at most. */
function partWay(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const share = Math.min(radius / length, 0.5);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** The middle of the longest piece. */
function middleOf(points: readonly Point[]): Point {
  const pieces = points.slice(1).map((to, index) => ({ from: points[index] ?? to, to }));
  const longest = pieces.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
  return longest ? { x: (longest.from.x + longest.to.x) / 2, y: (longest.from.y + longest.to.y) / 2 } : { x: 0, y: 0 };
}

const lengthOf = ({ from, to }: { readonly from: Point; readonly to: Point }): number =>
  Math.hypot(to.x - from.x, to.y - from.y);
