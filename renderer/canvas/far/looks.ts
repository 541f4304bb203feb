import type { GlyphTone } from '../glyphs/glyphs.ts';
import { glyphs } from '../glyphs/glyphs.ts';
import type { StepState } from '../overlay.ts';
import type { CanvasEdge, Drawn, GroupTone } from '../scene/types.ts';
import { mixed, type Tokens } from './theme.ts';

/** How a thing is drawn from afar: what has one look is drawn in one go. Looks lie above each other in this order. */
export const nodeLooks = [
  'ground.saga',
  'ground.try',
  'ground.parallel',
  'ground.map',
  'lane',
  'undo',
  'start',
  'card.work',
  'card.flow',
  'card.time',
  'card.saga',
  'card.bad',
  'card.end',
  'state.done',
  'state.running',
  'state.waiting',
  'state.warn',
  'state.failed',
  'state.undone',
  'state.none',
  'heat.0',
  'heat.1',
  'heat.2',
  'heat.3',
  'heat.4',
  'heat.5',
  'heat.never',
] as const;
export type NodeLook = (typeof nodeLooks)[number];

export const edgeLooks = [
  'quiet',
  'plain',
  'catch',
  'back',
  'taken',
  'caught',
  'cold',
  'warm',
  'hot',
  'missing',
] as const;
export type EdgeLook = (typeof edgeLooks)[number];

const states: Readonly<Record<StepState, NodeLook>> = {
  completed: 'state.done',
  running: 'state.running',
  waiting: 'state.waiting',
  paused: 'state.waiting',
  retrying: 'state.warn',
  caught: 'state.warn',
  failed: 'state.failed',
  stuck: 'state.failed',
  undoing: 'state.undone',
  undone: 'state.undone',
  cancelled: 'state.none',
  skipped: 'state.none',
  notReached: 'state.none',
};

export function nodeLook(node: Drawn): NodeLook {
  if (node.type === 'frame') return ground(node.data.tone);
  if (node.type === 'lane' || node.type === 'back' || node.type === 'note') return 'lane';
  if (node.type === 'undo') return 'undo';
  if (node.type !== 'step') return 'start';
  const { run, glyph, heat } = node.data;
  if (heat) return heat.level === null ? 'heat.never' : `heat.${heat.level}`;
  return run ? states[run.state] : (`card.${glyphs[glyph].tone}` satisfies `card.${GlyphTone}`);
}

const ground = (tone: GroupTone): NodeLook => `ground.${tone}`;

/** px on the near drawing: from here on a connection is a main road. */
const widthOfHot = 4;

export function edgeLook({ data }: CanvasEdge): EdgeLook {
  if (!data) return 'plain';
  if (data.kind === 'missing') return 'missing';
  if (data.heat) return data.heat.text === null ? 'cold' : data.heat.width < widthOfHot ? 'warm' : 'hot';
  if (data.kind === 'undo' || data.kind === 'back') return data.state === 'notReached' ? 'quiet' : 'back';
  if (data.state === 'notReached') return 'quiet';
  if (data.kind === 'catch') return data.state === 'taken' ? 'caught' : 'catch';
  return data.state === 'taken' ? 'taken' : 'plain';
}

/** What fills a thing, and what is around it. */
export interface Paint {
  readonly fill: string;
  readonly border: string;
}

/** Of a card: its own colour, for when it is too small for a card with a tile on it. */
export function nodePaints(tokens: Tokens): Readonly<Record<NodeLook, Paint>> {
  const card = (color: string): Paint => ({ fill: color, border: tokens.line3 });
  const state = (color: string, percent = 75): Paint => ({ fill: mixed(color, percent, tokens.raised), border: color });
  const held = (color: string, soft: string): Paint => ({
    fill: mixed(soft, 80, tokens.bg),
    border: mixed(color, 45, tokens.line2),
  });
  return {
    'ground.saga': held(tokens.undo, tokens.undoSoft),
    'ground.try': held(tokens.time, tokens.timeSoft),
    'ground.parallel': held(tokens.flow, tokens.flowSoft),
    'ground.map': held(tokens.flow, tokens.flowSoft),
    lane: { fill: mixed(tokens.panel, 55, 'transparent'), border: mixed(tokens.flow, 22, tokens.line2) },
    undo: { fill: mixed(tokens.undo, 40, tokens.undoSoft), border: tokens.undo },
    start: { fill: tokens.line3, border: tokens.line3 },
    'card.work': card(tokens.accent),
    'card.flow': card(tokens.flow),
    'card.time': card(tokens.time),
    'card.saga': card(tokens.undo),
    'card.bad': card(tokens.bad),
    'card.end': card(tokens.ok),
    'state.done': state(tokens.ok),
    'state.running': state(tokens.accent, 100),
    'state.waiting': state(tokens.time),
    'state.warn': state(tokens.warn),
    'state.failed': state(tokens.bad, 90),
    'state.undone': state(tokens.undo),
    'heat.0': { fill: tokens.raised, border: tokens.line3 },
    'heat.1': { fill: tokens.heat1, border: tokens.heat },
    'heat.2': { fill: tokens.heat2, border: tokens.heat },
    'heat.3': { fill: tokens.heat3, border: tokens.heat },
    'heat.4': { fill: tokens.heat4, border: tokens.heat },
    'heat.5': { fill: tokens.heat5, border: tokens.heat },
    'heat.never': { fill: mixed(tokens.line3, 20, tokens.bg), border: tokens.line2 },
    'state.none': { fill: mixed(tokens.line3, 45, tokens.bg), border: tokens.line2 },
  };
}

export function edgePaints(tokens: Tokens): Readonly<Record<EdgeLook, string>> {
  return {
    quiet: tokens.line2,
    plain: tokens.line3,
    catch: mixed(tokens.bad, 65, tokens.line3),
    back: mixed(tokens.undo, 60, tokens.bg),
    taken: tokens.ok,
    caught: tokens.warn,
    cold: tokens.line2,
    warm: mixed(tokens.heat, 60, tokens.bg),
    hot: tokens.heat,
    missing: tokens.bad,
  };
}
