import { type BarKind, barKinds } from '../bars.ts';
import { sizes, toX } from '../layout.ts';
import type { CanvasTheme } from '../theme.ts';
import type { Pen, Scene } from './scene.ts';
import { stripOf } from './strip.ts';

/** What has no colour of its own is seen from afar in this one. */
const far: Readonly<Record<BarKind, keyof CanvasTheme>> = {
  run: 'accent',
  composite: 'line3',
  timer: 'time',
  wait: 'line2',
  person: 'warn',
  instant: 'accent',
  done: 'accent',
  failed: 'bad',
  running: 'accent',
  stopped: 'line3',
  undone: 'undo',
  undoing: 'undo',
  undoFailed: 'bad',
};

const farColour = (theme: CanvasTheme, kind: number): string => theme[far[barKinds[kind] ?? 'done']];

/** A row of more bars than pixels: one line of pixels, drawn in runs of the same kind. */
export function drawStrip(pen: Pen, scene: Scene, from: number, to: number, top: number): void {
  const { model, plot, scale, width, theme, layout, now } = scene;
  const left = plot.left + 1;
  const line = stripOf(model, from, to, {
    columns: Math.max(Math.ceil(width - left), 0),
    now,
    x: (real) => toX(plot, scale.draw(real)) - left,
  });
  const y = top + (layout.rowHeight - sizes.bar) / 2;
  let begin = 0;
  for (let x = 1; x <= line.length; x++) {
    if (x < line.length && line[x] === line[begin]) continue;
    const kind = line[begin] ?? 0;
    if (kind !== 0) {
      pen.fillStyle = farColour(theme, kind - 1);
      pen.fillRect(left + begin, y, x - begin, sizes.bar);
    }
    begin = x;
  }
}
