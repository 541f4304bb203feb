import { sizes, toX } from '../layout.ts';
import type { Pen, Scene } from './scene.ts';

/** A line under the stretches of a row that are on the critical path. */
export function drawCritical(pen: Pen, scene: Scene, row: number, top: number): void {
  const { critical, plot, scale, theme, layout, width } = scene;
  if (!critical || (critical.own[row] ?? 0) === 0) return;
  const y = top + (layout.rowHeight + sizes.bar) / 2 + 1;
  pen.fillStyle = theme.ink;
  let edge = -Infinity;
  for (let n = critical.first[row] ?? 0; n < (critical.first[row + 1] ?? 0); n++) {
    const x = toX(plot, scale.draw(critical.from[n] ?? 0));
    const right = toX(plot, scale.draw(critical.to[n] ?? 0));
    if (x > width) break;
    if (right < plot.left || right - edge < 0.75) continue;
    pen.fillRect(x, y, Math.max(right - x, 1), 2);
    edge = right;
  }
}
