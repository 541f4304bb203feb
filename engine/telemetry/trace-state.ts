import type { SpanRecord } from '../contract/index.ts';
import type { CompensationStarted, Effect, FrameKey, Json, Place, Recorded, RunStarted } from '../core/index.ts';
import { begin, type Draft, toRecord } from './draft.ts';
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
  /** What a success leaves in the world; undefined for what is no task. */
  readonly leaves: Effect | undefined;
  attempts: number;
  attempt: Draft | null;
  wait: Draft | null;
}

/** Undoing one frame. */
export interface Compensation {
  readonly span: Draft;
  readonly frame: FrameKey;
  readonly onFailure: CompensationStarted['onFailure'];
  /** Still to be begun, in order. */
  readonly queue: Place[];
  /** Begun and not settled. */
  readonly open: Set<string>;
  /** A person, or the saga's policy, gave up on the rest. */
  stopped: boolean;
}

/** A step that would be undone. */
export interface Undoable {
  readonly id: string;
  readonly key: string | null;
}

/** What the spans still to come depend on. Of spans that have ended nothing is kept but what an undo needs. */
export interface TraceState {
  readonly runId: string;
  readonly traceId: string;
  readonly workflow: string;
  readonly run: Draft;
  readonly works: Map<string, Work>;
  readonly undos: Map<string, Work>;
  readonly compensations: Map<FrameKey, Compensation>;
  readonly ledger: Map<string, Undoable>;
  readonly parents: Map<FrameKey, string>;
  /** Ended since last drained. */
  readonly ended: SpanRecord[];
  over: boolean;
}

export function startTrace(event: Recorded<RunStarted>): TraceState {
  const { runId, workflow, hash } = event;
  const attributes = {
    [attr.runKey]: event.runKey,
    [attr.hash]: hash,
    [attr.semantics]: event.semantics,
    [attr.seq]: event.seq,
  };
  const startedId = spanIdOf(runId, about.started);
  return {
    runId,
    traceId: traceIdOf(runId),
    workflow,
    run: begin(runId, {
      about: about.run,
      parentSpanId: startedId,
      name: workflow,
      startMs: event.at,
      attributes: { ...common({ runId, workflow }, 'run'), ...attributes },
    }),
    works: new Map(),
    undos: new Map(),
    compensations: new Map(),
    ledger: new Map(),
    parents: new Map(),
    ended: [],
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
  state.ended.push(toRecord(state.traceId, draft, at, outcome));
}
