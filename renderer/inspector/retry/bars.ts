import type { TimeoutName, Timeouts } from './limits.ts';

/** A time limit as a bar. Fractions of the whole width; an open one has no end of its own. */
export interface Bar {
  readonly name: TimeoutName;
  readonly from: number;
  readonly to: number;
  readonly isOpen: boolean;
}

/** The least a bar is wide, so that its words have room. */
const leastShare = 0.34;

/**
 * All together; in it the wait in the queue and one attempt after it, then room for more attempts; in the attempt its silence.
 * The scale is gentle: a limit a hundred times as long is ten times as wide, and none is narrower than its words.
 */
export function barsOf({ scheduleToClose, scheduleToStart, startToClose, heartbeat }: Timeouts): readonly Bar[] {
  const [all, queue, one] = [scheduleToClose.ms, scheduleToStart.ms, startToClose.ms];
  const first = (queue ?? 0) + (one ?? 0);
  const inner = all !== null && first > 0 && all > first ? between(Math.sqrt(first / all), 0.72, 0.94) : 1;
  const share =
    queue === null || one === null || queue + one === 0
      ? leastShare
      : Math.sqrt(queue) / (Math.sqrt(queue) + Math.sqrt(one));
  const middle = inner * between(share, leastShare, 1 - leastShare);
  const silence =
    heartbeat.ms === null || one === null || one === 0 ? 1 : between(Math.sqrt(heartbeat.ms / one), 0.5, 1);
  return [
    { name: 'scheduleToClose', from: 0, to: 1, isOpen: all === null },
    { name: 'scheduleToStart', from: 0, to: middle, isOpen: queue === null },
    { name: 'startToClose', from: middle, to: inner, isOpen: one === null },
    { name: 'heartbeat', from: middle, to: middle + (inner - middle) * silence, isOpen: heartbeat.ms === null },
  ];
}

const between = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
