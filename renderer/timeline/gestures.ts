import type { Hit } from './hit.ts';
import { sizes } from './layout.ts';
import type { Stage } from './stage.ts';

export interface GestureEvents {
  readonly pick: (hit: Hit) => void;
  readonly open: (hit: Hit) => void;
  /** Null when the pointer left, or is dragging. */
  readonly hover: (hit: Hit | null, x: number, y: number) => void;
  /** A drag marks the stretch to look at, wherever it begins. */
  readonly isBoxing: () => boolean;
  /** It has. */
  readonly boxed: () => void;
}

/** Farther than this a press is a drag. */
const slackPx = 4;

/** This near the end of the names takes hold of it. */
const edgePx = 4;

const cursors: Readonly<Record<Hit['area'], string>> = {
  axis: 'col-resize',
  none: '',
  row: 'pointer',
  fold: 'pointer',
};

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly scroll: number;
  readonly kind: 'pan' | 'brush' | 'names';
  lastX: number;
  moved: boolean;
}

type Listeners = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

/** Wheel and pointer: drag to move, drag the axis (or with Shift) to mark a stretch, Ctrl and wheel or a pinch to zoom. */
export function attachGestures(scroller: HTMLElement, stage: Stage, events: GestureEvents): () => void {
  const gestures = new Gestures(scroller, stage, events);
  const listeners: Listeners = {
    wheel: (event) => wheel(event, stage, gestures.at(event)[0]),
    pointerdown: (event) => gestures.press(event),
    pointermove: (event) => gestures.move(event),
    pointerup: (event) => gestures.release(event),
    pointercancel: () => gestures.cancel(),
    pointerleave: () => gestures.leave(),
    dblclick: (event) => gestures.open(event),
  };
  for (const [name, listener] of Object.entries(listeners)) {
    scroller.addEventListener(name, listener as EventListener, { passive: false });
  }
  return () => {
    for (const [name, listener] of Object.entries(listeners)) {
      scroller.removeEventListener(name, listener as EventListener);
    }
  };
}

class Gestures {
  readonly #scroller: HTMLElement;
  readonly #stage: Stage;
  readonly #events: GestureEvents;
  #drag: Drag | null = null;

  constructor(scroller: HTMLElement, stage: Stage, events: GestureEvents) {
    this.#scroller = scroller;
    this.#stage = stage;
    this.#events = events;
  }

  at(event: MouseEvent): readonly [number, number] {
    const box = this.#scroller.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  press(event: PointerEvent): void {
    const [x, y] = this.at(event);
    if (event.button !== 0 || x > this.#scroller.clientWidth) return;
    const isEdge = Math.abs(x - this.#stage.names) <= edgePx;
    const kind = isEdge ? 'names' : y < sizes.axis || event.shiftKey || this.#events.isBoxing() ? 'brush' : 'pan';
    this.#drag = { x, y, scroll: this.#stage.scrolled, kind, lastX: x, moved: false };
  }

  move(event: PointerEvent): void {
    const [x, y] = this.at(event);
    if (this.#drag) return this.#dragTo(this.#drag, event.pointerId, x, y);
    const hit = this.#stage.hit(x, y);
    this.#stage.hover(hit);
    const isEdge = Math.abs(x - this.#stage.names) <= edgePx;
    this.#scroller.style.cursor = isEdge ? 'ew-resize' : this.#events.isBoxing() ? 'crosshair' : cursors[hit.area];
    this.#events.hover(hit, x, y);
  }

  #dragTo(drag: Drag, pointer: number, x: number, y: number): void {
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < slackPx) return;
    if (!drag.moved) {
      this.#scroller.setPointerCapture(pointer);
      this.#events.hover(null, 0, 0);
    }
    drag.moved = true;
    if (drag.kind === 'names') return this.#stage.resizeNames(x);
    if (drag.kind === 'brush') return this.#stage.brush([drag.x, x]);
    this.#scroller.style.cursor = 'grabbing';
    this.#stage.pan(drag.lastX - x);
    this.#stage.scroll(drag.scroll + drag.y - y - this.#stage.scrolled);
    drag.lastX = x;
  }

  release(event: PointerEvent): void {
    const drag = this.#drag;
    this.cancel();
    if (!drag) return;
    const [x, y] = this.at(event);
    if (!drag.moved) this.#events.pick(this.#stage.hit(x, y));
    else if (drag.kind === 'brush') {
      this.#stage.zoomTo(drag.x, x);
      this.#events.boxed();
    }
  }

  cancel(): void {
    this.#drag = null;
    this.#stage.brush(null);
  }

  leave(): void {
    if (this.#drag) return;
    this.#stage.hover({ area: 'none' });
    this.#events.hover(null, 0, 0);
  }

  open(event: MouseEvent): void {
    const [x, y] = this.at(event);
    if (Math.abs(x - this.#stage.names) <= edgePx) return this.#stage.resizeNames(null);
    const hit = this.#stage.hit(x, y);
    if (hit.area === 'axis' || hit.area === 'none') this.#stage.fit();
    else this.#events.open(hit);
  }
}

/** Up and down scroll the rows natively; the rest moves in time. A pinch comes as a wheel with Ctrl. */
function wheel(event: WheelEvent, stage: Stage, x: number): void {
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    return stage.zoom(Math.exp(Math.max(-60, Math.min(event.deltaY, 60)) * 0.008), x);
  }
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (Math.abs(sideways) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) {
    if (stage.scrollsByItself) return;
    // One pixel of so low an element is many rows: the wheel still moves by what it says.
    event.preventDefault();
    return stage.scroll(event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? sizes.row : 1));
  }
  event.preventDefault();
  stage.pan(sideways);
}
