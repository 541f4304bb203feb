import { Panel, useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../../locales/index.ts';
import { watchTheme } from '../../timeline/theme.ts';
import { cx } from '../../ui/index.ts';
import { type CanvasEdge, type CanvasNode, emptyScene, type Scene } from '../scene/types.ts';
import { boxesOf } from './boxes.ts';
import { type Framing, framingOf, mapSize, paintMap, paintWindow } from './map.ts';
import { mostForAll } from './sight.ts';
import { readFarTokens, type Tokens } from './theme.ts';
import css from './OverviewMap.module.css';

type Store = ReturnType<typeof useStoreApi>;

/**
 * The whole drawing in a corner, with the window on it. It is painted once a scene; as the window moves, that picture is moved and
 * stretched, and made anew once the hand rests.
 */
export function OverviewMap({ scene: latest }: { readonly scene: Scene }) {
  const t = useT();
  const scene = useSettled(latest);
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const map = useRef<MapPainter | null>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const painter = painterOn(element, store);
    map.current = painter;
    const unsubscribe = store.subscribe(painter.soon);
    const unwatch = watchTheme(painter.recolored);
    return () => {
      unsubscribe();
      unwatch();
      painter.stop();
    };
  }, [store]);
  useLayoutEffect(() => map.current?.show(scene), [scene]);
  useEffect(() => (canvas.current ? zoomedByWheel(canvas.current, flow) : undefined), [flow]);
  const goTo = ({ clientX, clientY, currentTarget, buttons }: PointerEvent<HTMLCanvasElement>): void => {
    const framing = map.current?.framing();
    if (buttons !== 1 || !framing) return;
    const { left, top } = currentTarget.getBoundingClientRect();
    const x = (clientX - left - framing.x) / framing.zoom;
    const y = (clientY - top - framing.y) / framing.zoom;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <Panel position="bottom-right" className={cx(css.map)}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('canvas.minimap')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          goTo(event);
        }}
        onPointerMove={goTo}
      />
    </Panel>
  );
}

const settledMs = 150;

/** A large drawing is painted again once the hand rests: not in the frame that shows an edit. */
function useSettled(latest: Scene): Scene {
  const [settled, setSettled] = useState(latest);
  const isLarge = latest.nodes.length > mostForAll && settled.nodes.length > 0;
  useEffect(() => {
    if (!isLarge) return undefined;
    const timer = setTimeout(() => setSettled(latest), settledMs);
    return () => clearTimeout(timer);
  }, [isLarge, latest]);
  if (!isLarge && settled !== latest) setSettled(latest);
  return isLarge ? settled : latest;
}

interface MapPainter {
  readonly show: (scene: Scene) => void;
  readonly soon: () => void;
  /** In new colours. */
  readonly recolored: () => void;
  readonly framing: () => Framing;
  readonly stop: () => void;
}

function painterOn(element: HTMLCanvasElement, store: Store): MapPainter {
  let scale = 0;
  const pen = element.getContext('2d');
  const ground = new OffscreenCanvas(1, 1);
  /** Setting the size of a canvas empties it: only when the window has come to a screen of other pixels. */
  const fitted = (): void => {
    if (scale === devicePixelRatio) return;
    scale = devicePixelRatio;
    element.width = ground.width = Math.round(mapSize.width * scale);
    element.height = ground.height = Math.round(mapSize.height * scale);
    painted = null;
  };
  let scene = emptyScene;
  let tokens: Tokens | null = null;
  let painted: Framing | null = null;
  let frame = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const framing = (): Framing => framingOf(boxesOf(scene).bounds, windowOf(store));
  const paint = (): void => {
    frame = 0;
    fitted();
    const inForce = (tokens ??= readFarTokens(element));
    const wanted = framing();
    const [front, back] = [pen, ground.getContext('2d')];
    if (!front || !back) return;
    if (painted === null) {
      back.setTransform(scale, 0, 0, scale, 0, 0);
      paintMap(back, scene, wanted, inForce);
      painted = wanted;
    }
    const by = wanted.zoom / painted.zoom;
    front.setTransform(scale, 0, 0, scale, 0, 0);
    front.clearRect(0, 0, mapSize.width, mapSize.height);
    const [x, y] = [wanted.x - painted.x * by, wanted.y - painted.y * by];
    front.drawImage(ground, x, y, mapSize.width * by, mapSize.height * by);
    paintWindow(front, windowOf(store), wanted, inForce);
    clearTimeout(rest);
    if (by !== 1 || x !== 0 || y !== 0) rest = setTimeout(anew, settledMs);
  };
  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const anew = (): void => {
    painted = null;
    soon();
  };
  const recolored = (): void => {
    tokens = null;
    anew();
  };
  const show = (next: Scene): void => {
    scene = next;
    anew();
  };
  const stop = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(rest);
  };
  return { show, soon, recolored, framing, stop };
}

function windowOf(store: Store) {
  const { transform, width, height } = store.getState();
  const [x, y, zoom] = transform;
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** React listens to wheels passively; the page must not move along. */
function zoomedByWheel(
  element: HTMLElement,
  flow: ReturnType<typeof useReactFlow<CanvasNode, CanvasEdge>>,
): () => void {
  const turn = (event: WheelEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * 0.002));
  };
  element.addEventListener('wheel', turn, { passive: false });
  return () => element.removeEventListener('wheel', turn);
}
