import { useStoreApi } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { watchTheme } from '../../timeline/theme.ts';
import type { Scene } from '../scene/types.ts';
import { farModelOf } from './model.ts';
import { paintFar } from './paint.ts';
import { readFarTokens } from './theme.ts';
import css from './FarLayer.module.css';

interface Props {
  readonly scene: Scene;
  readonly isFar: boolean;
  readonly chosen: readonly string[];
  readonly hovered: string | null;
}

/**
 * The drawing from afar, on one canvas below React Flow's own. Near again, it stays until the nodes are there: nothing flashes. Those who
 * do not see it have the outline, and on the page what is chosen.
 */
export function FarLayer(props: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const latest = useRef(props);
  const draw = useRef<() => void>(() => undefined);
  useLayoutEffect(() => {
    const [element, pen] = [canvas.current, canvas.current?.getContext('2d')];
    if (!element || !pen) return undefined;
    const painter = painterOn(element, pen, store, latest);
    draw.current = painter.now;
    const unsubscribe = store.subscribe(painter.soon);
    const unwatch = watchTheme(painter.recolored);
    return () => {
      unsubscribe();
      unwatch();
      painter.stop();
    };
  }, [store]);
  useLayoutEffect(() => {
    latest.current = props;
    if (props.isFar) draw.current();
  });
  useEffect(() => (props.isFar ? undefined : afterFrames(2, () => draw.current())), [props.isFar]);
  return <canvas ref={canvas} className={css.far} aria-hidden data-far={props.isFar || undefined} />;
}

type Store = ReturnType<typeof useStoreApi>;

function painterOn(
  element: HTMLCanvasElement,
  pen: CanvasRenderingContext2D,
  store: Store,
  latest: { readonly current: Props },
) {
  let tokens = readFarTokens(element);
  let frame = 0;
  const now = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    const { scene, isFar, chosen, hovered } = latest.current;
    const { transform, width, height } = store.getState();
    fitTo(element, isFar ? width : 0, height);
    if (!isFar) return;
    const [x, y, zoom] = transform;
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    paintFar(pen, { scene, model: farModelOf(scene), tokens, chosen, hovered }, { x, y, zoom }, { width, height });
  };
  const soon = (): void => {
    if (latest.current.isFar && frame === 0) frame = requestAnimationFrame(now);
  };
  const recolored = (): void => {
    tokens = readFarTokens(element);
    soon();
  };
  return { now, soon, recolored, stop: () => cancelAnimationFrame(frame) };
}

/** Setting the size of a canvas empties it: only when it changes. */
function fitTo(element: HTMLCanvasElement, width: number, height: number): void {
  const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (element.width === across && element.height === down) return;
  element.width = across;
  element.height = down;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}

/** Gives back the way to call it off. */
function afterFrames(count: number, act: () => void): () => void {
  let frame = requestAnimationFrame(function next() {
    if (count === 0) act();
    else {
      count -= 1;
      frame = requestAnimationFrame(next);
    }
  });
  return () => cancelAnimationFrame(frame);
}
