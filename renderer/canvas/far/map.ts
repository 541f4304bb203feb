import type { HeatLevel } from '../heat.ts';
import type { StepState } from '../overlay.ts';
import type { Drawn, Scene, StepData } from '../scene/types.ts';
import { boxesOf, boxOf } from './boxes.ts';
import type { Area } from './grid.ts';
import { mixed, type Tokens } from './theme.ts';

/** Of the map, in px. */
export const mapSize = { width: 132, height: 78 } as const;
const margin = 6;

/** How the drawing lies on the map: map = drawing × zoom + x. */
export interface Framing {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The drawing and the window, whatever of both reaches further. */
export function framingOf(bounds: Area, window: Area): Framing {
  const [left, top] = [Math.min(bounds.x, window.x), Math.min(bounds.y, window.y)];
  const right = Math.max(bounds.x + bounds.width, window.x + window.width);
  const bottom = Math.max(bounds.y + bounds.height, window.y + window.height);
  const room = { width: mapSize.width - 2 * margin, height: mapSize.height - 2 * margin };
  const zoom = Math.min(room.width / Math.max(1, right - left), room.height / Math.max(1, bottom - top));
  return {
    zoom,
    x: margin + (room.width - (right - left) * zoom) / 2 - left * zoom,
    y: margin + (room.height - (bottom - top) * zoom) / 2 - top * zoom,
  };
}

type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export function paintMap(pen: Pen, scene: Scene, at: Framing, tokens: Tokens): void {
  pen.clearRect(0, 0, mapSize.width, mapSize.height);
  const boxes = boxesOf(scene);
  const paints = new Map<string, string>();
  scene.nodes.forEach((node, number) => {
    if (node.type !== 'step' && node.type !== 'frame') return;
    const look = node.type === 'frame' ? node.data.tone : lookOf(node.data);
    const paint = paints.get(look) ?? paintOf(node, tokens);
    paints.set(look, paint);
    const { x, y, width, height } = boxOf(boxes, number);
    pen.fillStyle = paint;
    const [across, down] = [Math.max(0.75, width * at.zoom), Math.max(0.75, height * at.zoom)];
    pen.fillRect(x * at.zoom + at.x, y * at.zoom + at.y, across, down);
    if (node.type !== 'frame' || down < 4) return;
    pen.strokeStyle = borderOf(node.data.tone, tokens);
    pen.lineWidth = 0.75;
    pen.strokeRect(x * at.zoom + at.x, y * at.zoom + at.y, across, down);
  });
}

export function paintWindow(pen: Pen, window: Area, at: Framing, tokens: Tokens): void {
  pen.strokeStyle = tokens.accent;
  pen.lineWidth = 1.5;
  const [width, height] = [Math.max(3, window.width * at.zoom), Math.max(3, window.height * at.zoom)];
  pen.strokeRect(window.x * at.zoom + at.x, window.y * at.zoom + at.y, width, height);
}

type Held = Extract<Drawn, { type?: 'frame' }>['data']['tone'];

function toneOf(tone: Held, tokens: Tokens): readonly [soft: string, strong: string] {
  if (tone === 'parallel' || tone === 'map') return [tokens.flowSoft, tokens.flow];
  return tone === 'try' ? [tokens.timeSoft, tokens.time] : [tokens.undoSoft, tokens.undo];
}

const borderOf = (tone: Held, tokens: Tokens): string => mixed(toneOf(tone, tokens)[1], 45, tokens.line2);

function paintOf(node: Drawn, tokens: Tokens): string {
  if (node.type === 'frame') return mixed(toneOf(node.data.tone, tokens)[0], 80, 'transparent');
  const level = node.type === 'step' ? node.data.heat?.level : undefined;
  if (level !== undefined) return heatColor(level, tokens);
  const state = node.type === 'step' ? node.data.run?.state : undefined;
  return state === undefined ? tokens.line2 : stateColor(state, tokens);
}

const lookOf = ({ heat, run }: StepData): string => (heat ? `heat ${heat.level}` : (run?.state ?? 'plain'));

/** On the small map even what is hardly warm has to be made out. */
function heatColor(level: HeatLevel | null, tokens: Tokens): string {
  if (level === null || level === 0) return level === null ? tokens.line2 : tokens.line3;
  return mixed(tokens.heat, 10 + 18 * level, tokens.panel);
}

function stateColor(state: StepState, tokens: Tokens): string {
  switch (state) {
    case 'completed':
      return mixed(tokens.ok, 70, 'transparent');
    case 'running':
      return tokens.accent;
    case 'waiting':
    case 'paused':
      return tokens.time;
    case 'retrying':
    case 'caught':
      return tokens.warn;
    case 'failed':
    case 'stuck':
      return mixed(tokens.bad, 80, 'transparent');
    case 'undone':
    case 'undoing':
      return mixed(tokens.undo, 70, 'transparent');
    default:
      return tokens.line2;
  }
}
