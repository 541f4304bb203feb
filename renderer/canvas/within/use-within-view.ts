import { useReactFlow, type Viewport } from '@xyflow/react';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { drawnAs, findDocument, outlineOf, useReveal } from '../../document/index.ts';
import { isMotionReduced } from '../../settings/motion.ts';
import { absolutePositions } from '../hit.ts';
import type { CanvasEdge, CanvasNode, Scene } from '../scene/types.ts';
import { isWithin, showWithin } from './within.ts';

const zoomMs = 180;
const room = { top: 64, side: 24, bottom: 64 } as const;

/**
 * Into a container and out of it: it first stands where it stood, then grows to fill the window, or shrinks back to its place. The
 * window onto the drawing around is as it was when somebody comes back to it.
 */
export function useWithinView(
  documentId: string,
  scene: Scene | null,
  drawn: readonly CanvasNode[],
  wrapper: RefObject<HTMLDivElement | null>,
): void {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const last = useRef<{ readonly scene: Scene; readonly within: string | null } | null>(null);
  const left = useRef(new Map<string | null, Viewport>());
  const shownWithin = drawnWithin(drawn);
  useLayoutEffect(() => {
    if (!scene || scene.within !== shownWithin) return;
    const before = last.current;
    last.current = { scene, within: shownWithin };
    if (!before || before.within === shownWithin) return;
    const viewport = flow.getViewport();
    left.current.set(before.within, viewport);
    const known = left.current.get(shownWithin);
    const isOut = isOutside(documentId, shownWithin, before.within);
    const from = standing(documentId, before.scene, scene, viewport);
    if (from) void flow.setViewport(from);
    const to = isOut && known ? known : fitting(scene, wrapper.current);
    if (to) void flow.setViewport(to, { duration: isMotionReduced() ? 0 : zoomMs });
  }, [documentId, scene, shownWithin, flow, wrapper]);
  useLeaveToReveal(documentId);
}

/** The container whose view the nodes are. */
function drawnWithin(nodes: readonly CanvasNode[]): string | null {
  const first = nodes.find((node) => node.type === 'frame' && node.data.isView);
  return first?.id ?? null;
}

function isOutside(documentId: string, outer: string | null, inner: string | null): boolean {
  if (outer === null) return true;
  const { steps, blocks } = outlineOf(findDocument(documentId)?.document ?? {});
  for (let at = inner; at !== null; at = blocks.get(steps.get(at)?.block ?? '')?.owner ?? null)
    if (at === outer) return true;
  return false;
}

/** The window that shows the container where it was before. */
function standing(documentId: string, before: Scene, after: Scene, { x, y, zoom }: Viewport): Viewport | null {
  const outline = outlineOf(findDocument(documentId)?.document ?? {});
  const inner = [before.within, after.within].find((id) => id !== null) ?? null;
  if (inner === null) return null;
  const [was, is] = [placeOf(before, inner), placeOf(after, inner)];
  if (!was || !is) return null;
  return { x: x + (was.x - is.x) * zoom, y: y + (was.y - is.y) * zoom, zoom };
  function placeOf(scene: Scene, step: string) {
    const at = absolutePositions(scene);
    return at.get(step) ?? at.get(drawnAs(outline, step));
  }
}

function fitting({ size }: Scene, wrapper: HTMLDivElement | null): Viewport | null {
  const frame = wrapper?.getBoundingClientRect();
  if (!frame || size.width === 0 || size.height === 0) return null;
  const wide = (frame.width - 2 * room.side) / size.width;
  const high = (frame.height - room.top - room.bottom) / size.height;
  const zoom = Math.max(0.1, Math.min(1.25, wide, high));
  return {
    zoom,
    x: (frame.width - size.width * zoom) / 2,
    y: room.top + Math.max(0, (frame.height - room.top - room.bottom - size.height * zoom) / 2),
  };
}

/** A step outside that somebody wants to see is not to be seen in here. */
function useLeaveToReveal(documentId: string): void {
  const revealing = useReveal((state) => state.revealing);
  useEffect(() => {
    if (revealing?.document !== documentId || revealing.step === null) return;
    if (!isWithin(documentId, revealing.step)) showWithin(documentId, null);
  }, [documentId, revealing]);
}
