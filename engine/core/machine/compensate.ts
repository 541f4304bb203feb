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
import { type Json, put } from '../json.ts';
import { type Draft, setFrame } from './draft.ts';
import { replacedAt } from './lists.ts';
import { countFailure } from './retry.ts';
import {
  type Frame,
  frameOf,
  isSettled,
  type LedgerEntry,
  noProgress,
  placeKey,
  type Progress,
  type Readable,
  unsettled,
} from './state.ts';

export function started(draft: Draft, event: Recorded<CompensationStarted>): void {
  const { order, onFailure, error } = event;
  const frame = frameOf(draft, event.frame);
  const phase = { kind: 'undoing' as const, error, policy: { order, onFailure }, stopped: 'no' as const };
  draft.undo = 'running';
  for (const place of frame.ledger ?? []) spend(draft, place);
  startNext(draft, { ...frame, phase, closing: null });
}

/** LI4, AT3. A visit from beyond is not made again under its key once it is being undone: who knows the key would do nothing. */
function spend({ visits }: Draft, { path, visit }: LedgerEntry): void {
  if (!Object.hasOwn(visits, path) || (visits[path] ?? 0) < visit) put(visits, path, visit);
}

/**
 * The entries whose turn it is: the last one recorded, or all. An undo without usable input never starts: it waits for `decide`.
 * While the run is paused none starts.
 */
function startNext(draft: Draft, frame: Frame): void {
  const turn = draft.paused ? [] : turnOf(frame).filter((entry) => entry.status === 'recorded');
  const ready = new Set(turn.filter(({ undo }) => undo.kind === 'ready'));
  if (ready.size === 0) return setFrame(draft, frame);
  const ledger = (frame.ledger ?? []).map((entry) => (ready.has(entry) ? beginUndo(entry, draft.at) : entry));
  setFrame(draft, { ...frame, ledger });
}

/** After a pause. */
export function goOn(draft: Draft): void {
  for (const frame of Object.values(draft.frames)) if (frame.phase.kind === 'undoing') startNext(draft, frame);
}

/** Entries to be undone now; empty once stopped. */
export function turnOf(frame: Frame): readonly LedgerEntry[] {
  if (frame.phase.kind !== 'undoing' || frame.phase.stopped !== 'no') return [];
  if (frame.phase.policy.order === 'parallel') return unsettled(frame);
  const last = frame.ledger?.findLast((entry) => !isSettled(entry));
  return last ? [last] : [];
}

function beginUndo(entry: LedgerEntry, at: number): LedgerEntry {
  return { ...entry, status: 'running', attempt: 1, since: at, scheduledAt: at, progress: noProgress };
}

export function attemptStarted(draft: Draft, event: Recorded<AttemptStarted>): void {
  update(draft, event, (entry) => {
    const progress = { ...noProgress, heartbeat: entry.progress.heartbeat };
    const again = { status: 'running' as const, attempt: event.attempt, since: event.at, progress };
    return entry.status === 'stuck'
      ? { ...entry, ...again, counts: [], scheduledAt: event.at }
      : { ...entry, ...again };
  });
}

export function progressed(draft: Draft, place: Place, more: Partial<Progress>): void {
  update(draft, place, (entry) => ({ ...entry, progress: { ...entry.progress, ...more } }));
}

export function attemptFailed(draft: Draft, event: Recorded<AttemptFailed>): void {
  const heartbeat: Json = event.heartbeat ?? null;
  update(draft, event, (entry) => ({
    ...entry,
    status: event.retryAt === null ? entry.status : 'backoff',
    since: event.retryAt ?? entry.since,
    counts: countFailure(entry.counts, event.rule),
    error: event.error,
    progress: { ...noProgress, heartbeat },
  }));
}

export function stuck(draft: Draft, event: Recorded<Place & { type: 'UndoStuck'; error: Failure }>): void {
  update(draft, event, (entry) => ({ ...entry, status: 'stuck', since: event.at, error: event.error }));
}

export function settled(
  draft: Draft,
  place: Place,
  status: 'done' | 'failed' | 'skipped',
  error: Failure | null,
): void {
  const { key } = undoingFrame(draft, place);
  update(draft, place, (entry) => ({ ...entry, status, error }));
  const frame = frameOf(draft, key);
  if (frame.phase.kind !== 'undoing') return;
  const stops = status === 'failed' && frame.phase.policy.onFailure === 'fail' && frame.phase.stopped === 'no';
  startNext(draft, stops ? { ...frame, phase: { ...frame.phase, stopped: 'failed' } } : frame);
}

export function aborted(draft: Draft, key: FrameKey): void {
  const frame = frameOf(draft, key);
  if (frame.phase.kind === 'undoing') setFrame(draft, { ...frame, phase: { ...frame.phase, stopped: 'aborted' } });
}

export function ended(draft: Draft, event: Recorded<CompensationEnded>): void {
  const frame = frameOf(draft, event.frame);
  setFrame(draft, { ...frame, ledger: [] });
  draft.left = [...draft.left, ...event.left];
  const settledAs = draft.left.length > 0 ? 'partial' : 'complete';
  draft.undo = isUndoing(draft, event.frame) ? 'running' : settledAs;
}

function isUndoing(state: Readable, except: FrameKey): boolean {
  return Object.values(state.frames).some((frame) => frame.key !== except && frame.phase.kind === 'undoing');
}

/** No entry is being undone, and none is to be any more. */
export function isUndone(frame: Frame): boolean {
  if (frame.phase.kind !== 'undoing') return false;
  if (frame.phase.stopped === 'no') return (frame.ledger ?? []).every(isSettled);
  return !unsettled(frame).some((entry) => entry.status === 'running');
}

export function leftOf(frame: Frame): readonly Place[] {
  const undone = (entry: LedgerEntry): boolean => entry.status === 'done';
  return (frame.ledger ?? []).filter((entry) => !undone(entry)).map(({ path, visit }) => ({ path, visit }));
}

/** The frame whose undoing has this entry. A place is in one ledger only. */
function undoingFrame(state: Readable, place: Place): Frame {
  const frame = findUndoing(state, place);
  if (!frame) throw new Error(`nothing is being undone at ${placeKey(place)}`);
  return frame;
}

export function findUndoing(state: Readable, place: Place): Frame | undefined {
  return Object.values(state.frames).find((frame) => frame.phase.kind === 'undoing' && entryIn(frame, place));
}

export function entryIn(frame: Frame, place: Place): LedgerEntry | undefined {
  return frame.ledger?.find((entry) => entry.path === place.path && entry.visit === place.visit && !isSettled(entry));
}

function update(draft: Draft, place: Place, change: (entry: LedgerEntry) => LedgerEntry): void {
  const frame = undoingFrame(draft, place);
  const target = entryIn(frame, place);
  const ledger = frame.ledger ?? [];
  if (target) setFrame(draft, { ...frame, ledger: replacedAt(ledger, ledger.indexOf(target), change(target)) });
}

type EntrySeed = Pick<LedgerEntry, 'path' | 'visit' | 'stepId' | 'seq' | 'outcome' | 'undo' | 'key'>;

export function newEntry(seed: EntrySeed): LedgerEntry {
  return {
    ...seed,
    status: 'recorded',
    attempt: 0,
    counts: [],
    since: 0,
    scheduledAt: 0,
    error: null,
    progress: noProgress,
    frozen: null,
    home: null,
  };
}
