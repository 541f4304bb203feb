import { sizes, toX } from '../layout.ts';
import { ticksOf } from '../ticks.ts';
import type { Pen, Scene } from './scene.ts';
import { tearsIn } from './tears.ts';
import { widthOf } from './text.ts';

/** Labels of a tick need this much room. */
const apartPx = 78;

interface Mark {
  readonly x: number;
  readonly label: string;
}

export function marksOf({ scale, view, plot, width }: Scene): readonly Mark[] {
  const all = ticksOf(scale, view, apartPx / plot.perMs).map(({ drawn, label }) => ({ x: toX(plot, drawn), label }));
  const seen = all.filter(({ x }) => x >= plot.left + 2 && x < width);
  return seen.filter(
    ({ x }, index) => index === 0 || x - (seen[index - 1]?.x ?? 0) > 46 || seen[index - 1]?.x === undefined,
  );
}

export function drawGrid(pen: Pen, scene: Scene, marks: readonly Mark[]): void {
  pen.fillStyle = scene.theme.line;
  for (const { x } of marks) pen.fillRect(Math.round(x), sizes.axis, 1, scene.height - sizes.axis);
}

export function drawAxis(pen: Pen, scene: Scene, marks: readonly Mark[]): void {
  const { theme, width, plot } = scene;
  pen.fillStyle = theme.panel;
  pen.fillRect(0, 0, width, sizes.axis);
  pen.fillStyle = theme.line;
  pen.fillRect(plot.left, sizes.axis - 1, width - plot.left, 1);
  pen.font = `11px ${theme.mono}`;
  pen.fillStyle = theme.ink3;
  pen.textAlign = 'center';
  const folds = foldsOf(scene);
  for (const { x, label } of marks) {
    const half = widthOf(pen, label) / 2;
    if (x - half < plot.left || x + half > width) continue;
    if (folds.some((fold) => Math.abs(fold.x - x) < half + fold.half + 8)) continue;
    pen.fillText(label, x, sizes.axis / 2);
  }
  for (const { x, label, half } of folds) {
    if (x + half < plot.left || x - half > width) continue;
    pen.fillStyle = theme.time;
    pen.fillText(label, x, sizes.axis / 2);
  }
  pen.textAlign = 'start';
}

function foldsOf({ scale, plot, words }: Scene): readonly { x: number; half: number; label: string }[] {
  return scale.breaks.map(({ from, to }) => {
    const label = words.duration(to - from);
    return { x: (toX(plot, scale.draw(from)) + toX(plot, scale.draw(to))) / 2, half: label.length * 3.4, label };
  });
}

/** A folded wait: time is torn here. */
export function drawFolds(pen: Pen, scene: Scene): void {
  const { plot, theme, width, height } = scene;
  for (const { left, right } of tearsIn(scene)) {
    pen.save();
    pen.beginPath();
    pen.rect(plot.left, sizes.axis, width - plot.left, height);
    pen.clip();
    torn(pen, left, right, height);
    pen.fillStyle = theme.panel;
    pen.fill();
    pen.strokeStyle = theme.line3;
    pen.lineWidth = 1;
    for (const edge of [left, right]) {
      pen.beginPath();
      zigzag(pen, edge, sizes.axis, height);
      pen.stroke();
    }
    pen.restore();
  }
}

function torn(pen: Pen, left: number, right: number, height: number): void {
  pen.beginPath();
  zigzag(pen, left, sizes.axis, height);
  zigzag(pen, right, height, sizes.axis);
  pen.closePath();
}

const tooth = 6;

function zigzag(pen: Pen, x: number, from: number, to: number): void {
  const down = to > from;
  const teeth = Math.ceil(Math.abs(to - from) / tooth);
  for (let n = 0; n <= teeth; n++) {
    const y = down ? from + n * tooth : from - n * tooth;
    // Teeth are counted from the top, so that both edges are parallel.
    const even = Math.round((y - sizes.axis) / tooth) % 2 === 0;
    const at = even ? x - 1.5 : x + 1.5;
    if (n === 0 && down) pen.moveTo(at, y);
    else pen.lineTo(at, y);
  }
}
