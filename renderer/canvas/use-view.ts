import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { drawnAs, findDocument, outlineOf, type Point, reveal, useReveal } from '../document/index.ts';
import { isMotionReduced } from '../settings/motion.ts';
import { boxesOf, boxOf } from './far/boxes.ts';
import { absolutePositions } from './hit.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';

type Flow = ReturnType<typeof useReactFlow<CanvasNode, CanvasEdge>>;

/** The window onto the drawing. */
export interface View {
  readonly fit: () => void;
  readonly fitSteps: (steps: readonly string[]) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly zoomTo100: () => void;
  /** Moves the window only when the step is outside it. */
  readonly bring: (step: string) => void;
  /** Shows a step of a drawing seen from afar at a size that can be read. */
  readonly zoomInto: (step: string) => void;
  readonly openInspector: (step: string) => void;
  /** A point of the page as one of the drawing. */
  readonly pointAt: (at: Point) => Point;
}

/** Steps that glide to their places are there by then. */
const settledMs = 40;

/** Room for what floats over the drawing, in px of the screen. */
const around = { top: 64, bottom: 56, side: 24 };
const usualMinZoom = 0.1;

/** All of a large drawing can be seen at once, too. */
export function minZoomOf(scene: Scene): number {
  const { width, height } = boxesOf(scene).bounds;
  return Math.max(0.002, Math.min(usualMinZoom, 600 / Math.max(1, width), 400 / Math.max(1, height)));
}

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function fitAll(flow: Flow, wrapper: HTMLElement | null, scene: Scene | null, duration: number): void {
  if (scene && scene.nodes.length > 0) fitBounds(flow, wrapper, scene, boxesOf(scene).bounds, duration);
}

function fitSome(
  flow: Flow,
  wrapper: HTMLElement | null,
  scene: Scene | null,
  steps: readonly string[],
  duration: number,
): void {
  if (!scene) return;
  const chosen = new Set(steps);
  const at = absolutePositions(scene);
  const boxes = scene.nodes.flatMap(({ id, width = 0, height = 0 }) => {
    const corner = chosen.has(id) ? at.get(id) : undefined;
    return corner ? [{ ...corner, width, height }] : [];
  });
  if (boxes.length === 0) return;
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  fitBounds(flow, wrapper, scene, { x, y, width, height }, duration);
}

function fitBounds(flow: Flow, wrapper: HTMLElement | null, scene: Scene, bounds: Bounds, duration: number): void {
  if (!wrapper) return;
  const frame = uncovered(wrapper);
  const room = { width: frame.width - 2 * around.side, height: frame.height - around.top - around.bottom };
  const whole = Math.min(room.width / Math.max(1, bounds.width), room.height / Math.max(1, bounds.height));
  const zoom = Math.max(minZoomOf(scene), Math.min(1, whole));
  const x = around.side + (room.width - bounds.width * zoom) / 2 - bounds.x * zoom;
  const y = around.top + (room.height - bounds.height * zoom) / 2 - bounds.y * zoom;
  void flow.setViewport({ x, y, zoom }, { duration });
}

export function useView(
  documentId: string,
  { scene, isSettled }: { readonly scene: Scene | null; readonly isSettled: boolean },
  wrapper: RefObject<HTMLDivElement | null>,
): View {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const latest = useRef(scene);
  useEffect(() => {
    latest.current = scene;
  }, [scene]);
  const view = useMemo((): View => {
    const glide = (): { readonly duration: number } => ({ duration: isMotionReduced() ? 0 : 160 });
    const show = (step: string, isFirm: boolean): void =>
      bringIntoView({ flow, wrapper: wrapper.current, scene: latest.current }, step, glide().duration, isFirm);
    return {
      fit: () => fitAll(flow, wrapper.current, latest.current, glide().duration),
      fitSteps: (steps) => fitSome(flow, wrapper.current, latest.current, steps, glide().duration),
      zoomIn: () => void flow.zoomIn(glide()),
      zoomOut: () => void flow.zoomOut(glide()),
      zoomTo100: () => void flow.zoomTo(1, glide()),
      bring: (step) => show(step, false),
      zoomInto: (step) => show(step, true),
      pointAt: (at) => flow.screenToFlowPosition(at),
      openInspector: (step) => reveal(documentId, step, ''),
    };
  }, [documentId, flow, wrapper]);
  useFirstFit(scene, view, flow, wrapper);
  useRevealed(documentId, view, scene, isSettled);
  return view;
}

/** The part of the window that no card lies over for long. */
function uncovered(wrapper: HTMLElement): DOMRect {
  const frame = wrapper.getBoundingClientRect();
  const card = wrapper.parentElement?.querySelector('[data-covers]')?.getBoundingClientRect();
  if (!card || card.width > frame.width / 2) return frame;
  return new DOMRect(frame.x, frame.y, card.left - frame.left, frame.height);
}

/** Once the drawing is laid out, all of it is shown; of one that would be too small to read, the beginning. */
function useFirstFit(scene: Scene | null, view: View, flow: Flow, wrapper: RefObject<HTMLDivElement | null>): void {
  const fitted = useRef(false);
  useEffect(() => {
    const frame = wrapper.current?.getBoundingClientRect();
    if (fitted.current || !scene || scene.nodes.length === 0 || !frame) return undefined;
    const wanted = Math.min((frame.width - 48) / scene.size.width, (frame.height - 120) / scene.size.height);
    // The scene may be another one before the frame comes: then that one is fitted.
    const beginning = requestAnimationFrame(() => {
      fitted.current = true;
      if (wanted >= readableZoom) fitAll(flow, wrapper.current, scene, 0);
      else void flow.setViewport(beginningOf(scene, frame.width));
    });
    return () => cancelAnimationFrame(beginning);
  }, [scene, view, flow, wrapper]);
}

const readableZoom = 0.55;
const beginningZoom = 0.8;
const besideMargin = 32;

function beginningOf(scene: Scene, width: number): { readonly x: number; readonly y: number; readonly zoom: number } {
  const first = boxOf(boxesOf(scene), 0);
  const at = first.x + first.width / 2;
  const isNarrow = scene.size.width * beginningZoom < width;
  const middle = isNarrow ? scene.size.width / 2 : at;
  const x = width / 2 - middle * beginningZoom;
  return {
    x: isNarrow ? x : Math.min(besideMargin, x), // no empty room beside it while the other side is cut off
    y: 64 - first.y * beginningZoom,
    zoom: beginningZoom,
  };
}

/** What someone wants to see is brought into view once it is drawn, and again once it is laid out. */
function useRevealed(documentId: string, view: View, scene: Scene | null, isSettled: boolean): void {
  const revealing = useReveal((state) => state.revealing);
  const shown = useRef<number | null>(null);
  useEffect(() => {
    if (revealing?.document !== documentId || revealing.step === null || shown.current === revealing.count)
      return undefined;
    const { step, count } = revealing;
    const drawn = drawnAs(outlineOf(findDocument(documentId)?.document ?? {}), step);
    if (!scene?.nodes.some(({ id }) => id === drawn)) return undefined;
    const timer = setTimeout(() => {
      if (isSettled) shown.current = count;
      view.bring(drawn);
    }, settledMs);
    return () => clearTimeout(timer);
  }, [documentId, revealing, view, scene, isSettled]);
}

interface Looking {
  readonly flow: Flow;
  readonly wrapper: HTMLElement | null;
  readonly scene: Scene | null;
}

/** `isFirm`: even if it is there, only too small to read. */
function bringIntoView({ flow, wrapper, scene }: Looking, step: string, duration: number, isFirm: boolean): void {
  const number = scene ? boxesOf(scene).numberOf.get(step) : undefined;
  if (!scene || number === undefined || !wrapper) return;
  const { x, y, width, height } = boxOf(boxesOf(scene), number);
  const frame = uncovered(wrapper);
  const whole = wrapper.getBoundingClientRect();
  const topLeft = flow.flowToScreenPosition({ x, y });
  const bottomRight = flow.flowToScreenPosition({ x: x + width, y: y + height });
  const isInside =
    topLeft.x >= frame.left + 8 &&
    topLeft.y >= frame.top + 8 &&
    bottomRight.x <= frame.right - 8 &&
    bottomRight.y <= frame.bottom - 8;
  if (isInside && !isFirm) return;
  const zoom = isFirm ? 1 : Math.min(1, Math.max(0.6, flow.getZoom()));
  // Of what is larger than the window, the beginning.
  const across = Math.min(width / 2, frame.width / zoom / 2 - 40);
  const down = Math.min(height / 2, frame.height / zoom / 2 - 80);
  const aside = (whole.width - frame.width) / 2 / zoom;
  void flow.setCenter(x + across + aside, y + down, { zoom, duration });
}
