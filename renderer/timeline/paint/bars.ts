import { type BarKind, barKinds, noBar } from '../bars.ts';
import { fromX, sizes, toX } from '../layout.ts';
import { shortError } from '../labels.ts';
import { textAt } from '../model/codes.ts';
import type { SpanRow } from '../row.ts';
import { toneOf } from '../services.ts';
import type { CanvasTheme } from '../theme.ts';
import { drawCritical } from './critical.ts';
import { drawStrip } from './dense.ts';
import { drawGlyph, stateGlyphs } from './glyphs.ts';
import type { Pen, Scene } from './scene.ts';
import { serviceFill } from './services.ts';
import { clearOfTears, tearsIn } from './tears.ts';
import { fitted, widthOf } from './text.ts';
import { firstFrom, firstVisible } from './visible.ts';

const fills: Readonly<Record<BarKind, keyof CanvasTheme | null>> = {
  run: 'accent',
  composite: null,
  done: 'accent',
  failed: 'bad',
  running: 'accent',
  stopped: 'line3',
  undone: 'undo',
  undoing: 'undo',
  undoFailed: 'bad',
  timer: null,
  wait: null,
  person: null,
  instant: null,
};

/** How much is left to see of bars that were not looked for. */
const aside = 0.28;
/** Bars narrower than this are merged with the next of their kind: nobody sees them apart. */
const apartPx = 0.75;

export function drawRowBars(pen: Pen, scene: Scene, row: SpanRow, top: number): void {
  const { plot, width, layout } = scene;
  const { from, to } = barsInSight(scene, row);
  pen.save();
  pen.beginPath();
  pen.rect(plot.left + 1, top, width - plot.left - 1, layout.rowHeight);
  pen.clip();
  pen.globalAlpha = scene.matches !== null && scene.matches[row.index] !== 1 ? aside : 1;
  if (to - from > (width - plot.left) / 2) drawStrip(pen, scene, from, to, top);
  else drawEach(pen, scene, row, from, to, top);
  drawCritical(pen, scene, row.index, top);
  pen.globalAlpha = 1;
  drawLabel(pen, scene, row, top);
  pen.restore();
}

/** Bars of a group overlap: any of them may reach into what is seen. */
function barsInSight(
  { model, view, scale, plot, width }: Scene,
  row: SpanRow,
): { readonly from: number; readonly to: number } {
  const [first, last] = [model.bars.first[row.index] ?? 0, model.bars.first[row.index + 1] ?? 0];
  const early = scale.real(view.from - sizes.plotStart / plot.perMs);
  const from = row.kind === 'group' ? first : firstVisible(model, first, last, early);
  return { from, to: firstFrom(model, from, last, scale.real(fromX(plot, width)) + 1e-9) };
}

function drawEach(pen: Pen, scene: Scene, row: SpanRow, from: number, to: number, top: number): void {
  const { model, scale, plot, width } = scene;
  let edge = -Infinity;
  let edgeKind = -1;
  for (let bar = from; bar < to; bar++) {
    const span = model.bars.span[bar] ?? 0;
    const x = toX(plot, scale.draw(model.columns.start[span] ?? 0));
    const right = toX(plot, scale.draw(Math.min(model.end[span] ?? 0, scene.now)));
    if (right < plot.left) continue;
    if (right - edge < apartPx && model.barKind[span] === edgeKind) continue;
    drawBar(pen, scene, row, bar, Math.max(x, plot.left - 20), Math.min(right, width + 20), top);
    edge = Math.max(edge, right);
    edgeKind = model.barKind[span] ?? -1;
  }
}

function drawBar(pen: Pen, scene: Scene, row: SpanRow, bar: number, x: number, right: number, top: number): void {
  const { theme, model } = scene;
  const span = model.bars.span[bar] ?? 0;
  const kind = barKinds[model.barKind[span] ?? noBar] ?? 'done';
  const y = top + (scene.layout.rowHeight - sizes.bar) / 2;
  const width = Math.max(right - x, 1.5);
  const open = model.end[span] === Infinity;
  if (kind === 'instant') return drawInstant(pen, theme, x, y);
  if (kind === 'composite') return drawComposite(pen, theme, x, width, y, open);
  if (kind === 'timer') return drawTimer(pen, scene, x, width, y, open);
  if (kind === 'wait' || kind === 'person') return drawWait(pen, theme, kind, x, width, y);
  const fill = fills[kind];
  if (!fill) return;
  const tone = row.service !== '' && fill === 'accent' ? toneOf(model.columns, span) : null;
  pen.fillStyle = tone === null ? theme[fill] : serviceFill(theme, tone);
  rounded(pen, x, y, width, sizes.bar);
  pen.fill();
  if (bar === scene.hoverBar) veil(pen, theme);
  if (open && scene.live) drawEdge(pen, theme, x, width, y);
  if (kind === 'failed' || kind === 'undoFailed') drawError(pen, scene, span, x, width, y);
}

function rounded(pen: Pen, x: number, y: number, width: number, height: number): void {
  pen.beginPath();
  pen.roundRect(x, y, width, height, Math.min(4, width / 2));
}

function veil(pen: Pen, theme: CanvasTheme): void {
  const before = pen.globalAlpha;
  pen.globalAlpha = before * 0.16;
  pen.fillStyle = theme.ink;
  pen.fill();
  pen.globalAlpha = before;
}

/** The right edge of what is at work: it moves, so it is seen. */
function drawEdge(pen: Pen, theme: CanvasTheme, x: number, width: number, y: number): void {
  const reach = Math.min(width, 26);
  const glow = pen.createLinearGradient(x + width - reach, 0, x + width, 0);
  glow.addColorStop(0, 'transparent');
  glow.addColorStop(1, theme.panel);
  pen.save();
  rounded(pen, x, y, width, sizes.bar);
  pen.clip();
  pen.globalAlpha *= 0.45;
  pen.fillStyle = glow;
  pen.fillRect(x + width - reach, y, reach, sizes.bar);
  pen.restore();
  drawEdgeLine(pen, theme.focus, x + width, y);
}

function drawEdgeLine(pen: Pen, colour: string, right: number, y: number): void {
  pen.fillStyle = colour;
  pen.fillRect(right - 1.5, y - 2, 2, sizes.bar + 4);
}

function drawInstant(pen: Pen, theme: CanvasTheme, x: number, y: number): void {
  const half = 4.5;
  const middle = y + sizes.bar / 2;
  pen.fillStyle = theme.accent;
  pen.beginPath();
  pen.moveTo(x, middle - half);
  pen.lineTo(x + half, middle);
  pen.lineTo(x, middle + half);
  pen.lineTo(x - half, middle);
  pen.closePath();
  pen.fill();
}

/** A bracket over what is in it: it does no work itself. */
function drawComposite(pen: Pen, theme: CanvasTheme, x: number, width: number, y: number, open: boolean): void {
  const middle = y + 5;
  pen.fillStyle = theme.line3;
  pen.fillRect(x, middle, width, 3);
  pen.beginPath();
  pen.moveTo(x, middle);
  pen.lineTo(x + Math.min(6, width), middle);
  pen.lineTo(x, middle + 8);
  if (!open) {
    pen.moveTo(x + width, middle);
    pen.lineTo(x + width - Math.min(6, width), middle);
    pen.lineTo(x + width, middle + 8);
  }
  pen.fill();
}

/** Time that is meant to pass: an outline, filled softly. */
function drawTimer(pen: Pen, { theme, live }: Scene, x: number, width: number, y: number, open: boolean): void {
  pen.fillStyle = theme.timeSoft;
  pen.strokeStyle = theme.time;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, Math.max(width - 1, 1), sizes.bar - 1, 3.5);
  pen.fill();
  pen.stroke();
  if (open && live) drawEdgeLine(pen, theme.time, x + width, y);
}

function drawWait(pen: Pen, theme: CanvasTheme, kind: 'wait' | 'person', x: number, width: number, y: number): void {
  const colour = kind === 'person' ? theme.warn : theme.line2;
  // A hair of room on each side keeps it apart from the attempts it lies between.
  const [left, room] = width > 8 ? [x + 1.5, width - 3] : [x, width];
  if (room < 5) {
    pen.fillStyle = colour;
    return pen.fillRect(left, y + 1, room, sizes.bar - 2);
  }
  pen.save();
  rounded(pen, left, y, room, sizes.bar);
  pen.clip();
  pen.strokeStyle = colour;
  if (kind === 'person') pen.globalAlpha *= 0.45;
  pen.lineWidth = 4;
  pen.beginPath();
  for (let at = left - sizes.bar - 6; at < left + room + 6; at += 11.3) {
    pen.moveTo(at, y + sizes.bar + 3);
    pen.lineTo(at + sizes.bar + 6, y - 3);
  }
  pen.stroke();
  pen.restore();
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(left + 0.5, y + 0.5, room - 1, sizes.bar - 1, 3.5);
  pen.stroke();
}

/** What went wrong, in the segment when it fits; else a cross; else the row's glyph says it. */
function drawError(pen: Pen, scene: Scene, span: number, x: number, width: number, y: number): void {
  const { theme, model } = scene;
  const error = textAt(model.columns, span, 'error.type');
  if (!error || width < 14) return;
  pen.font = `500 10.5px ${theme.font}`;
  const from = Math.max(x, scene.plot.left);
  const room = x + width - from;
  const label = shortError(error).find((each) => widthOf(pen, each) <= room - 5);
  pen.fillStyle = theme.accentInk;
  if (label) pen.fillText(label, from + Math.min(5, (room - widthOf(pen, label)) / 2), y + sizes.bar / 2 + 0.5);
  else drawGlyph(pen, 'cross', x + width / 2 - 4.5, y + 2.5, 9, theme.accentInk, 3);
}

/** The row's bars are out of sight: to the left, or to the right. */
function drawElsewhere(pen: Pen, { plot, width, theme }: Scene, left: boolean, middle: number): void {
  drawGlyph(pen, left ? 'left' : 'right', left ? plot.left + 6 : width - 18, middle - 5.5, 11, theme.line3, 2.4);
}

/** The duration stands beside the row's last bar, or at the plot's edge when that is out of sight. */
function drawLabel(pen: Pen, scene: Scene, row: SpanRow, top: number): void {
  const { theme, plot, scale, width, words, layout } = scene;
  const middle = top + layout.rowHeight / 2;
  const end = Math.min(row.end, scene.now);
  const [x, right] = [toX(plot, scale.draw(row.start)), toX(plot, scale.draw(end))];
  if (right < plot.left || x > width) return drawElsewhere(pen, scene, right < plot.left, middle);
  const glyph = stateGlyphs[row.state];
  pen.font = `11px ${theme.mono}`;
  const lasted = words.duration(end - row.start);
  const share = (scene.critical?.own[row.index] ?? 0) / (scene.critical?.length || 1);
  const whole = share > 0 ? `${lasted} · ${words.share(share)}` : lasted;
  const label = row.state === 'instant' ? '' : fitted(pen, whole, 150);
  const room = widthOf(pen, label) + (glyph ? 18 : 0);
  const beside = right + (row.state === 'instant' ? 9 : 6);
  const at = Math.min(clearOfTears(tearsIn(scene), beside, room), width - room - 6);
  if (at < right) {
    pen.fillStyle = theme.panel;
    const before = pen.globalAlpha;
    pen.globalAlpha = before * 0.85;
    rounded(pen, at - 4, middle - 8, room + 8, 16);
    pen.fill();
    pen.globalAlpha = before;
  }
  pen.fillStyle = theme.ink3;
  pen.fillText(label, at, middle);
  if (glyph) drawGlyph(pen, glyph[0], at + room - (label === '' ? 18 : 12), middle - 5.5, 11, theme[glyph[1]], 2.4);
}
