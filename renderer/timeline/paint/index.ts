import { barKinds, noBar } from '../bars.ts';
import { positionOf, sizes, topOf, toX } from '../layout.ts';
import { attemptOf } from '../selection.ts';
import { drawAxis, drawFolds, drawGrid, marksOf } from './axis.ts';
import { drawBackgrounds, drawRows, rowsInSight } from './rows.ts';
import type { Pen, Scene } from './scene.ts';

/** One picture, whole. The pen is scaled to CSS pixels already. */
export function paint(pen: Pen, scene: Scene): void {
  const { theme, width, height } = scene;
  const marks = marksOf(scene);
  pen.textBaseline = 'middle';
  pen.fillStyle = theme.panel;
  pen.fillRect(0, 0, width, height);
  drawGrid(pen, scene, marks);
  const placed = rowsInSight(scene);
  drawBackgrounds(pen, scene, placed);
  drawRows(pen, scene, placed);
  drawFolds(pen, scene);
  drawChosen(pen, scene);
  drawBrush(pen, scene);
  drawAxis(pen, scene, marks);
  drawCursor(pen, scene);
}

/** The chosen attempt has a ring around it, so that its own colour stays visible. */
function drawChosen(pen: Pen, scene: Scene): void {
  const { model, scale, plot, theme, layout } = scene;
  const position = scene.attempt === 0 ? -1 : positionOf(layout, scene.selected);
  if (position === -1) return;
  const top = sizes.top + topOf(layout, position) - scene.scroll;
  const { first, span: spans } = model.bars;
  for (let bar = first[scene.selected] ?? 0; bar < (first[scene.selected + 1] ?? 0); bar++) {
    const span = spans[bar] ?? 0;
    const isWait = barKinds[model.barKind[span] ?? noBar] === 'wait';
    if (isWait || attemptOf(model, span) !== scene.attempt) continue;
    const x = toX(plot, scale.draw(model.columns.start[span] ?? 0));
    const right = toX(plot, scale.draw(Math.min(model.end[span] ?? 0, scene.now)));
    if (right < plot.left || top > scene.height) continue;
    pen.strokeStyle = theme.focus;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.roundRect(
      Math.max(x, plot.left) - 2,
      top + (layout.rowHeight - sizes.bar) / 2 - 2,
      right - Math.max(x, plot.left) + 4,
      sizes.bar + 4,
      5.5,
    );
    pen.stroke();
  }
}

/** Where the scrubber of the run stands: the canvas shows the run as it was then. */
function drawCursor(pen: Pen, { cursor, scale, plot, theme, width, height }: Scene): void {
  if (cursor === null) return;
  const x = toX(plot, scale.draw(cursor));
  if (x < plot.left || x > width) return;
  pen.fillStyle = theme.ink;
  pen.fillRect(x - 0.5, sizes.axis - 3, 1, height);
  pen.beginPath();
  pen.moveTo(x - 4, sizes.axis - 6);
  pen.lineTo(x + 4, sizes.axis - 6);
  pen.lineTo(x, sizes.axis);
  pen.closePath();
  pen.fill();
}

function drawBrush(pen: Pen, { brush, theme, height, plot }: Scene): void {
  if (!brush) return;
  const [from, to] = [Math.max(Math.min(...brush), plot.left), Math.max(...brush)];
  pen.fillStyle = theme.accent;
  pen.globalAlpha = 0.1;
  pen.fillRect(from, sizes.axis, to - from, height);
  pen.globalAlpha = 1;
  pen.fillRect(from, sizes.axis, 1, height);
  pen.fillRect(to - 1, sizes.axis, 1, height);
}
