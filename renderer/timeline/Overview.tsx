import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '../locales/index.ts';
import type { TimelineModel } from './model.ts';
import { overviewOf, type Shade, shades } from './overview.ts';
import type { Words } from './paint/scene.ts';
import type { Scale } from './scale.ts';
import type { Sight, Stage } from './stage.ts';
import { readTheme, watchTheme } from './theme.ts';
import { dragged, type Grip, gripAt, moved, resized, type Window } from './window.ts';
import css from './Overview.module.css';

interface Props {
  readonly stage: Stage;
  readonly model: TimelineModel;
  readonly words: Words;
  /** What stands beside it, over the names. */
  readonly children: ReactNode;
}

/** Over the bars, as wide as these are when all is seen. */
export function Overview({ children, ...props }: Props) {
  const sight = useSight(props.stage);
  return (
    <div className={css.row}>
      <div className={css.beside} style={{ width: sight?.plot.x0 ?? 0 }}>
        {children}
      </div>
      <Whole {...props} sight={sight} />
      <div style={{ width: sight?.plot.end ?? 0 }} />
    </div>
  );
}

/** The trace as a whole, however closely one looks: what is seen of it is a window that is dragged, resized, or drawn anew. */
function Whole({ stage, model, words, sight }: Omit<Props, 'children'> & { readonly sight: Sight | null }) {
  const t = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const room = useRef<HTMLDivElement>(null);
  useRaster(canvas, room, model, sight);
  const drag = useDrag(stage, sight, room);
  if (!sight) return <div ref={room} className={css.overview} />;
  const { from, to } = windowOf(sight);
  const [left, right] = [Math.max(from, 0), Math.min(to, 1)];
  const real = (share: number): string => words.duration(sight.scale.real(share * sight.scale.length));
  return (
    <div
      ref={room}
      className={css.overview}
      role="slider"
      tabIndex={0}
      aria-label={t('timeline.overview')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(((left + right) / 2) * 100)}
      aria-valuetext={t('timeline.overviewRange', { from: real(left), to: real(right), length: real(1) })}
      onKeyDown={(event) => onKey(event, stage, windowOf(sight))}
      onDoubleClick={() => stage.fit()}
      {...drag}
    >
      <canvas ref={canvas} aria-hidden />
      <span className={css.shade} style={{ left: 0, width: `${left * 100}%` }} />
      <span className={css.shade} style={{ left: `${right * 100}%`, right: 0 }} />
      <span className={css.window} style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }} />
    </div>
  );
}

function windowOf({ view, scale }: Sight): Window {
  const length = scale.length || 1;
  return { from: view.from / length, to: view.to / length };
}

function useSight(stage: Stage): Sight | null {
  const [sight, setSight] = useState<Sight | null>(null);
  useEffect(() => stage.watch(setSight), [stage]);
  return sight;
}

/** Painted when there is nothing better to do: the rows are there first. */
function useRaster(
  canvas: { readonly current: HTMLCanvasElement | null },
  room: { readonly current: HTMLElement | null },
  model: TimelineModel,
  sight: Sight | null,
): void {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [themed, setThemed] = useState(0);
  const scale = sight?.scale ?? null;
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    const unwatch = watchTheme(() => setThemed((n) => n + 1));
    return () => {
      observer.disconnect();
      unwatch();
    };
  }, [room]);
  useEffect(() => {
    if (!scale || size.width === 0) return;
    const timer = setTimeout(() => {
      if (canvas.current) paintRaster(canvas.current, model, scale, size);
    });
    return () => clearTimeout(timer);
    // A new scale with each moment of a live run is the same picture but for its end.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [canvas, model, scale?.breaks.length, size, themed]);
}

const tokens: Readonly<Record<Exclude<Shade, 'nothing'>, 'line3' | 'accent' | 'undo' | 'bad'>> = {
  rest: 'line3',
  work: 'accent',
  undo: 'undo',
  failed: 'bad',
};

function paintRaster(
  canvas: HTMLCanvasElement,
  model: TimelineModel,
  scale: Scale,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return;
  const theme = readTheme(canvas);
  const colours = shades.map((shade) => (shade === 'nothing' ? 0 : pixelOf(pen, theme[tokens[shade]])));
  const shown = overviewOf(model, { width, height, now: model.length, scale });
  const image = pen.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let at = 0; at < shown.length; at++) pixels[at] = colours[shown[at] ?? 0] ?? 0;
  pen.putImageData(image, 0, 0);
}

/** A colour as it lies in an image: the style sheet says it in any of its ways. */
function pixelOf(pen: CanvasRenderingContext2D, colour: string): number {
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return new Uint32Array(pen.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
}

const stepShare = 0.1;

function onKey(event: KeyboardEvent, stage: Stage, window: Window): void {
  const by = event.shiftKey ? 1 : stepShare;
  const to: Readonly<Record<string, () => Window>> = {
    ArrowLeft: () => moved(window, -by),
    ArrowRight: () => moved(window, by),
    ArrowUp: () => resized(window, 0.8),
    ArrowDown: () => resized(window, 1.25),
    '+': () => resized(window, 0.8),
    '=': () => resized(window, 0.8),
    '-': () => resized(window, 1.25),
    PageUp: () => moved(window, -1),
    PageDown: () => moved(window, 1),
    Home: () => moved(window, -Infinity),
    End: () => moved(window, Infinity),
    '0': () => ({ from: 0, to: 1 }),
  };
  const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : to[event.key];
  if (!next) return;
  event.preventDefault();
  stage.look(next());
}

interface Drag {
  readonly grip: Grip;
  readonly begin: number;
  readonly window: Window;
  moved: boolean;
}

const cursors: Readonly<Record<Grip, string>> = { from: 'ew-resize', to: 'ew-resize', whole: 'grab', new: 'crosshair' };

function useDrag(stage: Stage, sight: Sight | null, room: { readonly current: HTMLElement | null }) {
  const drag = useRef<Drag | null>(null);
  const shareAt = (event: PointerEvent): number => {
    const box = room.current?.getBoundingClientRect();
    return box ? (event.clientX - box.left) / box.width : 0;
  };
  const grip = (event: PointerEvent): Grip => {
    const width = room.current?.clientWidth ?? 1;
    return sight ? gripAt(windowOf(sight), shareAt(event) * width, width) : 'new';
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !sight) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { grip: grip(event), begin: shareAt(event), window: windowOf(sight), moved: false };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const held = drag.current;
      if (!held) {
        event.currentTarget.style.cursor = cursors[grip(event)];
        return;
      }
      const width = room.current?.clientWidth ?? 1;
      held.moved ||= Math.abs(shareAt(event) - held.begin) * width > 3;
      if (held.moved) stage.look(dragged(held.window, held.grip, held.begin, shareAt(event)));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const held = drag.current;
      drag.current = null;
      // A press beside the window brings it there.
      if (held?.grip === 'new' && !held.moved) {
        const half = (held.window.to - held.window.from) / 2;
        if (half < 0.5) stage.look({ from: shareAt(event) - half, to: shareAt(event) + half });
      }
    },
    onPointerCancel: () => {
      drag.current = null;
    },
  };
}
