import { type NodeChange, useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { create } from 'zustand';
import { absolutePositions } from './hit.ts';
import type { CanvasEdge, CanvasNode, Drawn, Scene } from './scene/types.ts';
import { type Guide, type Rect, snapped } from './snapping.ts';

interface GuideState {
  readonly guides: readonly Guide[];
  /** Ctrl is held: nothing snaps. */
  readonly isFree: boolean;
}

export const useGuideLines = create<GuideState>(() => ({ guides: [], isFree: false }));

const noGuides = { guides: [] } as const;

/** How near counts, in px of the screen. */
const reach = 6;

type Changes = readonly NodeChange<CanvasNode>[];

/** Steps that are dragged come into line with those around them. Ctrl held, they go where the hand goes. */
export function useGuides(scene: Scene, onNodesChange: (changes: Changes) => void) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(
    () => ({
      onNodesChange: (changes: Changes): void =>
        onNodesChange(useGuideLines.getState().isFree ? changes : inLine(changes, scene, flow.getZoom())),
      /** Told with every move of the pointer. */
      setFree: (isFree: boolean): void => useGuideLines.setState(isFree ? { guides: [], isFree } : { isFree }),
      clear: (): void => useGuideLines.setState({ guides: [], isFree: false }),
    }),
    [flow, scene, onNodesChange],
  );
}

function inLine(changes: Changes, scene: Scene, zoom: number): Changes {
  const moves = changes.flatMap((change) => (change.type === 'position' && change.position ? [change] : []));
  const isDragging = moves.some(({ dragging }) => dragging === true);
  if (moves.every(({ dragging }) => dragging === undefined)) return changes;
  const ids = new Set(moves.map(({ id }) => id));
  const nodes = new Map(scene.nodes.map((node) => [node.id, node]));
  const parent = nodes.get(moves[0]?.id ?? '')?.parentId;
  if (moves.some(({ id }) => nodes.get(id)?.parentId !== parent)) return changes;
  const corner = parent === undefined ? { x: 0, y: 0 } : (absolutePositions(scene).get(parent) ?? { x: 0, y: 0 });
  const rects = moves.map(({ id, position }): Rect => sized(nodes.get(id), position ?? { x: 0, y: 0 }));
  const { x, y } = scene.at;
  const others = scene.nodes.flatMap((node, number) => {
    const counts = (node.type === 'step' || node.type === 'frame') && node.parentId === parent && !ids.has(node.id);
    return counts ? [sized(node, { x: x[number] ?? 0, y: y[number] ?? 0 })] : [];
  });
  const { dx, dy, guides } = snapped(around(rects), others, reach / zoom);
  const shown = guides.map((guide) => shifted(guide, corner));
  useGuideLines.setState(isDragging ? { guides: shown } : noGuides);
  if (dx === 0 && dy === 0) return changes;
  return changes.map((change) =>
    change.type === 'position' && change.position
      ? { ...change, position: { x: change.position.x + dx, y: change.position.y + dy } }
      : change,
  );
}

function sized(node: Drawn | undefined, { x, y }: { readonly x: number; readonly y: number }): Rect {
  return { x, y, width: node?.width ?? 0, height: node?.height ?? 0 };
}

function around(rects: readonly Rect[]): Rect {
  const [left, top] = [Math.min(...rects.map(({ x }) => x)), Math.min(...rects.map(({ y }) => y))];
  const right = Math.max(...rects.map(({ x, width }) => x + width));
  const bottom = Math.max(...rects.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function shifted({ axis, at, from, to }: Guide, by: { readonly x: number; readonly y: number }): Guide {
  const along = axis === 'x' ? by.x : by.y;
  const across = axis === 'x' ? by.y : by.x;
  return { axis, at: at + along, from: from + across, to: to + across };
}
