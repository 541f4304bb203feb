import {
  Braces,
  CircleCheck,
  CircleQuestionMark,
  GitFork,
  Globe,
  Layers,
  type LucideIcon,
  OctagonX,
  PencilLine,
  Radio,
  RefreshCw,
  ScrollText,
  Send,
  Shield,
  Split,
  StickyNote,
  Timer,
  Undo2,
  Workflow,
} from 'lucide-react';
import type { JsonObject } from '@sagaloom/engine/core';

export type GlyphName =
  | 'http'
  | 'log'
  | 'activity'
  | 'choice'
  | 'parallel'
  | 'map'
  | 'wait'
  | 'receive'
  | 'emit'
  | 'child'
  | 'set'
  | 'saga'
  | 'try'
  | 'fail'
  | 'succeed'
  | 'continueAsNew'
  | 'note'
  | 'unknown';
/** A decision stands on its corner; what waits, or ends something, is round. */
export type GlyphShape = 'tile' | 'diamond' | 'round';
export type GlyphTone = 'work' | 'flow' | 'time' | 'saga' | 'bad' | 'end';

/** One glyph and one colour for each kind of step: the same on the canvas, in the palette and in the inspector. */
export const glyphs = {
  http: { icon: Globe, tone: 'work', shape: 'tile' },
  log: { icon: ScrollText, tone: 'work', shape: 'tile' },
  activity: { icon: Braces, tone: 'work', shape: 'tile' },
  choice: { icon: Split, tone: 'flow', shape: 'diamond' },
  parallel: { icon: GitFork, tone: 'flow', shape: 'tile' },
  map: { icon: Layers, tone: 'flow', shape: 'tile' },
  wait: { icon: Timer, tone: 'time', shape: 'round' },
  receive: { icon: Radio, tone: 'time', shape: 'round' },
  emit: { icon: Send, tone: 'work', shape: 'tile' },
  child: { icon: Workflow, tone: 'work', shape: 'tile' },
  set: { icon: PencilLine, tone: 'flow', shape: 'tile' },
  saga: { icon: Undo2, tone: 'saga', shape: 'tile' },
  try: { icon: Shield, tone: 'bad', shape: 'tile' },
  fail: { icon: OctagonX, tone: 'bad', shape: 'round' },
  succeed: { icon: CircleCheck, tone: 'end', shape: 'round' },
  continueAsNew: { icon: RefreshCw, tone: 'end', shape: 'round' },
  note: { icon: StickyNote, tone: 'time', shape: 'tile' },
  unknown: { icon: CircleQuestionMark, tone: 'bad', shape: 'tile' },
} as const satisfies Record<
  GlyphName,
  { readonly icon: LucideIcon; readonly tone: GlyphTone; readonly shape: GlyphShape }
>;

export function glyphOf(step: JsonObject): GlyphName {
  const { type, activity } = step;
  if (type === 'task') return activity === 'http' || activity === 'log' ? activity : 'activity';
  return typeof type === 'string' && type in glyphs && !['http', 'log', 'activity', 'note'].includes(type)
    ? (type as GlyphName)
    : 'unknown';
}

/** Nothing comes after it: it ends its block or the run. */
export function isTerminal(glyph: GlyphName): boolean {
  return glyph === 'fail' || glyph === 'succeed' || glyph === 'continueAsNew';
}

/** The activity a step runs; null where it runs none. */
export function activityOf({ type, activity }: JsonObject): string | null {
  return type === 'task' && typeof activity === 'string' ? activity : null;
}
