import type { Hit } from './hit.ts';
import { sizes } from './layout.ts';
import type { Stage } from './stage.ts';

export interface GestureEvents {
  readonly pick: (hit: Hit) => void;
  readonly open: (hit: Hit) => void;
  /** Null when the pointer left, or is dragging. */
  readonly hover: (hit: Hit | null, x: number, y: number) => void;
}

/** Farther than this a press is a drag. */
const slackPx = 4;

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly scroll: number;
  readonly kind: 'pan' | 'brush';
  lastX: number;
  moved: boolean;
}

/** Wheel and pointer: drag to move, drag the axis (or with Shift) to mark a stretch, Ctrl and wheel or a pinch to zoom. */
export function attachGestures(scroller: HTMLElement, stage: Stage, events: GestureEvents): () => void {
  let drag: Drag | null = null;
  const at = (event: MouseEvent): readonly [number, number] => {
    const box = scroller.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const listeners: { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void } = {
    wheel: (event) => wheel(event, stage, at(event)[0]),
    pointerdown: (event) => {
      const [x, y] = at(event);
      if (event.button !== 0 || x > scroller.clientWidth) return;
      const kind = y < sizes.axis || event.shiftKey ? 'brush' : 'pan';
      drag = { x, y, scroll: scroller.scrollTop, kind, lastX: x, moved: false };
    },
    pointermove: (event) => {
      const [x, y] = at(event);
      if (drag) return dragTo(drag, event, x, y);
      const hit = stage.hit(x, y);
      stage.hover(hit);
      scroller.style.cursor = hit.area === 'axis' ? 'col-resize' : hit.area === 'none' ? '' : 'pointer';
      events.hover(hit, x, y);
    },
    pointerup: (event) => {
      const done = drag;
      drag = null;
      stage.brush(null);
      if (!done) return;
      const [x, y] = at(event);
      if (!done.moved) return events.pick(stage.hit(x, y));
      if (done.kind === 'brush') stage.zoomTo(done.x, x);
    },
    pointercancel: () => {
      drag = null;
      stage.brush(null);
    },
    pointerleave: () => {
      if (drag) return;
      stage.hover({ area: 'none' });
      events.hover(null, 0, 0);
    },
    dblclick: (event) => {
      const hit = stage.hit(...at(event));
      if (hit.area === 'axis' || hit.area === 'none') stage.fit();
      else events.open(hit);
    },
  };
  const dragTo = (from: Drag, event: PointerEvent, x: number, y: number): void => {
    if (!from.moved && Math.hypot(x - from.x, y - from.y) < slackPx) return;
    if (!from.moved) {
      scroller.setPointerCapture(event.pointerId);
      events.hover(null, 0, 0);
    }
    from.moved = true;
    if (from.kind === 'brush') return stage.brush([from.x, x]);
    scroller.style.cursor = 'grabbing';
    stage.pan(from.lastX - x);
    scroller.scrollTop = from.scroll + from.y - y;
    from.lastX = x;
  };
  for (const [name, listener] of Object.entries(listeners)) {
    scroller.addEventListener(name, listener as EventListener, { passive: false });
  }
  return () => {
    for (const [name, listener] of Object.entries(listeners)) scroller.removeEventListener(name, listener as EventListener);
  };
}

/** Up and down scroll the rows natively; the rest moves in time. A pinch comes as a wheel with Ctrl. */
function wheel(event: WheelEvent, stage: Stage, x: number): void {
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    return stage.zoom(Math.exp(Math.max(-60, Math.min(event.deltaY, 60)) * 0.008), x);
  }
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (Math.abs(sideways) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
  event.preventDefault();
  stage.pan(sideways);
}
