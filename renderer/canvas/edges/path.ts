import { getBezierPath, getSmoothStepPath, type Position } from '@xyflow/react';
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
const toward = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] } as const;

/** The line between two nodes: straight where it can be, with round corners where it cannot. */
export function drawn(ends: Ends, { kind, label, goesOn }: Pick<FlowEdgeData, 'kind' | 'label' | 'goesOn'>): Drawn {
  const to = goesOn ? ends : shortened(ends);
  const middle = { x: (to.sourceX + to.targetX) / 2, y: (to.sourceY + to.targetY) / 2 };
  if (Math.abs(to.sourceX - to.targetX) < 1 || Math.abs(to.sourceY - to.targetY) < 1) {
    if (isAhead(to)) return { path: `M${to.sourceX},${to.sourceY} L${to.targetX},${to.targetY}`, label: middle };
  }
  if (kind === 'back') {
    const [path, x, y] = getBezierPath(to);
    return { path, label: { x, y } };
  }
  return stepped(to, label !== null);
}

/** The arrow's tip stops short of the border. */
function shortened(ends: Ends): Ends {
  const [dx, dy] = toward[ends.targetPosition];
  return { ...ends, targetX: ends.targetX + dx * standOff, targetY: ends.targetY + dy * standOff };
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
