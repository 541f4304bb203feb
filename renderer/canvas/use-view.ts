import { type FitViewOptions, useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { reveal, useReveal } from '../document/index.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';

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
  minZoom: 0.35,
};

export function useView(documentId: string, scene: Scene | null, wrapper: RefObject<HTMLDivElement | null>): View {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const view = useMemo((): View => {
    const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160;
    const bring = (step: string): void => bringIntoView(flow, wrapper.current, step, duration);
    return {
      fitOptions,
      fit: () => void flow.fitView({ ...fitOptions, duration }),
      zoomIn: () => void flow.zoomIn({ duration }),
      zoomOut: () => void flow.zoomOut({ duration }),
      zoomTo100: () => void flow.zoomTo(1, { duration }),
      bring,
      openInspector: (step) => reveal(documentId, step, ''),
    };
  }, [documentId, flow, wrapper]);
  useFirstFit(scene, view, flow);
  useRevealed(documentId, view, scene);
  return view;
}

/** Once the drawing is laid out, all of it is shown. */
function useFirstFit(
  scene: Scene | null,
  view: View,
  flow: ReturnType<typeof useReactFlow<CanvasNode, CanvasEdge>>,
): void {
  const fitted = useRef(false);
  const count = scene?.nodes.length ?? 0;
  useEffect(() => {
    if (fitted.current || count === 0) return undefined;
    fitted.current = true;
    const frame = requestAnimationFrame(() => void flow.fitView(view.fitOptions));
    return () => cancelAnimationFrame(frame);
  }, [count, view, flow]);
}

/** What someone wants to see is brought into view once it is drawn: a new step is laid out first. */
function useRevealed(documentId: string, view: View, scene: Scene | null): void {
  const revealing = useReveal((state) => state.revealing);
  const shown = useRef<number | null>(null);
  useEffect(() => {
    if (revealing?.document !== documentId || revealing.step === null || shown.current === revealing.count)
      return undefined;
    const { step, count } = revealing;
    if (!scene?.nodes.some(({ id }) => id === step)) return undefined;
    const timer = setTimeout(() => {
      shown.current = count;
      view.bring(step);
    }, settledMs);
    return () => clearTimeout(timer);
  }, [documentId, revealing, view, scene]);
}

function bringIntoView(
  flow: ReturnType<typeof useReactFlow<CanvasNode, CanvasEdge>>,
  wrapper: HTMLDivElement | null,
  step: string,
  duration: number,
): void {
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
