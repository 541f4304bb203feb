/**
 * Undoing, as `evolve` sees it: which entry of a ledger is being undone, and which is next.
 *
 *   SG2  in reverse order of completion, or together
 *   SG4  an undo that is exhausted is stuck, skipped over, or stops the rest
 *   SG5  nothing here can be cancelled
 */
import type {
  AttemptFailed,
  AttemptStarted,
  CompensationEnded,
  CompensationStarted,
  FrameKey,
  Place,
  Recorded,
} from '../event.ts';
import type { Failure } from '../failure.ts';
import { countFailure } from './retry.ts';
import {
  type Frame,
  frameOf,
  isSettled,
  type LedgerEntry,
  placeKey,
  type RunState,
  unsettled,
  withFrame,
} from './state.ts';

export function started(state: RunState, event: Recorded<CompensationStarted>): RunState {
  const { order, onFailure, error } = event;
  const frame = frameOf(state, event.frame);
  const phase = { kind: 'undoing' as const, error, policy: { order, onFailure }, stopped: 'no' as const };
  return startNext({ ...state, undo: 'running' }, { ...frame, phase, closing: null });
}

/** The entries whose turn it is: the last one recorded, or all. An undo without usable input never starts: it waits for `decide`. */
function startNext(state: RunState, frame: Frame): RunState {
  const turn = new Set(turnOf(frame).map(placeKey));
  const ledger = (frame.ledger ?? []).map((entry) =>
    entry.status === 'recorded' && entry.undo.kind === 'ready' && turn.has(placeKey(entry))
      ? beginUndo(entry, state.at)
      : entry,
  );
  return withFrame(state, { ...frame, ledger });
}

/** Entries to be undone now; empty once stopped. */
export function turnOf(frame: Frame): readonly LedgerEntry[] {
  if (frame.phase.kind !== 'undoing' || frame.phase.stopped !== 'no') return [];
  const rest = unsettled(frame);
  return frame.phase.policy.order === 'parallel' ? rest : rest.slice(-1);
}

function beginUndo(entry: LedgerEntry, at: number): LedgerEntry {
  return { ...entry, status: 'running', attempt: 1, since: at, scheduledAt: at };
}

export function attemptStarted(state: RunState, event: Recorded<AttemptStarted>): RunState {
  return update(state, event, (entry) => {
    const again = { status: 'running' as const, attempt: event.attempt, since: event.at };
    return entry.status === 'stuck'
      ? { ...entry, ...again, counts: [], scheduledAt: event.at }
      : { ...entry, ...again };
  });
}

export function attemptFailed(state: RunState, event: Recorded<AttemptFailed>): RunState {
  return update(state, event, (entry) => ({
    ...entry,
    status: event.retryAt === null ? entry.status : 'backoff',
    since: event.retryAt ?? entry.since,
    counts: countFailure(entry.counts, event.rule),
    error: event.error,
  }));
}

export function stuck(state: RunState, event: Recorded<Place & { type: 'UndoStuck'; error: Failure }>): RunState {
  return update(state, event, (entry) => ({ ...entry, status: 'stuck', since: event.at, error: event.error }));
}

export function settled(
  state: RunState,
  place: Place,
  status: 'done' | 'failed' | 'skipped',
  error: Failure | null,
): RunState {
  const { key } = undoingFrame(state, place);
  const next = update(state, place, (entry) => ({ ...entry, status, error }));
  const frame = frameOf(next, key);
  if (frame.phase.kind !== 'undoing') return next;
  const stops = status === 'failed' && frame.phase.policy.onFailure === 'fail' && frame.phase.stopped === 'no';
  return startNext(next, stops ? { ...frame, phase: { ...frame.phase, stopped: 'failed' } } : frame);
}

export function aborted(state: RunState, key: FrameKey): RunState {
  const frame = frameOf(state, key);
  return frame.phase.kind === 'undoing'
    ? withFrame(state, { ...frame, phase: { ...frame.phase, stopped: 'aborted' } })
    : state;
}

export function ended(state: RunState, event: Recorded<CompensationEnded>): RunState {
  const frame = frameOf(state, event.frame);
  const done = withFrame(state, { ...frame, ledger: [] });
  const left = [...state.left, ...event.left];
  return { ...done, left, undo: isUndoing(done, event.frame) ? 'running' : left.length > 0 ? 'partial' : 'complete' };
}

function isUndoing(state: RunState, except: FrameKey): boolean {
  return Object.values(state.frames).some((frame) => frame.key !== except && frame.phase.kind === 'undoing');
}

/** No entry is being undone, and none is to be any more. */
export function isUndone(frame: Frame): boolean {
  if (frame.phase.kind !== 'undoing') return false;
  if (frame.phase.stopped === 'no') return unsettled(frame).length === 0;
  return !unsettled(frame).some((entry) => entry.status === 'running');
}

export function leftOf(frame: Frame): readonly Place[] {
  const undone = (entry: LedgerEntry): boolean => entry.status === 'done';
  return (frame.ledger ?? []).filter((entry) => !undone(entry)).map(({ path, visit }) => ({ path, visit }));
}

/** The frame whose undoing has this entry. A place is in one ledger only. */
function undoingFrame(state: RunState, place: Place): Frame {
  const frame = findUndoing(state, place);
  if (!frame) throw new Error(`nothing is being undone at ${placeKey(place)}`);
  return frame;
}

export function findUndoing(state: RunState, place: Place): Frame | undefined {
  return Object.values(state.frames).find((frame) => frame.phase.kind === 'undoing' && entryIn(frame, place));
}

export function entryIn(frame: Frame, place: Place): LedgerEntry | undefined {
  return frame.ledger?.find((entry) => entry.path === place.path && entry.visit === place.visit && !isSettled(entry));
}

function update(state: RunState, place: Place, change: (entry: LedgerEntry) => LedgerEntry): RunState {
  const frame = undoingFrame(state, place);
  const target = entryIn(frame, place);
  const ledger = (frame.ledger ?? []).map((entry) => (entry === target ? change(entry) : entry));
  return withFrame(state, { ...frame, ledger });
}
