import { type FitViewOptions, useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { drawnAs, findDocument, outlineOf, reveal, useReveal } from '../document/index.ts';
import { isMotionReduced } from '../settings/motion.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';

type Flow = ReturnType<typeof useReactFlow<CanvasNode, CanvasEdge>>;

/** The window onto the drawing. */
export interface View {
  readonly fitOptions: FitViewOptions<CanvasNode>;
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly zoomTo100: () => void;
  /** Moves the window only when the step is outside it. */
  readonly bring: (step: string) => void;
  readonly openInspector: (step: string) => void;
}

/** Steps that glide to their places are there by then. */
const settledMs = 40;

const fitOptions: FitViewOptions<CanvasNode> = {
  padding: { top: '64px', left: '24px', right: '24px', bottom: '56px' },
  maxZoom: 1,
  minZoom: 0.1,
};

export function useView(documentId: string, scene: Scene | null, wrapper: RefObject<HTMLDivElement | null>): View {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const view = useMemo((): View => {
    const glide = (): { readonly duration: number } => ({ duration: isMotionReduced() ? 0 : 160 });
    const bring = (step: string): void => bringIntoView(flow, wrapper.current, step, glide().duration);
    return {
      fitOptions,
      fit: () => void flow.fitView({ ...fitOptions, ...glide() }),
      zoomIn: () => void flow.zoomIn(glide()),
      zoomOut: () => void flow.zoomOut(glide()),
      zoomTo100: () => void flow.zoomTo(1, glide()),
      bring,
      openInspector: (step) => reveal(documentId, step, ''),
    };
  }, [documentId, flow, wrapper]);
  useFirstFit(scene, view, flow, wrapper);
  useRevealed(documentId, view, scene);
  return view;
}

/** Once the drawing is laid out, all of it is shown; of one that would be too small to read, the beginning. */
function useFirstFit(scene: Scene | null, view: View, flow: Flow, wrapper: RefObject<HTMLDivElement | null>): void {
  const fitted = useRef(false);
  useEffect(() => {
    const frame = wrapper.current?.getBoundingClientRect();
    if (fitted.current || !scene || scene.nodes.length === 0 || !frame) return undefined;
    fitted.current = true;
    const wanted = Math.min((frame.width - 48) / scene.size.width, (frame.height - 120) / scene.size.height);
    const beginning = requestAnimationFrame(() => {
      if (wanted >= readableZoom) void flow.fitView(view.fitOptions);
      else void flow.setViewport(beginningOf(scene, frame.width));
    });
    return () => cancelAnimationFrame(beginning);
  }, [scene, view, flow, wrapper]);
}

const readableZoom = 0.55;
const beginningZoom = 0.8;

function beginningOf(scene: Scene, width: number): { readonly x: number; readonly y: number; readonly zoom: number } {
  const [first] = scene.nodes;
  const at = first ? first.position.x + (first.width ?? 0) / 2 : 0;
  const isNarrow = scene.size.width * beginningZoom < width;
  const middle = isNarrow ? scene.size.width / 2 : at;
  return {
    x: width / 2 - middle * beginningZoom,
    y: 64 - (first?.position.y ?? 0) * beginningZoom,
    zoom: beginningZoom,
  };
}

/** What someone wants to see is brought into view once it is drawn: a new step is laid out first. */
function useRevealed(documentId: string, view: View, scene: Scene | null): void {
  const revealing = useReveal((state) => state.revealing);
  const shown = useRef<number | null>(null);
  useEffect(() => {
    if (revealing?.document !== documentId || revealing.step === null || shown.current === revealing.count)
      return undefined;
    const { step, count } = revealing;
    const drawn = drawnAs(outlineOf(findDocument(documentId)?.document ?? {}), step);
    if (!scene?.nodes.some(({ id }) => id === drawn)) return undefined;
    const timer = setTimeout(() => {
      shown.current = count;
      view.bring(drawn);
    }, settledMs);
    return () => clearTimeout(timer);
  }, [documentId, revealing, view, scene]);
}

function bringIntoView(flow: Flow, wrapper: HTMLDivElement | null, step: string, duration: number): void {
  const internal = flow.getInternalNode(step);
  if (!internal || !wrapper) return;
  const { x, y } = internal.internals.positionAbsolute;
  const { width = 0, height = 0 } = internal;
  const topLeft = flow.flowToScreenPosition({ x, y });
  const bottomRight = flow.flowToScreenPosition({ x: x + width, y: y + height });
  const frame = wrapper.getBoundingClientRect();
  const isInside =
    topLeft.x >= frame.left + 8 &&
    topLeft.y >= frame.top + 8 &&
    bottomRight.x <= frame.right - 8 &&
    bottomRight.y <= frame.bottom - 8;
  if (!isInside)
    void flow.setCenter(x + width / 2, y + height / 2, { zoom: Math.min(1, Math.max(0.6, flow.getZoom())), duration });
}
