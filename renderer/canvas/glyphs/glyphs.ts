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
  | 'unknown';
export type GlyphTone = 'work' | 'flow' | 'time' | 'saga' | 'bad' | 'end';

/** One glyph and one colour for each kind of step: the same on the canvas, in the palette and in the inspector. */
export const glyphs = {
  http: { icon: Globe, tone: 'work' },
  log: { icon: ScrollText, tone: 'work' },
  activity: { icon: Braces, tone: 'work' },
  choice: { icon: Split, tone: 'flow' },
  parallel: { icon: GitFork, tone: 'flow' },
  map: { icon: Layers, tone: 'flow' },
  wait: { icon: Timer, tone: 'time' },
  receive: { icon: Radio, tone: 'time' },
  emit: { icon: Send, tone: 'work' },
  child: { icon: Workflow, tone: 'work' },
  set: { icon: PencilLine, tone: 'flow' },
  saga: { icon: Undo2, tone: 'saga' },
  try: { icon: Shield, tone: 'bad' },
  fail: { icon: OctagonX, tone: 'bad' },
  succeed: { icon: CircleCheck, tone: 'end' },
  continueAsNew: { icon: RefreshCw, tone: 'end' },
  unknown: { icon: CircleQuestionMark, tone: 'bad' },
} as const satisfies Record<GlyphName, { readonly icon: LucideIcon; readonly tone: GlyphTone }>;

export function glyphOf(step: JsonObject): GlyphName {
  const { type, activity } = step;
  if (type === 'task') return activity === 'http' || activity === 'log' ? activity : 'activity';
  return typeof type === 'string' && type in glyphs && !['http', 'log', 'activity'].includes(type)
    ? (type as GlyphName)
    : 'unknown';
}

/** The activity a step runs; null where it runs none. */
export function activityOf({ type, activity }: JsonObject): string | null {
  return type === 'task' && typeof activity === 'string' ? activity : null;
}
