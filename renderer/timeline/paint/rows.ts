import { rowAt, sizes } from '../layout.ts';
import type { LaneRow, Row, SpanRow } from '../model.ts';
import { drawRowBars } from './bars.ts';
import { drawGlyph } from './glyphs.ts';
import type { Pen, Scene } from './scene.ts';
import { fitted, widthOf } from './text.ts';

interface Placed {
  readonly index: number;
  readonly row: Row;
  readonly top: number;
}

/** Only rows in sight are touched, however many there are. */
export function* rowsInSight({ layout, model, scroll, height }: Scene): Generator<Placed> {
  const first = Math.max(rowAt(layout, Math.max(scroll - sizes.top + sizes.axis, 0)), 0);
  for (let n = first; n < layout.rows.length; n++) {
    const top = sizes.top + (layout.tops[n] ?? 0) - scroll;
    if (top > height) return;
    const index = layout.rows[n] ?? 0;
    const row = model.rows[index];
    if (row) yield { index, row, top };
  }
}

export function drawBackgrounds(pen: Pen, scene: Scene): void {
  const { theme, width, layout } = scene;
  for (const { row, top } of rowsInSight(scene)) {
    if (row.kind === 'lane') {
      pen.fillStyle = theme.sunk;
      pen.fillRect(0, top, width, sizes.lane);
    } else if (row.key === scene.selected) {
      pen.fillStyle = theme.accentSoft;
      pen.fillRect(0, top, width, layout.rowHeight);
    } else if (row.key === scene.hoverRow) {
      pen.fillStyle = theme.ink;
      pen.globalAlpha = 0.035;
      pen.fillRect(0, top, width, layout.rowHeight);
      pen.globalAlpha = 1;
    }
  }
}

export function drawRows(pen: Pen, scene: Scene): void {
  for (const { index, row, top } of rowsInSight(scene)) {
    if (row.kind === 'lane') drawLane(pen, scene, row, top);
    else {
      drawName(pen, scene, row, top);
      drawRowBars(pen, scene, index, row, top);
    }
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
  const x = nameStart(row);
  if (row.kind === 'run') drawGlyph(pen, 'workflow', sizes.namePad, middle - 6.5, 13, theme.ink2);
  else if (row.composite) {
    drawGlyph(pen, scene.folded.has(row.key) ? 'right' : 'down', x - 14, middle - 5.5, 11, theme.ink3, 2.4);
  }
  const room = plot.left - x - 10;
  pen.font = nameFont(theme);
  const full = words.nameOf(row);
  const nameRoom = widthOf(pen, full) + 7;
  const more = attemptsIn(pen, scene, row, room - nameRoom);
  const moreRoom = more === '' ? 0 : widthOf(pen, more) + 7;
  pen.font = nameFont(theme);
  pen.fillStyle = theme.ink;
  const name = fitted(pen, full, room - moreRoom);
  pen.fillText(name, x, middle + 0.5);
  if (more === '') return;
  const after = x + widthOf(pen, name) + 7;
  pen.font = moreFont(theme);
  pen.fillStyle = theme.ink3;
  pen.fillText(more, after, middle + 0.5);
}

const nameFont = ({ font }: Scene['theme']): string => `450 12.5px ${font}`;
const moreFont = ({ font }: Scene['theme']): string => `11px ${font}`;

/** `3 attempts` where there is room, else `×3`. */
function attemptsIn(pen: Pen, { words, theme }: Scene, { attempts }: SpanRow, room: number): string {
  if (attempts < 2) return '';
  pen.font = moreFont(theme);
  const whole = words.attempts(attempts);
  return widthOf(pen, whole) <= room ? whole : `×${attempts}`;
}

/** Deep nesting must leave room for names. */
export function nameStart({ kind, depth }: SpanRow): number {
  return kind === 'run' ? sizes.namePad + 20 : sizes.namePad + Math.min(depth, 6) * sizes.indent;
}
