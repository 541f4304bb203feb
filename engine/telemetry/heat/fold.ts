import type { FlowHeat } from '../../contract/index.ts';
import type { Json } from '../../core/index.ts';
import type { HeatSpans } from './spans.ts';
import { addDuration, addFlow, addTo, emptyTally, type HeatTally, stepIn } from './tally.ts';

/**
 * What one trace adds to the heat of a workflow.
 *
 * Invariants
 *   H1  a visit is entered once: from the step before it in its block, or as the first of the block
 *   H2  a visit is left once: to the next one, or not at all since it is open or nothing followed in its block
 *   so for each step, flows in = entered = flows out + last + open, over any number of traces
 *
 * It pauses often (each `yield`), so that whoever drives it can let others work in between.
 */
export function* heatOfTrace(spans: HeatSpans, workflow: string): Generator<void, HeatTally> {
  const tally = emptyTally();
  const runs = new Map<string, Set<string>>();
  const frames = new Map<string, Visit[]>();
  for (let index = 0; index < spans.count; index += 1) {
    if (index % PIECE === PIECE - 1) yield;
    if ((spans.attribute(index, 'sagaloom.workflow') ?? workflow) !== workflow) continue;
    read(tally, spans, index, { runs, frames });
  }
  yield;
  yield* followAll(tally, frames.values());
  for (const seen of runs.values()) for (const id of seen) stepIn(tally, id).runs += 1;
  if (tally.runs === 0 && runs.size > 0) withoutRun(tally, spans, runs.size);
  return tally;
}

/** Spans, or visits, between two pauses. */
const PIECE = 1_000;

function* followAll(tally: HeatTally, frames: Iterable<Visit[]>): Generator<void> {
  let followed = 0;
  for (const visits of frames) {
    inOrder(visits);
    let before: Visit | null = null;
    for (const visit of visits) {
      follow(tally, before, visit);
      before = visit;
      followed += 1;
      if (followed % PIECE === 0) yield;
    }
    if (before !== null) nothingFollowed(tally, before);
  }
}

/** One time that a step was entered. */
interface Visit {
  readonly step: string;
  readonly start: number;
  readonly end: number;
  /** Number of the event it began with; NaN where the trace does not say. */
  readonly seq: number;
  readonly status: string | null;
  readonly branch: number | null;
  readonly error: string | null;
}

interface Seen {
  /** Steps that were entered, by run. */
  readonly runs: Map<string, Set<string>>;
  /** Visits by run and block that was run. */
  readonly frames: Map<string, Visit[]>;
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);

function read(tally: HeatTally, spans: HeatSpans, index: number, seen: Seen): void {
  const role = textOf(spans.attribute(index, 'sagaloom.span'));
  const step = textOf(spans.attribute(index, 'sagaloom.step.id'));
  if (role === 'run') readRun(tally, spans, index, seen);
  if (step === null) return;
  const isUndo = spans.attribute(index, 'sagaloom.undo') === true;
  if (role === 'step' || (role === null && !isUndo && !isWithinItself(spans, index, step)))
    readStep(tally, spans, index, step, seen);
  else if (role === 'undo') readUndo(tally, spans, index, step);
  else if (role === 'attempt' && !isUndo) {
    if ((numberOf(spans.attribute(index, 'sagaloom.attempt')) ?? 1) > 1) stepIn(tally, step).retries += 1;
  } else if (role === 'wait' && !isUndo) readWait(tally, spans, index, step);
}

function readRun(tally: HeatTally, spans: HeatSpans, index: number, { runs }: Seen): void {
  const start = spans.start(index);
  tally.runs += 1;
  tally.from = Math.min(tally.from, start);
  tally.to = Math.max(tally.to, start);
  addDuration(tally.durations, start, spans.end(index));
  addTo(tally.versions, textOf(spans.attribute(index, 'sagaloom.hash')) ?? '');
  const id = runOf(spans, index);
  if (!runs.has(id)) runs.set(id, new Set());
}

const runOf = (spans: HeatSpans, index: number): string => textOf(spans.attribute(index, 'sagaloom.run.id')) ?? '';

function readStep(tally: HeatTally, spans: HeatSpans, index: number, step: string, { runs, frames }: Seen): void {
  const run = runOf(spans, index);
  const visit: Visit = {
    step,
    start: spans.start(index),
    end: spans.end(index),
    seq: numberOf(spans.attribute(index, 'sagaloom.event.seq')) ?? NaN,
    status: textOf(spans.attribute(index, 'sagaloom.status')),
    branch: numberOf(spans.attribute(index, 'sagaloom.branch')),
    error: textOf(spans.attribute(index, 'error.type')),
  };
  const entered = runs.get(run);
  if (entered) entered.add(step);
  else runs.set(run, new Set([step]));
  // Spans of others do not say in which block they are: those under one parent follow each other.
  const frame = textOf(spans.attribute(index, 'sagaloom.frame')) ?? `:${spans.parent(index)}`;
  const key = `${run}\n${frame}`;
  const visits = frames.get(key);
  if (visits) visits.push(visit);
  else frames.set(key, [visit]);
  const one = stepIn(tally, step);
  one.type ??= textOf(spans.attribute(index, 'sagaloom.step.type'));
  one.entered += 1;
  addDuration(one.durations, visit.start, visit.end);
  if (visit.end !== Infinity) one[outcomeOf(visit)] += 1;
  if (visit.error !== null) addTo(one.errors, visit.error);
}

/** Spans of others have no status of ours: an error is one that nothing caught. */
function outcomeOf({ status, error }: Visit): 'completed' | 'failed' | 'caught' | 'cancelled' {
  if (status === 'failed' || status === 'caught') return status;
  if (status === 'cancelled' || status === 'abandoned') return 'cancelled';
  return status === null && error !== null ? 'failed' : 'completed';
}

/** A rule may fit a span and what it called: that is one visit, not two. */
function isWithinItself(spans: HeatSpans, index: number, step: string): boolean {
  for (let at = spans.parent(index), depth = 0; at >= 0 && depth < 100; at = spans.parent(at), depth += 1)
    if (spans.attribute(at, 'sagaloom.step.id') === step) return true;
  return false;
}

function readUndo(tally: HeatTally, spans: HeatSpans, index: number, step: string): void {
  if (spans.end(index) === Infinity) return;
  if (spans.attribute(index, 'sagaloom.status') === 'completed') stepIn(tally, step).undone += 1;
  else stepIn(tally, step).undoFailed += 1;
}

function readWait(tally: HeatTally, spans: HeatSpans, index: number, step: string): void {
  const one = stepIn(tally, step);
  one.waits += 1;
  const end = spans.end(index);
  if (end !== Infinity) one.waitMs += Math.max(0, end - spans.start(index));
}

const byOrder = (a: Visit, b: Visit): number => a.seq - b.seq || a.start - b.start;

/** They mostly are: a million are looked at in a moment, and sorted in a second. */
function inOrder(visits: Visit[]): void {
  const isSorted = visits.every((visit, at) => {
    const before = visits[at - 1];
    return before === undefined || byOrder(before, visit) <= 0;
  });
  if (!isSorted) visits.sort(byOrder);
}

/** H1 and H2, for a step of a block that was run, after the one before it there: a block has one of them at a time. */
function follow(tally: HeatTally, before: Visit | null, visit: Visit): void {
  const exit = before === null ? null : exitOf(before, visit);
  addFlow(tally, exit === null ? entry(visit) : { ...exit, from: before?.step ?? null, to: visit.step });
  if (before !== null && exit === null) nothingFollowed(tally, before);
}

const entry = ({ step }: Visit): Omit<FlowHeat, 'count'> => ({ from: null, exit: 'next', error: null, to: step });

function nothingFollowed(tally: HeatTally, { step, end }: Visit): void {
  if (end === Infinity) stepIn(tally, step).open += 1;
  else stepIn(tally, step).last += 1;
}

/** The way from one to the next; null where the block had ended and began anew, as when it is tried again. */
function exitOf(visit: Visit, next: Visit): Pick<FlowHeat, 'exit' | 'error'> | null {
  if (visit.end === Infinity || (Number.isNaN(next.seq) && visit.end > next.start)) return null;
  if (visit.branch !== null) return { exit: visit.branch === -1 ? 'otherwise' : `branch:${visit.branch}`, error: null };
  const outcome = outcomeOf(visit);
  if (outcome === 'caught') return { exit: 'catch', error: visit.error };
  return outcome === 'completed' ? { exit: 'next', error: null } : null;
}

/** Traces that a service sampled, or that are not ours, may lack the span of the run: the earliest and the latest of all stand for it. */
function withoutRun(tally: HeatTally, spans: HeatSpans, runs: number): void {
  let [from, to] = [Infinity, -Infinity];
  for (let index = 0; index < spans.count; index += 1) {
    from = Math.min(from, spans.start(index));
    to = Math.max(to, spans.end(index));
  }
  tally.runs = runs;
  tally.from = from;
  tally.to = from;
  addDuration(tally.durations, from, to);
}
