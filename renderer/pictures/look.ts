import {
  Ban,
  Check,
  Hand,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Pause,
  RotateCw,
  ShieldCheck,
  SkipForward,
  Undo2,
  X,
} from 'lucide-react';
import type { GlyphTone } from '../canvas/glyphs/glyphs.ts';
import type { StepOverlay } from '../canvas/overlay.ts';
import type { GroupTone } from '../canvas/scene/types.ts';
import type { Palette } from './palette.ts';

type Colour = keyof Palette;

export const tileOf: Readonly<Record<GlyphTone, readonly [soft: Colour, strong: Colour]>> = {
  work: ['accentSoft', 'accent'],
  flow: ['flowSoft', 'flow'],
  time: ['timeSoft', 'time'],
  saga: ['undoSoft', 'undo'],
  end: ['okSoft', 'ok'],
  bad: ['badSoft', 'bad'],
};

export const groundOf: Readonly<Record<GroupTone, readonly [soft: Colour, strong: Colour]>> = {
  saga: ['undoSoft', 'undo'],
  try: ['timeSoft', 'time'],
  parallel: ['flowSoft', 'flow'],
  map: ['flowSoft', 'flow'],
};

/** What became of a step, in the colour that means it; null where a run says nothing. */
export const stateOf: Readonly<Record<StepOverlay['state'], Colour | null>> = {
  notReached: null,
  paused: 'bad',
  running: 'accent',
  waiting: 'time',
  retrying: 'warn',
  completed: 'ok',
  failed: 'bad',
  caught: 'warn',
  undoing: 'undo',
  undone: 'undo',
  stuck: 'bad',
  cancelled: 'ink3',
  skipped: 'ink3',
};

/** Never colour alone: each state has its own glyph as well, the one of the canvas. */
export const markOf: Readonly<Record<StepOverlay['state'], LucideIcon | null>> = {
  notReached: null,
  paused: Pause,
  running: LoaderCircle,
  waiting: Hourglass,
  retrying: RotateCw,
  completed: Check,
  failed: X,
  caught: ShieldCheck,
  undoing: Undo2,
  undone: Undo2,
  stuck: Hand,
  cancelled: Ban,
  skipped: SkipForward,
};
