import { indentOf, isShut, type Plot, positionAt, sizes, topOf } from '../layout.ts';
import type { TimelineModel } from '../model.ts';
import { type LaneRow, type Row, rowAt, type SpanRow } from '../row.ts';
import { toneOf } from '../services.ts';
import { drawRowBars } from './bars.ts';
import { drawGlyph } from './glyphs.ts';
import type { Pen, Scene } from './scene.ts';
import { serviceFill } from './services.ts';
import { fitted, widthOf } from './text.ts';

export interface Placed {
  readonly index: number;
  readonly row: Row;
  readonly top: number;
}

/** Only rows in sight are touched, however many there are. */
export function rowsInSight({ layout, model, scroll, height }: Scene): readonly Placed[] {
  const found: Placed[] = [];
  const first = Math.max(positionAt(layout, Math.max(scroll - sizes.top + sizes.axis, 0)), 0);
  for (let n = first; n < layout.rows.length; n++) {
    const top = sizes.top + topOf(layout, n) - scroll;
    if (top > height) break;
    const index = layout.rows[n] ?? 0;
    const row = rowAt(model, index);
    if (row) found.push({ index, row, top });
  }
  return found;
}

export function drawBackgrounds(pen: Pen, scene: Scene, placed: readonly Placed[]): void {
  const { theme, width, layout } = scene;
  for (const { index, row, top } of placed) {
    if (row.kind === 'lane') {
      pen.fillStyle = theme.sunk;
      pen.fillRect(0, top, width, sizes.lane);
    } else if (index === scene.selected) {
      pen.fillStyle = theme.accentSoft;
      pen.fillRect(0, top, width, layout.rowHeight);
    } else if (index === scene.hoverRow) {
      pen.fillStyle = theme.ink;
      pen.globalAlpha = 0.035;
      pen.fillRect(0, top, width, layout.rowHeight);
      pen.globalAlpha = 1;
    }
  }
}

export function drawRows(pen: Pen, scene: Scene, placed: readonly Placed[]): void {
  for (const { row, top } of placed) {
    if (row.kind === 'lane') {
      drawLane(pen, scene, row, top);
      continue;
    }
    drawName(pen, scene, row, top);
    drawRowBars(pen, scene, row, top);
  }
}

function drawLane(pen: Pen, { theme, words }: Scene, { lane }: LaneRow, top: number): void {
  pen.font = `600 11px ${theme.font}`;
  pen.fillStyle = theme.ink3;
  pen.fillText(lane === 'forward' ? words.forward : words.undoing, sizes.namePad, top + sizes.lane / 2 + 0.5);
}

function drawName(pen: Pen, scene: Scene, row: SpanRow, top: number): void {
  const { theme, words, plot } = scene;
  const middle = top + scene.layout.rowHeight / 2;
  const x = nameStart(row, plot, scene.model) + drawMarks(pen, scene, row, middle);
  const room = plot.left - x - 10;
  pen.font = nameFont(theme);
  const full = words.nameOf(row);
  const nameRoom = widthOf(pen, full) + 7;
  const more = besideName(pen, scene, row, room - nameRoom);
  const moreRoom = more === '' ? 0 : widthOf(pen, more) + 7;
  pen.font = nameFont(theme);
  pen.fillStyle = isAside(scene, row.index) ? theme.ink3 : theme.ink;
  const name = fitted(pen, full, room - moreRoom);
  pen.fillText(name, x, middle + 0.5);
  if (more === '') return;
  const after = x + widthOf(pen, name) + 7;
  pen.font = moreFont(theme);
  pen.fillStyle = theme.ink3;
  pen.fillText(more, after, middle + 0.5);
}

/** Something is looked for, and it is not this. Its words stay as easy to read as any. */
const isAside = ({ matches }: Scene, row: number): boolean => matches !== null && matches[row] !== 1;

/** What stands before a name: how it opens, its service's colour, that its parent is missing. Gives the room it took within the name's. */
function drawMarks(pen: Pen, scene: Scene, row: SpanRow, middle: number): number {
  const { theme, model, folds } = scene;
  const x = nameStart(row, scene.plot, model);
  if (row.kind === 'run') drawGlyph(pen, 'workflow', sizes.namePad, middle - 6.5, 13, theme.ink2);
  else if (row.composite) {
    const glyph = isShut(model, folds, row.index) ? 'right' : 'down';
    drawGlyph(pen, glyph, x - 14, middle - 5.5, 11, theme.ink3, 2.4);
  }
  let taken = 0;
  const tone = row.service === '' ? null : toneOf(model.columns, row.span);
  if (tone !== null) {
    pen.fillStyle = serviceFill(theme, tone);
    pen.beginPath();
    pen.roundRect(x, middle - 6, 3, 12, 1.5);
    pen.fill();
    taken += 9;
  }
  if (row.orphan) {
    drawGlyph(pen, 'orphan', x + taken, middle - 5.5, 11, theme.warn, 2.2);
    taken += 15;
  }
  return taken;
}

/** Less than this is not worth writing in. */
const leastRoom = 48;

const nameFont = ({ font }: Scene['theme']): string => `450 12.5px ${font}`;
const moreFont = ({ font }: Scene['theme']): string => `11px ${font}`;

/** `3 attempts` where there is room, else `×3`; of a group how many; of a span from elsewhere its service. */
function besideName(pen: Pen, scene: Scene, row: SpanRow, room: number): string {
  const { words, theme } = scene;
  pen.font = moreFont(theme);
  if (row.kind === 'group') return fits(pen, words.sum(row), room) ?? `×${row.count}`;
  if (row.attempts >= 2) return fits(pen, words.attempts(row.attempts), room) ?? `×${row.attempts}`;
  // A service's first letters say nothing: its colour does.
  return row.service === '' || room < leastRoom ? '' : fitted(pen, row.service, room - 7);
}

const fits = (pen: Pen, text: string, room: number): string | null => (widthOf(pen, text) <= room ? text : null);

/** Deep nesting must leave room for names. */
export function nameStart({ kind, depth }: SpanRow, plot: Plot, { deepest }: TimelineModel): number {
  if (kind === 'run') return sizes.namePad + 20;
  // What is at the top leaves room for the mark that opens and shuts it.
  return sizes.namePad + sizes.indent + indentOf(plot, depth - 1, deepest - 1);
}
