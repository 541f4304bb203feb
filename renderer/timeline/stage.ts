import { isMotionReduced } from '../settings/motion.ts';
import { longWaits } from './gaps.ts';
import { type Hit, hitAt } from './hit.ts';
import { type Folds, type Layout, layoutOf, type Plot, plotOf, positionOf, sizes, topOf } from './layout.ts';
import type { CriticalPath } from './critical.ts';
import type { TimelineModel } from './model.ts';
import { paint } from './paint/index.ts';
import type { Scene, Words } from './paint/scene.ts';
import { forgetWidths } from './paint/text.ts';
import { type Scale, timeScale } from './scale.ts';
import { type CanvasTheme, readTheme, watchTheme } from './theme.ts';
import { Scroller } from './scroller.ts';
import { around, fit, pan, reveal, type Viewport, within, zoom } from './viewport.ts';

export interface StageInput {
  readonly model: TimelineModel;
  readonly folds: Folds;
  /** By row, 1 for those to be listed at all; null for every one. */
  readonly kept: Uint8Array | null;
  readonly foldWaits: boolean;
  readonly selected: number;
  readonly attempt: number;
  readonly live: boolean;
  /** Epoch ms, as of this input. */
  readonly now: number;
  /** Epoch ms of the moment looked at. */
  readonly cursor: number | null;
  readonly matches: Uint8Array | null;
  readonly critical: CriticalPath | null;
  readonly words: Words;
}

/** What is seen, for those who show it elsewhere. */
export interface Sight {
  readonly view: Viewport;
  readonly scale: Scale;
  readonly plot: Plot;
  readonly width: number;
}

interface Awaited {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly close: boolean;
}

/** A live picture need not be smoother than this. */
const frameMs = 1_000 / 30;
const calmFrameMs = 1_000;

/**
 * The canvas and what it shows. It draws when something changed, at most once a frame, and by itself only while something is at work.
 * React gives it inputs; pointer and keys move it directly, so that a gesture never waits for a render.
 */
export class Stage {
  readonly #scroller: HTMLElement;
  readonly #vertical: Scroller;
  readonly #canvas: HTMLCanvasElement;
  readonly #cleanups: (() => void)[] = [];
  readonly #watchers = new Set<(sight: Sight) => void>();
  #input: StageInput | null = null;
  #inputAt = 0;
  #layout: Layout | null = null;
  #laidOutFor = -1;
  #theme: CanvasTheme | null = null;
  #view: Viewport = fit(1);
  /** Until someone zooms or moves it, the whole is shown, also as it grows. */
  #whole = true;
  /** As wide as somebody made the names; null as wide as there is room. */
  #names: number | null = null;
  #hoverBar = -1;
  #hoverRow = -1;
  #brush: readonly [number, number] | null = null;
  /** To be shown when what it lies in is open. */
  #awaited: Awaited | null = null;
  #made: {
    readonly model: TimelineModel;
    readonly now: number;
    readonly folds: boolean;
    readonly scale: Scale;
  } | null = null;
  #told: Sight | null = null;
  #toldTo = 0;
  #frame = 0;
  #timer = 0;
  #drawnAt = 0;
  #drawnWidth = 900;

  constructor(scroller: HTMLElement, canvas: HTMLCanvasElement) {
    this.#scroller = scroller;
    this.#canvas = canvas;
    const redraw = (): void => this.invalidate();
    const resized = new ResizeObserver(redraw);
    resized.observe(scroller);
    this.#vertical = new Scroller(scroller, redraw);
    this.#cleanups.push(
      () => resized.disconnect(),
      () => this.#vertical.destroy(),
      watchTheme(() => {
        this.#theme = null;
        forgetWidths();
        this.invalidate();
      }),
    );
  }

  destroy(): void {
    for (const cleanup of this.#cleanups) cleanup();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }

  set(input: StageInput): void {
    const before = this.#input;
    if (before?.model !== input.model || before.folds !== input.folds || before.kept !== input.kept) {
      this.#layout = null;
      this.#hoverBar = -1;
    }
    if (before && before.model.origin !== input.model.origin) this.#whole = true;
    if (before && before.foldWaits !== input.foldWaits) this.#whole = true;
    this.#input = input;
    this.#inputAt = performance.now();
    if (this.#awaited) this.show(this.#awaited.row, this.#awaited.from, this.#awaited.to, this.#awaited.close);
    this.invalidate();
  }

  /** Down the rows by so many CSS pixels. */
  scroll(by: number): void {
    this.#vertical.to(this.#vertical.top + by);
  }

  get scrolled(): number {
    return this.#vertical.top;
  }

  /** Whether the browser can scroll all of it by itself. */
  get scrollsByItself(): boolean {
    return this.#vertical.isNative;
  }

  get whole(): boolean {
    return this.#whole;
  }

  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  hit(x: number, y: number): Hit {
    const scene = this.#scene();
    return scene ? hitAt(scene, x, y) : { area: 'none' };
  }

  hover(hit: Hit): void {
    const row = hit.area === 'row' || hit.area === 'fold' ? hit.row.index : -1;
    const bar = hit.area === 'row' ? hit.bar : -1;
    if (row === this.#hoverRow && bar === this.#hoverBar) return;
    this.#hoverRow = row;
    this.#hoverBar = bar;
    this.invalidate();
  }

  brush(range: readonly [number, number] | null): void {
    this.#brush = range;
    this.invalidate();
  }

  fit(): void {
    this.#whole = true;
    this.invalidate();
  }

  /** `x` in CSS pixels; without it around the middle. */
  zoom(factor: number, x?: number): void {
    this.#move((view, scene) => {
      const at = x === undefined ? (view.from + view.to) / 2 : scene.plot.from + (x - scene.plot.x0) / scene.plot.perMs;
      return zoom(view, factor, at, scene.scale.length, scene.model.finest);
    });
  }

  pan(px: number): void {
    if (px !== 0) this.#move((view, { plot, scale }) => pan(view, px / plot.perMs, scale.length));
  }

  /** To what lies between two points of the canvas. */
  zoomTo(x: number, otherX: number): void {
    this.#move((view, { plot, scale, model }) => {
      const [from, to] = [Math.min(x, otherX), Math.max(x, otherX)].map(
        (at) => plot.from + (at - plot.x0) / plot.perMs,
      );
      return from === undefined || to === undefined || to - from <= 0
        ? view
        : within({ from, to: Math.max(to, from + model.finest) }, scale.length);
    });
  }

  /** Brings a row, and a stretch of real time in it, into sight; `close` zooms to it. What is folded away is shown as soon as it is opened. */
  show(row: number, from: number, to: number, close = false): void {
    const layout = this.#laidOut();
    const position = layout ? positionOf(layout, row) : -1;
    this.#awaited = position === -1 ? { row, from, to, close } : null;
    if (!layout || position === -1) return;
    const top = topOf(layout, position);
    const room = this.#scroller.clientHeight - sizes.top - sizes.row - 4;
    const scrolled = this.#vertical.top;
    this.#vertical.resize(layout.height);
    if (top < scrolled) this.#vertical.to(top);
    else if (top > scrolled + room) this.#vertical.to(top - room);
    if (this.#whole && !close) return this.invalidate();
    this.#move((view, { scale, now, model }) => {
      const [a, b] = [scale.draw(from), scale.draw(Math.min(to, now))];
      return close ? within(around(a, b, model.finest), scale.length) : reveal(view, a, b, scale.length);
    });
  }

  /** Position in the layout of a row of the model; -1 when it is folded away. */
  positionOf(index: number): number {
    const layout = this.#laidOut();
    return layout ? positionOf(layout, index) : -1;
  }

  indexAt(position: number): number | undefined {
    return this.#laidOut()?.rows[position];
  }

  /** Makes the names end at `x`, or at what fits where that is null. */
  resizeNames(x: number | null): void {
    this.#names = x;
    this.#toldTo = -1;
    this.invalidate();
  }

  /** Where the names end. */
  get names(): number {
    return this.#scene()?.plot.left ?? 0;
  }

  focus(): void {
    this.#scroller.focus();
  }

  /** Calls now and whenever something else is seen; gives what ends that. */
  watch(watcher: (sight: Sight) => void): () => void {
    this.#watchers.add(watcher);
    this.invalidate();
    return () => this.#watchers.delete(watcher);
  }

  /** Shows a stretch, as shares of the whole as it is drawn. */
  look({ from, to }: { readonly from: number; readonly to: number }): void {
    this.#move((_, { scale, model }) => {
      const begin = from * scale.length;
      return within({ from: begin, to: Math.max(to * scale.length, begin + model.finest) }, scale.length);
    });
  }

  /** The stretch that is seen, in real ms; null while it is the whole. */
  get range(): { readonly from: number; readonly to: number } | null {
    const scene = this.#whole ? null : this.#scene();
    return scene && { from: scene.scale.real(scene.view.from), to: scene.scale.real(scene.view.to) };
  }

  set range(range: { readonly from: number; readonly to: number }) {
    this.#move((_, { scale }) => within({ from: scale.draw(range.from), to: scale.draw(range.to) }, scale.length));
  }

  /** Rows seen at once. */
  get page(): number {
    const layout = this.#laidOut();
    return layout ? Math.max(Math.floor((this.#scroller.clientHeight - sizes.top) / layout.rowHeight) - 1, 1) : 1;
  }

  get rowCount(): number {
    return this.#laidOut()?.rows.length ?? 0;
  }

  get now(): number {
    return this.#scene()?.now ?? 0;
  }

  /** As a picture of its own: the whole height where it is not more than `tallest`, else what is seen. */
  still(tallest: number): Scene | null {
    const scene = this.#scene();
    if (!scene) return null;
    // The drawing has no size while the table is shown in its place.
    const width = scene.width > 0 ? scene.width : this.#drawnWidth;
    const isWhole = scene.layout.height <= tallest;
    const height = isWhole ? Math.max(scene.layout.height, 60) : Math.max(scene.height, 400);
    const calm = { hoverBar: -1, hoverRow: -1, brush: null, cursor: null, selected: -1, attempt: 0, live: false };
    return {
      ...scene,
      ...calm,
      width,
      height,
      scroll: isWhole ? 0 : scene.scroll,
      plot: plotOf(width, scene.view, scene.critical !== null, this.#names),
    };
  }

  #move(to: (view: Viewport, scene: Scene) => Viewport): void {
    const scene = this.#scene();
    if (!scene) return;
    this.#view = to(scene.view, scene);
    this.#whole = false;
    this.invalidate();
  }

  #scene(): Scene | null {
    const input = this.#input;
    const layout = this.#laidOut();
    if (!input || !layout) return null;
    const { model } = input;
    const now = this.#until(input);
    const scale = this.#scaleOf(model, now, input.foldWaits);
    const width = this.#scroller.clientWidth;
    const view = this.#whole ? fit(scale.length) : this.#view;
    this.#theme ??= readTheme(this.#canvas);
    return {
      ...input,
      layout,
      scale,
      view,
      plot: plotOf(width, view, input.critical !== null, this.#names),
      theme: this.#theme,
      width,
      height: this.#scroller.clientHeight,
      scroll: this.#vertical.top,
      now,
      cursor: input.cursor === null ? null : input.cursor - model.origin,
      hoverBar: this.#hoverBar,
      hoverRow: this.#hoverRow,
      brush: this.#brush,
    };
  }

  /** The same as long as nothing it is made of changes, so that those who watch can tell. */
  #scaleOf(model: TimelineModel, now: number, folds: boolean): Scale {
    const made = this.#made;
    if (made?.model === model && made.now === now && made.folds === folds) return made.scale;
    const scale = timeScale(now, folds ? longWaits(model.active, now) : []);
    this.#made = { model, now, folds, scale };
    return scale;
  }

  #tell({ view, scale, plot, width }: Scene): void {
    const told = this.#told;
    const isSame = told?.scale === scale && told.view.from === view.from && told.view.to === view.to;
    if (
      isSame &&
      told.plot.x0 === plot.x0 &&
      told.plot.end === plot.end &&
      told.width === width &&
      this.#toldTo === this.#watchers.size
    )
      return;
    this.#told = { view, scale, plot, width };
    this.#toldTo = this.#watchers.size;
    for (const watcher of this.#watchers) watcher(this.#told);
  }

  /** Rows depend on the room as well: a little closer where that spares scrolling. */
  #laidOut(): Layout | null {
    if (!this.#input) return null;
    const room = this.#scroller.clientHeight;
    if (this.#layout && this.#laidOutFor === room) return this.#layout;
    this.#laidOutFor = room;
    this.#layout = layoutOf(this.#input.model, this.#input.folds, room, this.#input.kept);
    return this.#layout;
  }

  #until({ model, now, live }: StageInput): number {
    if (!model.open) return model.length;
    const passed = live ? performance.now() - this.#inputAt : 0;
    return Math.max(model.length, now - model.origin + passed);
  }

  #draw(): void {
    this.#frame = 0;
    const scene = this.#scene();
    const pen = this.#canvas.getContext('2d', { alpha: false });
    if (!scene || !pen || scene.width === 0 || scene.height === 0) return;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(scene.width * ratio), Math.round(scene.height * ratio)];
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#canvas.style.width = `${scene.width}px`;
      this.#canvas.style.height = `${scene.height}px`;
    }
    this.#vertical.resize(scene.layout.height);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(pen, scene);
    this.#drawnAt = performance.now();
    this.#drawnWidth = scene.width;
    this.#tell(scene);
    if (scene.live && scene.model.open) this.#again();
  }

  #again(): void {
    clearTimeout(this.#timer);
    const wait = (isMotionReduced() ? calmFrameMs : frameMs) - (performance.now() - this.#drawnAt);
    this.#timer = window.setTimeout(() => this.invalidate(), Math.max(wait, 0));
  }
}
