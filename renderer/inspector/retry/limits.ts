import { DEFAULT_START_TO_CLOSE, isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { type Path, readAt } from '../../document/index.ts';
import { useEditing } from '../editing.ts';
import { durationOf, type Limits } from './backoff.ts';

export const timeoutNames = ['scheduleToClose', 'scheduleToStart', 'startToClose', 'heartbeat'] as const;
export type TimeoutName = (typeof timeoutNames)[number];

/** A time limit as it holds: said by the step, by the workflow's defaults, or by nobody. */
export interface Limit {
  /** As it is written; null: there is none. */
  readonly text: string | null;
  readonly ms: number | null;
  readonly from: 'step' | 'workflow' | 'default' | 'none';
}

export type Timeouts = Readonly<Record<TimeoutName, Limit>>;

/** AT1. What holds for an activity, however it is said. `isDefaults`: these are the workflow's own, which go by nothing else. */
export function timeoutsOf(own: Json | undefined, general: Json | undefined, isDefaults = false): Timeouts {
  const limit = (name: TimeoutName): Limit => {
    const said = textIn(own, name);
    if (said !== null) return { text: said, ms: durationOf(said), from: 'step' };
    const common = isDefaults ? null : textIn(general, name);
    if (common !== null) return { text: common, ms: durationOf(common), from: 'workflow' };
    const fallback = name === 'startToClose' ? DEFAULT_START_TO_CLOSE : null;
    return { text: fallback, ms: durationOf(fallback ?? undefined), from: fallback === null ? 'none' : 'default' };
  };
  return {
    scheduleToClose: limit('scheduleToClose'),
    scheduleToStart: limit('scheduleToStart'),
    startToClose: limit('startToClose'),
    heartbeat: limit('heartbeat'),
  };
}

function textIn(timeouts: Json | undefined, name: TimeoutName): string | null {
  const value = isObject(timeouts ?? null) ? (timeouts as JsonObject)[name] : undefined;
  return typeof value === 'string' ? value : null;
}

/** What would hold if the step said nothing. */
export function fallbackOf(name: TimeoutName, general: Json | undefined, isDefaults = false): string | null {
  return timeoutsOf(undefined, general, isDefaults)[name].text;
}

/** A limit that can never strike, and the one that strikes first. */
export interface Idle {
  readonly name: TimeoutName;
  readonly by: TimeoutName;
}

export function idleLimits(timeouts: Timeouts): readonly Idle[] {
  const { scheduleToClose: all, scheduleToStart: queue, startToClose: one, heartbeat: silence } = timeouts;
  const found: Idle[] = [];
  if (isSaid(one) && isNotBefore(one, all, true)) found.push({ name: 'startToClose', by: 'scheduleToClose' });
  if (isSaid(queue) && isNotBefore(queue, all, false)) found.push({ name: 'scheduleToStart', by: 'scheduleToClose' });
  if (isNotBefore(silence, one, false)) found.push({ name: 'heartbeat', by: 'startToClose' });
  else if (isNotBefore(silence, all, false)) found.push({ name: 'heartbeat', by: 'scheduleToClose' });
  return found;
}

/** A default that never strikes is nobody's mistake. */
const isSaid = ({ from }: Limit): boolean => from !== 'default';

/** An attempt may be as long as all together; that is how people say "one attempt". */
const isNotBefore = (one: Limit, other: Limit, mayBeEqual: boolean): boolean =>
  one.ms !== null && other.ms !== null && (mayBeEqual ? one.ms > other.ms : one.ms >= other.ms);

export const limitsOf = ({ startToClose, scheduleToStart, scheduleToClose }: Timeouts): Limits => ({
  attemptMs: startToClose.ms,
  queueMs: scheduleToStart.ms,
  allMs: scheduleToClose.ms,
});

/** Of what has `retry` and `timeouts` at a path. */
export function useTimeouts(at: Path): Timeouts {
  const { document, base } = useEditing();
  return timeoutsOf(
    readAt(document, [...base, ...at, 'timeouts']),
    readAt(document, ['defaults', 'timeouts']),
    isDefaultsPath(at),
  );
}

export const isDefaultsPath = (at: Path): boolean => at[0] === 'defaults';

/** SG4: without rules of its own an undo goes by one, which says nothing but the defaults. */
export const undoRules: readonly Json[] = [{}];
