import type {
  ChildStarted,
  Effect,
  EmitTarget,
  Failure,
  FrameKey,
  Json,
  Place,
  Recorded,
  StepDetail,
  StepStarted,
} from '../core/index.ts';
import { begin, type Draft, exception, fail, link, placeAttributes, set, whoAndWhy } from './draft.ts';
import { failureAttributes, requestAttributes, responseAttributes } from './http.ts';
import { about, placeKey, startOf } from './ids.ts';
import { attr, type SpanOutcome, type SpanRole } from './names.ts';
import { common, end, parentOf, type TraceState, type Work } from './trace-state.ts';

/** How one step, or one undo, and the attempts and waits in it become spans. */
export function beginStep(state: TraceState, event: Recorded<StepStarted>): void {
  const { id, frame, detail } = event;
  const tried = hasAttempts(detail) ? detail : null;
  const leaves = tried ? (tried.readOnly ? 'none' : 'done') : undefined;
  const work = newWork(state, event, event, { id, frame, leaves }, stepAttributes(state, event));
  if ('until' in detail) set(work.span.attributes, { [attr.waitUntil]: detail.until });
  if (detail.kind === 'emit' && detail.target.kind === 'signal') link(work.span, startOf(detail.target.runId));
  state.works.set(placeKey(event), work);
  if (tried) beginAttempt(state, work, 1, event);
  if (detail.kind === 'composite' || detail.kind === 'map') markStarted(state, work, event);
}

type WithAttempts = Extract<StepDetail, { readonly kind: 'task' | 'emit' | 'child' }>;

function hasAttempts(detail: StepDetail): detail is WithAttempts {
  return detail.kind === 'task' || detail.kind === 'emit' || detail.kind === 'child';
}

function stepAttributes({ keys }: TraceState, event: StepStarted): Record<string, Json | undefined> {
  const { stepType, detail } = event;
  const type = { [attr.stepType]: stepType, ...(hasAttempts(detail) ? { [attr.key]: keys.of(event) } : {}) };
  if (detail.kind === 'task') {
    const request = detail.activity === 'http' ? requestAttributes(detail.with) : {};
    return { ...type, [attr.activity]: detail.activity, ...request };
  }
  if (detail.kind === 'emit') return { ...type, ...targetAttributes(detail.target) };
  if (detail.kind === 'child') return { ...type, [attr.childWorkflow]: detail.workflow };
  if (detail.kind === 'receive') return { ...type, [attr.signal]: detail.signal };
  if (detail.kind === 'map') return { ...type, [attr.items]: detail.items.length };
  return type;
}

function targetAttributes(target: EmitTarget): Record<string, Json> {
  if (target.kind === 'event') return { [attr.event]: target.event };
  return { [attr.signal]: target.signal, [attr.targetRunId]: target.runId };
}

/** LI2. The child has a trace of its own, linked from here. */
export function childStarted(work: Work, event: Recorded<ChildStarted>): void {
  const child = { [attr.childRunId]: event.runId, [attr.childWorkflow]: event.workflow };
  for (const span of [work.span, work.attempt]) {
    if (!span) continue;
    set(span.attributes, child);
    link(span, startOf(event.runId));
  }
}

export function beginUndo(state: TraceState, place: Place, frame: FrameKey, event: Recorded): void {
  const known = state.ledger.get(placeKey(place)) ?? { id: place.path, undoKey: null, isBroken: false };
  const more = { [attr.key]: known.undoKey ?? undefined };
  const work = newWork(state, place, event, { id: known.id, frame, leaves: 'done', undo: true }, more);
  state.undos.set(placeKey(place), work);
  if (!known.isBroken) beginAttempt(state, work, 1, event);
}

type Kind = Pick<Work, 'id' | 'frame' | 'leaves'> & { readonly undo?: boolean };

function newWork(
  state: TraceState,
  { path, visit }: Place,
  event: Recorded,
  { id, frame, leaves, undo = false }: Kind,
  more: Record<string, Json | undefined>,
): Work {
  const place = { path, visit };
  const own = { ...placeAttributes(place), [attr.stepId]: id, [attr.frame]: frame, [attr.undo]: undo, ...more };
  const aboutIt = undo ? about.undo(placeKey(place)) : about.step(placeKey(place));
  const from = {
    about: aboutIt,
    parentSpanId: parentOf(state, frame),
    name: undo ? `undo ${id}` : id,
    startMs: event.at,
    attributes: { ...common(state, undo ? 'undo' : 'step'), ...own, [attr.seq]: event.seq },
  };
  const http = more[attr.httpMethod] !== undefined;
  const span = begin(state.runId, from);
  return { place, id, frame, undo, leaves, span, attributes: own, http, attempts: 0, attempt: null, wait: null };
}

/** The short span under which everything in a composite hangs: it has always ended, so nothing in a long saga is an orphan. */
function markStarted(state: TraceState, work: Work, { at, seq }: Recorded): void {
  const marker = begin(state.runId, {
    about: about.compositeStarted(placeKey(work.place)),
    parentSpanId: work.span.parentSpanId,
    name: `${work.id} started`,
    startMs: at,
    attributes: { ...common(state, 'started'), ...work.attributes, [attr.seq]: seq },
  });
  end(state, marker, at);
}

function inWork(state: TraceState, work: Work, role: SpanRole, name: string, aboutIt: string, at: number): Draft {
  return begin(state.runId, {
    about: aboutIt,
    parentSpanId: work.span.parentSpanId,
    name,
    kind: role === 'attempt' && work.http ? 'client' : 'internal',
    startMs: at,
    attributes: { ...common(state, role), ...work.attributes },
  });
}

export function beginAttempt(state: TraceState, work: Work, attempt: number, event: Recorded): void {
  endWait(state, work, event);
  endAttempt(state, work, event.at, 'abandoned');
  work.attempts = attempt;
  const aboutIt = about.attempt(placeKey(work.place), attempt, work.undo);
  work.attempt = inWork(state, work, 'attempt', `${work.span.name} attempt`, aboutIt, event.at);
  const resend = work.http && attempt > 1 ? attempt - 1 : undefined;
  set(work.attempt.attributes, { [attr.attempt]: attempt, [attr.httpResend]: resend, [attr.seq]: event.seq });
}

/** The attempt was another run's, and so was the child it had started. */
export function beginAnew({ span, attempt }: Work, { at }: Recorded): void {
  if (!attempt) return;
  attempt.startMs = at;
  if (span.attributes[attr.childRunId] === undefined) return;
  for (const draft of [span, attempt]) {
    delete draft.attributes[attr.childRunId];
    draft.links.length = 0;
  }
}

function endAttempt(state: TraceState, work: Work, at: number, outcome: SpanOutcome): void {
  if (work.attempt) end(state, work.attempt, at, outcome);
  work.attempt = null;
}

export function failAttempt(state: TraceState, work: Work, error: Failure, effect: Effect | null, at: number): void {
  if (!work.attempt) return;
  set(work.attempt.attributes, { [attr.outcome]: effect, ...(work.http ? failureAttributes(error) : {}) });
  fail(work.attempt, error, at);
  work.span.events.push(exception(error, at));
  endAttempt(state, work, at, 'failed');
}

function completeAttempt(state: TraceState, work: Work, output: Json, at: number): void {
  if (!work.attempt) return;
  set(work.attempt.attributes, { [attr.outcome]: work.leaves, ...(work.http ? responseAttributes(output) : {}) });
  endAttempt(state, work, at, 'completed');
}

export function beginWait(
  state: TraceState,
  work: Work,
  reason: 'retry' | 'person',
  until: number | null,
  event: Recorded,
): void {
  endWait(state, work, event);
  const aboutIt = about.wait(`${work.undo ? 'undo:' : ''}${placeKey(work.place)}`, event.seq);
  work.wait = inWork(state, work, 'wait', `${work.span.name} wait`, aboutIt, event.at);
  set(work.wait.attributes, { [attr.waitReason]: reason, [attr.waitUntil]: until, [attr.seq]: event.seq });
}

/** Whoever ended the wait early is named on it. */
export function endWait(state: TraceState, work: Work, event: Recorded): void {
  if (!work.wait) return;
  set(work.wait.attributes, whoAndWhy(event));
  end(state, work.wait, event.at);
  work.wait = null;
}

export interface WorkEnd {
  readonly event: Recorded;
  readonly outcome: SpanOutcome;
  readonly effect?: Effect;
  readonly error?: Failure;
  readonly output?: Json;
}

/** Ends a step or an undo with whatever is open in it, innermost first. */
export function endWork(state: TraceState, work: Work, { event, outcome, effect, error, output }: WorkEnd): void {
  if (outcome === 'completed') completeAttempt(state, work, output ?? null, event.at);
  else if (error && outcome !== 'abandoned') failAttempt(state, work, error, effect ?? null, event.at);
  else endAttempt(state, work, event.at, outcome);
  endWait(state, work, event);
  const attempts = work.attempts > 0 ? work.attempts : undefined;
  set(work.span.attributes, { [attr.outcome]: effect, [attr.attempts]: attempts, ...whoAndWhy(event) });
  if (work.http && outcome === 'completed') set(work.span.attributes, responseAttributes(output));
  if (work.http && error) set(work.span.attributes, failureAttributes(error));
  if (error) failOnce(work.span, error, event.at);
  end(state, work.span, event.at, outcome);
  (work.undo ? state.undos : state.works).delete(placeKey(work.place));
}

/** The last attempt's exception is on the span already. */
function failOnce(span: Draft, error: Failure, at: number): void {
  const last = span.events.at(-1);
  const known = last?.attributes[attr.exceptionType] === error.type && last.atMs === at;
  if (known) span.events.pop();
  fail(span, error, at);
}
