import { sizes, toX } from '../layout.ts';
import type { Pen, Scene } from './scene.ts';

/** A line under the stretches of a row that are on the critical path. */
export function drawCritical(pen: Pen, scene: Scene, row: number, top: number): void {
  const { critical, plot, scale, theme, layout, width } = scene;
  if (!critical?.byRow.has(row)) return;
  const y = top + (layout.rowHeight + sizes.bar) / 2 + 1;
  pen.fillStyle = theme.ink;
  for (let n = critical.firstOf(row); n < critical.row.length && critical.row[n] === row; n++) {
    const x = toX(plot, scale.draw(critical.from[n] ?? 0));
    const right = toX(plot, scale.draw(critical.to[n] ?? 0));
    if (right < plot.left || x > width) continue;
    pen.fillRect(x, y, Math.max(right - x, 1), 2);
  }
}
