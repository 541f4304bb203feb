import type { WantedEffect } from '../core/effect.ts';
import type { Recorded, StepStuck, UndoStuck } from '../core/event.ts';
import { isStuck, type RunState } from '../core/index.ts';
import type { AttentionEntry, RunEntry } from './entry.ts';
import type { Append } from './ports.ts';

/** The entry after more events. `before` is null for the first, which must then be `RunStarted`. */
export function entryAfter(
  before: RunEntry | null,
  state: RunState,
  events: readonly Recorded[],
  wanted: readonly WantedEffect[],
): RunEntry {
  const ended = state.ended ? events.findLast((event) => event.type === 'RunEnded') : undefined;
  return {
    ...identity(before, state, events),
    status: state.status,
    undo: state.undo,
    endedAt: ended?.at ?? before?.endedAt ?? null,
    output: ended?.output ?? before?.output ?? null,
    error: ended?.error ?? before?.error ?? null,
    attention: attentionAfter(before?.attention ?? [], state, events),
    events: state.seq,
    at: state.at,
    wakeAt: wakeAt(wanted),
  };
}

type Identity = Pick<RunEntry, 'runId' | 'workflow' | 'hash' | 'startedAt' | 'traceparent'>;

function identity(before: RunEntry | null, { run }: RunState, events: readonly Recorded[]): Identity {
  if (before) return !run || before.hash === run.hash ? before : { ...before, hash: run.hash };
  const [first] = events;
  if (first?.type !== 'RunStarted' || !run) throw new Error('a history begins with RunStarted');
  const { workflow, traceparent } = first;
  const { at: startedAt } = events.findLast(({ type }) => type === 'RunBranched') ?? first;
  return { runId: run.id, workflow, hash: run.hash, startedAt, traceparent };
}

/** What becomes of the slot of its concurrency key. A run that is closing holds the one it has to its end, and waits for none. */
export function slotAfter(wasAdmitted: boolean | null, { run, admitted, ended, closing }: RunState): Append['slot'] {
  if (!run?.slot) return undefined;
  if (ended || (closing && !admitted)) return null;
  return wasAdmitted === admitted ? undefined : { key: run.slot.key, queued: !admitted };
}

/** 0 while anything is under way, here or in another run; else the next timer; null when neither. */
export function wakeAt(wanted: readonly WantedEffect[]): number | null {
  if (wanted.some(({ kind }) => kind !== 'timer')) return 0;
  const next = nextTimer(wanted);
  return next === Infinity ? null : Math.ceil(next);
}

export function nextTimer(wanted: readonly WantedEffect[]): number {
  return wanted.reduce((least, effect) => (effect.kind === 'timer' ? Math.min(least, effect.at) : least), Infinity);
}

const none: readonly AttentionEntry[] = [];

/** What is stuck is in the state; since when, only in the events. The list stays the same object while nothing changes. */
function attentionAfter(
  before: readonly AttentionEntry[],
  state: RunState,
  events: readonly Recorded[],
): readonly AttentionEntry[] {
  if (before.length === 0 && !events.some(isGettingStuck)) return before;
  const since = new Map(before.map((entry) => [keyOf(entry), entry.since]));
  for (const event of events.filter(isGettingStuck))
    since.set(keyOf({ ...event, kind: event.type === 'StepStuck' ? 'step' : 'undo' }), event.at);
  const now = state.ended
    ? none
    : stuckIn(state).map((entry) => ({ ...entry, since: since.get(keyOf(entry)) ?? state.at }));
  return now.length === 0 ? none : now;
}

type GettingStuck = Recorded<StepStuck> | Recorded<UndoStuck>;

function isGettingStuck(event: Recorded): event is GettingStuck {
  return event.type === 'StepStuck' || event.type === 'UndoStuck';
}

function keyOf({ kind, path, visit }: Pick<AttentionEntry, 'kind' | 'path' | 'visit'>): string {
  return `${kind}:${path}#${visit}`;
}

type Stuck = Omit<AttentionEntry, 'since'>;

function stuckIn(state: RunState): readonly Stuck[] {
  const unknown = { type: 'unknown', message: '' };
  const steps = Object.values(state.active).flatMap((step): readonly Stuck[] => {
    if (!isStuck(step)) return [];
    const { path, visit, id: stepId, error } = step;
    return [
      { kind: 'step', path, visit, stepId, error: error ?? unknown, attempts: step.kind === 'task' ? step.attempt : 0 },
    ];
  });
  const undos = Object.values(state.frames).flatMap((frame) =>
    (frame.ledger ?? []).flatMap((entry): readonly Stuck[] => {
      if (entry.status !== 'stuck') return [];
      const { path, visit, stepId, error, attempt: attempts } = entry;
      return [{ kind: 'undo', path, visit, stepId, error: error ?? unknown, attempts }];
    }),
  );
  return [...steps, ...undos];
}
