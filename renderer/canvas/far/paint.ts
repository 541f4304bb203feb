import type { Scene } from '../scene/types.ts';
import { boxOf } from './boxes.ts';
import type { Area } from './grid.ts';
import { edgeLooks, edgePaints, type NodeLook, nodePaints } from './looks.ts';
import type { FarModel } from './model.ts';
import type { Tokens } from './theme.ts';

export interface FarPicture {
  readonly scene: Scene;
  readonly model: FarModel;
  readonly tokens: Tokens;
  readonly chosen: readonly string[];
  readonly hovered: string | null;
}

/** Where the drawing is on the screen: px = drawing × zoom + x. */
export interface Transform {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

type Pen = CanvasRenderingContext2D;

/** All of it, by look: a look sets its colour once. Things are drawn as rectangles, which cost little. */
export function paintFar(
  pen: Pen,
  picture: FarPicture,
  at: Transform,
  size: { readonly width: number; readonly height: number },
): void {
  pen.clearRect(0, 0, size.width, size.height);
  const seen: Area = {
    x: -at.x / at.zoom,
    y: -at.y / at.zoom,
    width: size.width / at.zoom,
    height: size.height / at.zoom,
  };
  const paints = nodePaints(picture.tokens);
  paintGrounds(pen, picture, at, seen, paints);
  paintLines(pen, picture, at, seen);
  for (const [look, numbers] of picture.model.things)
    paintThings(pen, picture, { look, numbers, paint: paints[look] }, at, seen);
  paintProblems(pen, picture, at, seen);
  paintNames(pen, picture, at, seen);
  paintRings(pen, picture, at);
}

type Paints = ReturnType<typeof nodePaints>;

function paintGrounds(pen: Pen, { model }: FarPicture, at: Transform, seen: Area, paints: Paints): void {
  pen.lineWidth = 1;
  for (const { number, look, state } of model.grounds) {
    const { x, y, width, height } = boxOf(model.boxes, number);
    if (!touches(x, y, width, height, seen)) continue;
    const [left, top] = [x * at.zoom + at.x, y * at.zoom + at.y];
    const [across, down] = [Math.max(1, width * at.zoom), Math.max(1, height * at.zoom)];
    if (look === 'lane' && down < 6) continue;
    pen.globalAlpha = state === 'notReached' ? 0.62 : 1;
    pen.fillStyle = paints[look].fill;
    pen.fillRect(left, top, across, down);
    if (down > 5) {
      pen.strokeStyle = state === 'failed' || state === 'stuck' ? paints['state.failed'].border : paints[look].border;
      pen.strokeRect(left + 0.5, top + 0.5, across - 1, down - 1);
    }
  }
  pen.globalAlpha = 1;
}

function touches(x: number, y: number, width: number, height: number, seen: Area): boolean {
  return x <= seen.x + seen.width && y <= seen.y + seen.height && x + width >= seen.x && y + height >= seen.y;
}

/** Pieces are level or upright, so rectangles do. What would be shorter than a pixel is not drawn. */
function paintLines(pen: Pen, { model, tokens }: FarPicture, at: Transform, seen: Area): void {
  const thin = Math.max(0.75, 1.5 * at.zoom);
  const paints = edgePaints(tokens);
  for (const look of edgeLooks) {
    const pieces = model.lines[look];
    const thick = look === 'hot' ? 2 * thin : thin;
    if (pieces.length === 0) continue;
    pen.fillStyle = paints[look];
    for (let piece = 0; piece < pieces.length; piece += 4) {
      const [fromX, fromY, toX, toY] = [
        pieces[piece] ?? 0,
        pieces[piece + 1] ?? 0,
        pieces[piece + 2] ?? 0,
        pieces[piece + 3] ?? 0,
      ];
      const [x, y] = [Math.min(fromX, toX), Math.min(fromY, toY)];
      const [width, height] = [Math.abs(toX - fromX), Math.abs(toY - fromY)];
      if ((width + height) * at.zoom < 1 || !touches(x, y, width, height, seen)) continue;
      pen.fillRect(
        x * at.zoom + at.x,
        y * at.zoom + at.y,
        Math.max(thick, width * at.zoom),
        Math.max(thick, height * at.zoom),
      );
    }
  }
}

/** Cards too small for a tile are filled with its colour. */
const smallestCard = 9;

interface Things {
  readonly look: NodeLook;
  readonly numbers: Uint32Array;
  readonly paint: Paints[NodeLook];
}

function paintThings(
  pen: Pen,
  { model, tokens }: FarPicture,
  { look, numbers, paint }: Things,
  at: Transform,
  seen: Area,
): void {
  const { x, y, width, height } = model.boxes;
  const isCard = look.startsWith('card');
  const isWhole = !isCard || 60 * at.zoom < smallestCard;
  pen.fillStyle = isWhole ? paint.fill : tokens.raised;
  pen.strokeStyle = paint.border;
  pen.lineWidth = 1;
  const tiles: number[] = [];
  for (const number of numbers) {
    const [left, top, across, down] = [x[number] ?? 0, y[number] ?? 0, width[number] ?? 0, height[number] ?? 0];
    if (!touches(left, top, across, down, seen)) continue;
    const [screenX, screenY] = [left * at.zoom + at.x, top * at.zoom + at.y];
    const [screenWidth, screenHeight] = [Math.max(1, across * at.zoom), Math.max(1, down * at.zoom)];
    pen.fillRect(screenX, screenY, screenWidth, screenHeight);
    if (screenHeight >= smallestCard) pen.strokeRect(screenX + 0.5, screenY + 0.5, screenWidth - 1, screenHeight - 1);
    if (!isWhole) tiles.push(screenX, screenY, screenHeight);
  }
  pen.fillStyle = paint.fill;
  for (let tile = 0; tile < tiles.length; tile += 3)
    paintTile(pen, tiles[tile] ?? 0, tiles[tile + 1] ?? 0, tiles[tile + 2] ?? 0);
}

/** The square with the glyph, and a line where the name is. */
function paintTile(pen: Pen, x: number, y: number, height: number): void {
  const side = height * 0.56;
  const inset = (height - side) / 2;
  pen.fillRect(x + inset, y + inset, side, side);
}

function paintProblems(pen: Pen, { model, tokens }: FarPicture, at: Transform, seen: Area): void {
  const { x, y, width, height } = model.boxes;
  const side = Math.max(1.5, 14 * at.zoom);
  for (const severity of ['warning', 'error'] as const) {
    pen.fillStyle = severity === 'error' ? tokens.bad : tokens.warn;
    for (const number of model.problems[severity]) {
      const [left, bottom] = [x[number] ?? 0, (y[number] ?? 0) + (height[number] ?? 0)];
      if (!touches(left, y[number] ?? 0, width[number] ?? 0, height[number] ?? 0, seen)) continue;
      pen.fillRect(left * at.zoom + at.x, bottom * at.zoom + at.y - side / 2, side, side);
    }
  }
}

const mostNames = 80;

/** Of groups that have room for it, at a size that can be read. */
function paintNames(pen: Pen, { model, scene, tokens }: FarPicture, at: Transform, seen: Area): void {
  pen.font = `600 11px ${tokens.font}`;
  pen.textBaseline = 'top';
  pen.fillStyle = tokens.ink2;
  let left = mostNames;
  for (const number of model.groups) {
    const { x, y, width, height } = boxOf(model.boxes, number);
    const room = 68 * at.zoom;
    if (left === 0 || room < 14 || width * at.zoom < 70 || !touches(x, y, width, height, seen)) continue;
    const node = scene.nodes[number];
    if (node?.type !== 'frame') continue;
    pen.fillText(shortened(node.data.label, width * at.zoom - 12), x * at.zoom + at.x + 6, y * at.zoom + at.y + 4);
    left -= 1;
  }
}

/** Six px a letter is near enough for what is only a hint. */
function shortened(name: string, room: number): string {
  const most = Math.floor(room / 6.4);
  return name.length <= most ? name : `${name.slice(0, Math.max(1, most - 1))}…`;
}

function paintRings(pen: Pen, { model, tokens, chosen, hovered }: FarPicture, at: Transform): void {
  const ring = (id: string, color: string, thick: number): void => {
    const number = model.boxes.numberOf.get(id);
    if (number === undefined) return;
    const { x, y, width, height } = boxOf(model.boxes, number);
    pen.strokeStyle = color;
    pen.lineWidth = thick;
    pen.strokeRect(
      x * at.zoom + at.x - 2,
      y * at.zoom + at.y - 2,
      Math.max(3, width * at.zoom) + 4,
      Math.max(3, height * at.zoom) + 4,
    );
  };
  for (const id of chosen) ring(id, tokens.focus, 2);
  if (hovered !== null) ring(hovered, tokens.ink2, 1.5);
}
