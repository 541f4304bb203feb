import { absolutePositions } from './hit.ts';
import type { Scene } from './scene/types.ts';

export type Way = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** What a step counts for that a connection leads to, or comes from: arrows follow the flow where it goes their way. */
const alongFlow = 0.35;

/** The step that lies next in a direction: near in it, and not far beside it. `counts` leaves some out. */
export function neighbour(
  scene: Scene,
  from: string | null,
  way: Way,
  counts: (step: string) => boolean = () => true,
): string | null {
  const at = absolutePositions(scene);
  const boxes = scene.nodes.flatMap(({ id, type, width = 0, height = 0 }) => {
    const corner = at.get(id);
    return corner && (type === 'step' || type === 'frame' || type === 'note')
      ? [{ id, x: corner.x + Math.min(width, 196) / 2, y: corner.y + Math.min(height, 60) / 2 }]
      : [];
  });
  const here = boxes.find(({ id }) => id === from);
  if (!here) return boxes.find(({ id }) => counts(id))?.id ?? null;
  const joined = joinedTo(scene, here.id);
  const sideways = way === 'ArrowLeft' || way === 'ArrowRight';
  const sign = way === 'ArrowRight' || way === 'ArrowDown' ? 1 : -1;
  const ahead = boxes.flatMap(({ id, x, y }) => {
    const along = sign * (sideways ? x - here.x : y - here.y);
    const beside = Math.abs(sideways ? y - here.y : x - here.x);
    const cost = (along + beside * 2.5) * (joined.has(id) ? alongFlow : 1);
    return id !== from && along > 8 && counts(id) ? [{ id, cost }] : [];
  });
  return ahead.toSorted((a, b) => a.cost - b.cost)[0]?.id ?? null;
}

function joinedTo({ edges }: Scene, id: string): ReadonlySet<string> {
  return new Set(edges.flatMap(({ source, target }) => (source === id ? [target] : target === id ? [source] : [])));
}
