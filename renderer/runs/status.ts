import type { RunStatus } from '@sagaloom/engine/core';
import {
  Ban,
  Check,
  CirclePause,
  CirclePlay,
  Hand,
  Hourglass,
  type LucideIcon,
  RefreshCw,
  Square,
  TimerOff,
  Undo2,
  X,
} from 'lucide-react';
import type { MessageKey } from '../locales/index.ts';
import type { Tone } from '../ui/index.ts';

interface StatusLook {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly label: MessageKey;
}

/** Never colour alone: each status has its own glyph. */
export const statusLook = {
  running: { icon: CirclePlay, tone: 'accent', label: 'runs.status.running' },
  paused: { icon: CirclePause, tone: 'neutral', label: 'runs.status.paused' },
  suspended: { icon: Hand, tone: 'warn', label: 'runs.status.suspended' },
  completed: { icon: Check, tone: 'ok', label: 'runs.status.completed' },
  failed: { icon: X, tone: 'bad', label: 'runs.status.failed' },
  compensated: { icon: Undo2, tone: 'undo', label: 'runs.status.compensated' },
  cancelled: { icon: Ban, tone: 'neutral', label: 'runs.status.cancelled' },
  terminated: { icon: Square, tone: 'bad', label: 'runs.status.terminated' },
  timedOut: { icon: TimerOff, tone: 'time', label: 'runs.status.timedOut' },
  continuedAsNew: { icon: RefreshCw, tone: 'flow', label: 'runs.status.continuedAsNew' },
} as const satisfies Record<RunStatus, StatusLook>;

/** It waits for a slot of its concurrency key; by status it runs. */
const queuedLook = { icon: Hourglass, tone: 'time', label: 'runs.status.queued' } as const satisfies StatusLook;

export function lookOf({ status, queued }: { readonly status: RunStatus; readonly queued: boolean }): StatusLook {
  return queued && status === 'running' ? queuedLook : statusLook[status];
}

export const runStatuses = Object.keys(statusLook) as readonly RunStatus[];

export function isOpen(status: RunStatus): boolean {
  return status === 'running' || status === 'paused' || status === 'suspended';
}
