import type { EventType } from '@sagaloom/engine/core';
import {
  Ban,
  Check,
  CircleDot,
  CirclePause,
  CirclePlay,
  DoorOpen,
  FileDiff,
  Flag,
  GitBranch,
  Hand,
  Hourglass,
  Inbox,
  type LucideIcon,
  PencilLine,
  Play,
  Radio,
  RefreshCw,
  RotateCcw,
  SkipForward,
  Tags,
  TimerOff,
  Undo2,
  Workflow,
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
  RunAdmitted: { icon: DoorOpen, tone: 'accent', label: 'runs.event.RunAdmitted' },
  RunBranched: { icon: GitBranch, tone: 'flow', label: 'runs.event.RunBranched' },
  DefinitionMigrated: { icon: FileDiff, tone: 'flow', label: 'runs.event.DefinitionMigrated' },
  SignalReceived: { icon: Radio, tone: 'time', label: 'runs.event.SignalReceived' },
  UpdateApplied: { icon: PencilLine, tone: 'flow', label: 'runs.event.UpdateApplied' },
  AttributesSet: { icon: Tags, tone: 'neutral', label: 'runs.event.AttributesSet' },
  RunPaused: { icon: CirclePause, tone: 'neutral', label: 'runs.event.RunPaused' },
  RunResumed: { icon: CirclePlay, tone: 'accent', label: 'runs.event.RunResumed' },
  AttemptPickedUp: { icon: Inbox, tone: 'neutral', label: 'runs.event.AttemptPickedUp' },
  ChildStarted: { icon: Workflow, tone: 'accent', label: 'runs.event.ChildStarted' },
  RunClosing: { icon: Flag, tone: 'neutral', label: 'runs.event.RunClosing' },
  ChildClosed: { icon: Workflow, tone: 'neutral', label: 'runs.event.ChildClosed' },
  NextStarted: { icon: RefreshCw, tone: 'flow', label: 'runs.event.NextStarted' },
} as const satisfies Record<EventType, EventLook>;
