import type { LucideIcon } from 'lucide-react';
import type { GlyphTone } from '../canvas/glyphs/glyphs.ts';
import { stateLooks } from '../canvas/nodes/state-look.ts';
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

/** The mark of a state, as the canvas has it: its glyph beside its colour. Null where a run says nothing of the step. */
export function markOf({ state }: StepOverlay): { readonly icon: LucideIcon; readonly colour: Colour } | null {
  if (state === 'notReached') return null;
  const { icon, tone } = stateLooks[state];
  return { icon, colour: tone === 'quiet' ? 'ink3' : tone };
}
