import type { NodeHandle } from '@xyflow/react';
import type { Ends } from '../canvas/edges/path.ts';
import { boxesOf, boxOf } from '../canvas/far/boxes.ts';
import type { Area } from '../canvas/far/grid.ts';
import type { CanvasEdge, Drawn, Scene } from '../canvas/scene/types.ts';
import type { Point } from '../document/index.ts';

export interface Placed {
  readonly node: Drawn;
  readonly at: Point;
}

/** Every node with its corner on the whole drawing, by id. */
export function placed(scene: Scene): ReadonlyMap<string, Placed> {
  const boxes = boxesOf(scene);
  return new Map(scene.nodes.map((node, number) => [node.id, { node, at: boxOf(boxes, number) }]));
}

/** Where a connection leaves and arrives; null where one of its nodes is not drawn. */
export function endsOf(edge: CanvasEdge, nodes: ReadonlyMap<string, Placed>): Ends | null {
  const from = handleOf(nodes.get(edge.source), edge.sourceHandle);
  const to = handleOf(nodes.get(edge.target), edge.targetHandle);
  if (!from || !to) return null;
  return {
    sourceX: from.x,
    sourceY: from.y,
    sourcePosition: from.position,
    targetX: to.x,
    targetY: to.y,
    targetPosition: to.position,
  };
}

function handleOf(
  placed: Placed | undefined,
  id: string | null | undefined,
): (Point & Pick<NodeHandle, 'position'>) | null {
  const handle = placed?.node.handles?.find((one) => one.id === id);
  return placed && handle ? { x: placed.at.x + handle.x, y: placed.at.y + handle.y, position: handle.position } : null;
}

const margin = 32;

/** What a picture shows: everything, with air around it for badges and labels. */
export function frameOf(scene: Scene): Area {
  if (scene.nodes.length === 0) return { x: 0, y: 0, width: 240, height: 120 };
  const { x, y, width, height } = boxesOf(scene).bounds;
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
}
