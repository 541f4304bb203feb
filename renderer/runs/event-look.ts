import type { EventType } from '@sagaloom/engine/core';
import {
  Ban,
  Check,
  CircleDot,
  Flag,
  Hand,
  Hourglass,
  type LucideIcon,
  Play,
  RotateCcw,
  SkipForward,
  TimerOff,
  Undo2,
  X,
} from 'lucide-react';
import type { MessageKey } from '../locales/index.ts';
import type { Tone } from '../ui/index.ts';

interface EventLook {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly label: MessageKey;
}

/** How each kind of event is drawn and named in the history. */
export const eventLook = {
  RunStarted: { icon: Play, tone: 'accent', label: 'runs.event.RunStarted' },
  StepStarted: { icon: CircleDot, tone: 'accent', label: 'runs.event.StepStarted' },
  StepPassed: { icon: Check, tone: 'flow', label: 'runs.event.StepPassed' },
  AttemptStarted: { icon: RotateCcw, tone: 'accent', label: 'runs.event.AttemptStarted' },
  AttemptFailed: { icon: X, tone: 'warn', label: 'runs.event.AttemptFailed' },
  StepCompleted: { icon: Check, tone: 'ok', label: 'runs.event.StepCompleted' },
  StepFailed: { icon: X, tone: 'bad', label: 'runs.event.StepFailed' },
  StepCancelled: { icon: Ban, tone: 'neutral', label: 'runs.event.StepCancelled' },
  StepStuck: { icon: Hand, tone: 'warn', label: 'runs.event.StepStuck' },
  BlockRetryScheduled: { icon: Hourglass, tone: 'warn', label: 'runs.event.BlockRetryScheduled' },
  BlockRetried: { icon: RotateCcw, tone: 'accent', label: 'runs.event.BlockRetried' },
  BlockTimedOut: { icon: TimerOff, tone: 'time', label: 'runs.event.BlockTimedOut' },
  FinallyStarted: { icon: Flag, tone: 'flow', label: 'runs.event.FinallyStarted' },
  BlockCompleted: { icon: Check, tone: 'flow', label: 'runs.event.BlockCompleted' },
  BlockFailed: { icon: X, tone: 'bad', label: 'runs.event.BlockFailed' },
  CompensationStarted: { icon: Undo2, tone: 'undo', label: 'runs.event.CompensationStarted' },
  UndoCompleted: { icon: Undo2, tone: 'undo', label: 'runs.event.UndoCompleted' },
  UndoStuck: { icon: Hand, tone: 'warn', label: 'runs.event.UndoStuck' },
  UndoFailed: { icon: X, tone: 'bad', label: 'runs.event.UndoFailed' },
  UndoSkipped: { icon: SkipForward, tone: 'neutral', label: 'runs.event.UndoSkipped' },
  CompensationAborted: { icon: Ban, tone: 'bad', label: 'runs.event.CompensationAborted' },
  CompensationEnded: { icon: Undo2, tone: 'undo', label: 'runs.event.CompensationEnded' },
  CancelRequested: { icon: Ban, tone: 'neutral', label: 'runs.event.CancelRequested' },
  RunTimedOut: { icon: TimerOff, tone: 'time', label: 'runs.event.RunTimedOut' },
  RunEnded: { icon: Flag, tone: 'ok', label: 'runs.event.RunEnded' },
} as const satisfies Record<EventType, EventLook>;
