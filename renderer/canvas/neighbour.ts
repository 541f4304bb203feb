import type { Scene } from './scene/types.ts';
import { absolutePositions } from './hit.ts';

export type Way = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The step that lies next in a direction: near in it, and not far beside it. */
export function neighbour(scene: Scene, from: string | null, way: Way): string | null {
  const at = absolutePositions(scene);
  const boxes = scene.nodes.flatMap(({ id, type, width = 0, height = 0 }) => {
    const corner = at.get(id);
    return corner && (type === 'step' || type === 'frame')
      ? [{ id, x: corner.x + Math.min(width, 196) / 2, y: corner.y + Math.min(height, 60) / 2 }]
      : [];
  });
  const here = boxes.find(({ id }) => id === from);
  if (!here) return boxes[0]?.id ?? null;
  const sideways = way === 'ArrowLeft' || way === 'ArrowRight';
  const sign = way === 'ArrowRight' || way === 'ArrowDown' ? 1 : -1;
  const ahead = boxes.flatMap(({ id, x, y }) => {
    const along = sign * (sideways ? x - here.x : y - here.y);
    const beside = Math.abs(sideways ? y - here.y : x - here.x);
    return id !== from && along > 8 ? [{ id, cost: along + beside * 2.5 }] : [];
  });
  return ahead.toSorted((a, b) => a.cost - b.cost)[0]?.id ?? null;
}
