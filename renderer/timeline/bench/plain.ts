import { kindCode, noBar } from '../bars.ts';
import { timelineModel } from '../model.ts';
import type { SpanColumns } from '@sagaloom/engine/contract';

const svg = 'http://www.w3.org/2000/svg';
const row = 20;

/**
 * The same trace as a page would draw it that leaves all to the browser: one element for each bar, in an SVG that scrolls; Ctrl and the
 * wheel zoom, dragging moves. The rows are those of the timeline: what is compared is the drawing.
 */
export function drawPlainly(root: HTMLElement, columns: SpanColumns): void {
  const { rows, bars, barKind, length } = timelineModel(columns, { now: 0 });
  root.style.overflow = 'auto';
  const width = root.clientWidth;
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('width', String(width));
  picture.setAttribute('height', String(Math.min(rows.count * row, 30_000_000)));
  const all = document.createElementNS(svg, 'g');
  for (let index = 0; index < rows.count; index++) {
    for (let bar = bars.first[index] ?? 0; bar < (bars.first[index + 1] ?? 0); bar++) {
      const span = bars.span[bar] ?? 0;
      const [from, to] = [columns.start[span] ?? 0, columns.end[span] ?? 0];
      const rect = document.createElementNS(svg, 'rect');
      rect.setAttribute('x', String(from));
      rect.setAttribute('width', String(Math.max(to - from, length / width)));
      rect.setAttribute('y', String(index * row));
      rect.setAttribute('height', '14');
      rect.setAttribute('class', (barKind[span] ?? noBar) === kindCode.failed ? 'failed' : 'done');
      all.append(rect);
    }
  }
  picture.append(all);
  root.append(picture);
  moving(root, all, width / length);
}

function moving(root: HTMLElement, all: SVGGElement, fit: number): void {
  const view = { scale: fit, x: 0 };
  const apply = (): void => all.setAttribute('transform', `translate(${view.x} 0) scale(${view.scale} 1)`);
  apply();
  root.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.shiftKey) return;
      event.preventDefault();
      if (event.shiftKey) {
        view.x -= event.deltaY;
        return apply();
      }
      const factor = Math.exp(-event.deltaY * 0.008);
      view.x = event.offsetX - (event.offsetX - view.x) * factor;
      view.scale *= factor;
      apply();
    },
    { passive: false },
  );
  root.addEventListener('pointermove', (event) => {
    if (event.buttons !== 1) return;
    view.x += event.movementX;
    apply();
  });
}
