import type { NodeHandle } from '@xyflow/react';
import type { Ends } from '../canvas/edges/path.ts';
import type { CanvasEdge, CanvasNode, Scene } from '../canvas/scene/types.ts';
import type { Point } from '../document/index.ts';

export interface Placed {
  readonly node: CanvasNode;
  readonly at: Point;
}

/** Every node with its corner on the whole drawing, by id. */
export function placed({ nodes }: Scene): ReadonlyMap<string, Placed> {
  const known = new Map<string, Placed>();
  for (const node of nodes) {
    const parent = node.parentId === undefined ? null : known.get(node.parentId);
    const at = { x: node.position.x + (parent?.at.x ?? 0), y: node.position.y + (parent?.at.y ?? 0) };
    known.set(node.id, { node, at });
  }
  return known;
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

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

const margin = 32;

/** What a picture shows: everything, with air around it for badges and labels. */
export function frameOf(nodes: ReadonlyMap<string, Placed>): Box {
  const all = [...nodes.values()];
  if (all.length === 0) return { x: 0, y: 0, width: 240, height: 120 };
  const left = Math.min(...all.map(({ at }) => at.x)) - margin;
  const top = Math.min(...all.map(({ at }) => at.y)) - margin;
  const right = Math.max(...all.map(({ at, node }) => at.x + (node.width ?? 0))) + margin;
  const bottom = Math.max(...all.map(({ at, node }) => at.y + (node.height ?? 0))) + margin;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
