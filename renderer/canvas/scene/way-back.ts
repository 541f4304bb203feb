import { drawnAs, type Outline, type Point, type Positions } from '../../document/index.ts';
import { chip, node, pad, type Size, wayBack } from './geometry.ts';
import type { Sizes } from './measure.ts';
import type { UndoPlan } from './undo-order.ts';

/** The lane of a saga under its steps, in which its undos stand in the order they would run. From the corner of the saga. */
export interface BackLane {
  readonly y: number;
  readonly height: number;
  /** How far right its undos reach. */
  readonly right: number;
  /** By step: the corner of its undo. */
  readonly chips: ReadonlyMap<string, Point>;
}

/** As the flow comes to them from left to right, so that the way back leads to the left. Each undo stands under its step where there is room, else to the right of the one before it. */
export function backLane(plan: UndoPlan, outline: Outline, positions: Positions, sizes: Sizes): BackLane | null {
  const stepIds = outline.blocks.get(`${plan.saga}/body`)?.stepIds ?? [];
  if (plan.undos.length === 0 || stepIds.length === 0) return null;
  const bottoms = stepIds.map((id) => (positions[id]?.y ?? 0) + (sizes.get(id)?.height ?? 0));
  const y = Math.max(...bottoms) + chip.below;
  let right = pad.group.left - wayBack.between;
  const chips = new Map<string, Point>();
  for (const id of plan.undos) {
    const above = offsetIn(drawnAs(outline, id), plan.saga, outline, positions, sizes);
    const x = Math.max(right + wayBack.between, above.x + (node.width - chip.width) / 2);
    chips.set(id, { x, y });
    right = x + chip.width;
  }
  return { y: y - wayBack.above, height: wayBack.above + chip.height + wayBack.below, right, chips };
}

/** Where a step is, from the corner of a container around it. */
function offsetIn(step: string, container: string, outline: Outline, positions: Positions, sizes: Sizes): Point {
  const entry = outline.steps.get(step);
  const at = positions[step] ?? { x: 0, y: 0 };
  const owner = outline.blocks.get(entry?.block ?? '')?.owner ?? null;
  if (owner === null || owner === container) return at;
  const lane = sizes.get(owner)?.lanes.find(({ block }) => block === entry?.block) ?? { x: 0, y: 0 };
  const outer = offsetIn(owner, container, outline, positions, sizes);
  return { x: outer.x + lane.x + at.x, y: outer.y + lane.y + at.y };
}

/** Room for the lane at the foot of a saga. */
export function withLane(size: Size, lane: BackLane | null): Size {
  if (!lane) return size;
  return {
    width: Math.max(size.width, lane.right + pad.group.right),
    height: Math.max(size.height, lane.y + lane.height + wayBack.foot),
  };
}
