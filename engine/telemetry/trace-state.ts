import type { SpanRecord } from '../contract/types.ts';
import {
  type CompensationStarted,
  type Effect,
  type FrameKey,
  type Json,
  type Place,
  type Recorded,
  type RunBranched,
  type RunStarted,
  StepKeys,
} from '../core/index.ts';
import { begin, type Draft, type SpanEvent, toRecord } from './draft.ts';
import { about, placeKey, spanIdOf, traceIdOf } from './ids.ts';
import { attr, type SpanOutcome, type SpanRole } from './names.ts';

/** A step or an undo that has begun and not ended: its own span, and the attempt or the wait that is open in it. */
export interface Work {
  readonly place: Place;
  readonly id: string;
  readonly frame: FrameKey;
  readonly undo: boolean;
  readonly span: Draft;
  /** Shared by the span and its attempts. */
  readonly attributes: Record<string, Json | undefined>;
  readonly http: boolean;
  /** What a success leaves in the world; undefined for what has no attempts. */
  readonly leaves: Effect | undefined;
  attempts: number;
  attempt: Draft | null;
  wait: Draft | null;
}

/** Undoing one frame. */
export interface Compensation {
  readonly span: Draft;
  readonly frame: FrameKey;
  readonly order: CompensationStarted['order'];
  readonly onFailure: CompensationStarted['onFailure'];
  /** In the order of undoing. */
  readonly entries: readonly Place[];
  /** Index of the first that has not begun. */
  next: number;
  /** Begun and not settled. */
  readonly open: Set<string>;
  /** A person, or the saga's policy, gave up on the rest. */
  stopped: boolean;
}

/** A step that would be undone. */
interface Undoable {
  readonly id: string;
  /** Idempotency key of its undo. */
  readonly undoKey: string | null;
  /** SG1. Its input could not be evaluated: nothing will be tried. */
  readonly isBroken: boolean;
}

/** The run this one continues, or was branched from. */
interface Origin {
  readonly runId: string;
  readonly kind: 'continued' | RunBranched['kind'];
}

/** What has come of a history so far. */
export interface TraceState {
  readonly runId: string;
  readonly runKey: string;
  readonly traceId: string;
  /** AT3. Idempotency keys. */
  readonly keys: StepKeys;
  readonly workflow: string;
  readonly from: Origin | null;
  readonly run: Draft;
  readonly works: Map<string, Work>;
  readonly undos: Map<string, Work>;
  readonly compensations: Map<FrameKey, Compensation>;
  readonly ledger: Map<string, Undoable>;
  /** Signals that no step has taken, by their number. */
  readonly signals: Map<number, SpanEvent>;
  readonly parents: Map<FrameKey, string>;
  readonly closed: SpanRecord[];
  /** The wait for a slot of its concurrency key. */
  slot: Draft | null;
  paused: boolean;
  over: boolean;
}

/** A branched run's history begins with that of another: its identity is what its last branch gave it. */
export function startTrace(event: Recorded<RunStarted>, identity: RunStarted | RunBranched): TraceState {
  const { workflow, hash, continued } = event;
  const { runId, runKey } = identity;
  const from: Origin | null =
    identity.type === 'RunBranched'
      ? { runId: identity.from, kind: identity.kind }
      : continued
        ? { runId: continued.from, kind: 'continued' }
        : null;
  const keys = new StepKeys();
  keys.see(event);
  return {
    runId,
    runKey,
    traceId: traceIdOf(runId),
    keys,
    workflow,
    from,
    run: begin(runId, {
      about: about.run,
      parentSpanId: spanIdOf(runId, about.started),
      name: workflow,
      startMs: event.at,
      attributes: {
        ...common({ runId, workflow }, 'run'),
        [attr.runKey]: runKey,
        [attr.hash]: hash,
        [attr.semantics]: event.semantics,
        [attr.seq]: event.seq,
      },
    }),
    works: new Map(),
    undos: new Map(),
    compensations: new Map(),
    ledger: new Map(),
    signals: new Map(),
    parents: new Map(),
    closed: [],
    slot: null,
    paused: false,
    over: false,
  };
}

export function common(state: Pick<TraceState, 'runId' | 'workflow'>, role: SpanRole): Record<string, Json> {
  return { [attr.role]: role, [attr.runId]: state.runId, [attr.workflow]: state.workflow };
}

/** What happens in a frame hangs under the short `started` span of its composite, which has always ended already. */
export function parentOf(state: TraceState, frame: FrameKey): string {
  const known = state.parents.get(frame);
  if (known !== undefined) return known;
  const id = spanIdOf(state.runId, frame === '' ? about.started : about.compositeStarted(ownerOf(frame)));
  state.parents.set(frame, id);
  return id;
}

/** `both#1/left` is owned by the step `both#1`. Paths may hold a slash, names of blocks cannot. */
export function ownerOf(frame: FrameKey): string {
  return frame.slice(0, frame.lastIndexOf('/'));
}

export function workAt(state: TraceState, place: Place, undo: boolean): Work | undefined {
  return (undo ? state.undos : state.works).get(placeKey(place));
}

export function end(state: TraceState, draft: Draft, at: number, outcome?: SpanOutcome): void {
  state.closed.push(toRecord(state.traceId, draft, at, outcome));
}
