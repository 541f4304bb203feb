/** Events → state. `applied` is the whole truth of what an event means; `evolve` and `foldHistory` only say on what. */
import type {
  CompensationEnded,
  LedgerRecord,
  Place,
  Recorded,
  RunEvent,
  StepCompleted,
  StepFailed,
} from '../event.ts';
import type { StepType } from '../definition/document.ts';
import { type Failure, strongest } from '../failure.ts';
import { type Json, put } from '../json.ts';
import * as undo from './compensate.ts';
import { clearWork, type Draft, dropActive, setActive, setFrame, setOutput, thaw, touchAll } from './draft.ts';
import { closeAll, closeFrame, completeBlock, fail, timedOut, moveOn } from './closing.ts';
import { addEntry, assignIn, dropFrames, mergeLedger, ROOT } from './frames.ts';
import { branched, migrated } from './lineage.ts';
import { passPivot } from './pivot.ts';
import { compositeNode, effectNode, type Program, stepNode } from './program.ts';
import { undoKey } from './random.ts';
import { countFailure } from './retry.ts';
import { openBlocks, started, stepStarted } from './starting.ts';
import {
  type ActiveStep,
  type ActiveTask,
  activeAt,
  frameOf,
  initialState,
  type LedgerEntry,
  noProgress,
  placeKey,
  type RunState,
} from './state.ts';
import { canProgress, countStuck } from './status.ts';

type Of<T extends RunEvent['type']> = Recorded<Extract<RunEvent, { type: T }>>;
type Appliers = { readonly [T in RunEvent['type']]: (draft: Draft, event: Of<T>, program: Program) => void };

/** One event further. Synchronous, pure, total over legal histories; an illegal one is a bug and throws. */
export function evolve(program: Program, state: RunState, event: Recorded): RunState {
  const draft = thaw(state);
  apply(program, draft, event);
  return draft;
}

/**
 * The state a history gives, `from` a snapshot or from nothing, in linear time. After `DefinitionMigrated` events are of another
 * definition: `programOf` must know every hash that the history names.
 */
export function foldHistory(
  programOf: (hash: string) => Program,
  events: readonly Recorded[],
  from: RunState = initialState(),
): RunState {
  const draft = thaw(from);
  const [first] = events;
  const hash = from.run?.hash ?? (first?.type === 'RunStarted' ? first.hash : null);
  if (hash === null) return from;
  let program = programOf(hash);
  for (const event of events) {
    apply(program, draft, event);
    if (event.type === 'DefinitionMigrated') program = programOf(event.hash);
    forgetTouched(draft);
  }
  return draft;
}

function forgetTouched({ touched }: Draft): void {
  touched.frames.clear();
  touched.steps.clear();
}

export function apply(program: Program, draft: Draft, event: Recorded): void {
  if (event.seq !== draft.seq + 1) throw new Error(`event ${event.seq} after ${draft.seq}`);
  draft.seq = event.seq;
  draft.at = event.at;
  const applier = appliers[event.type] as (draft: Draft, event: Recorded, program: Program) => void;
  applier(draft, event, program);
  setStatus(draft, event.type);
}

/** Counts only where something is stuck, or just got stuck: the usual event costs nothing here. */
function setStatus(draft: Draft, type: RunEvent['type']): void {
  if (draft.ended) return;
  if (draft.stuck > 0 || type === 'StepStuck' || type === 'UndoStuck') draft.stuck = countStuck(draft);
  if (draft.paused) draft.status = 'paused';
  else draft.status = draft.stuck > 0 && !canProgress(draft) ? 'suspended' : 'running';
}

const appliers: Appliers = {
  RunStarted: started,
  RunAdmitted: (draft) => {
    draft.admitted = true;
    touchAll(draft);
  },
  RunBranched: branched,
  DefinitionMigrated: migrated,
  SignalReceived: (draft, { seq, at, name, payload, key, id }) => {
    draft.signals = [...draft.signals, { seq, name, payload, key, id, at }];
    if (id !== null) draft.seen[`signal:${id}`] = true;
    touchReceivers(draft, name);
  },
  UpdateApplied: (draft, { id, assigned, result }) => {
    assignIn(draft, ROOT, assigned);
    if (id !== null) draft.seen[`update:${id}`] = result;
  },
  AttributesSet: (draft, { values }) => {
    draft.attributes = values;
  },
  RunPaused: (draft, { breakpoint }) => {
    draft.paused = true;
    if (!breakpoint) return;
    const phase = { kind: 'enter', step: breakpoint.id, paused: true } as const;
    setFrame(draft, { ...frameOf(draft, breakpoint.frame), phase });
  },
  RunResumed: (draft) => {
    draft.paused = false;
    undo.goOn(draft);
    touchAll(draft);
  },
  StepStarted: stepStarted,
  StepPassed: (draft, event, program) => {
    put(draft.visits, event.path, event.visit);
    assignIn(draft, event.frame, event.assigned);
    giveOutput(draft, event.frame, event.id, null);
    if (endsRun.has(event.stepType)) return enterAnew(draft, event.frame, event.id);
    moveOn(program, draft, event.frame, event.next);
  },
  AttemptStarted: (draft, event) => {
    if (event.undo) return undo.attemptStarted(draft, event);
    const task = activeAt(draft, event, 'task');
    const budget = task.phase === 'stuck' ? { counts: [], startedAt: event.at } : {}; // a person's retry has all of it anew
    const progress = { ...noProgress, heartbeat: task.progress.heartbeat };
    setActive(draft, { ...task, ...budget, phase: 'running', attempt: event.attempt, since: event.at, progress });
  },
  AttemptPickedUp: (draft, event) => {
    if (event.undo) return undo.progressed(draft, event, { pickedUp: event.at });
    const task = activeAt(draft, event, 'task');
    setActive(draft, { ...task, progress: { ...task.progress, pickedUp: event.at } });
  },
  ChildStarted: (draft, event, program) => {
    const { path, visit, runId } = event;
    if (event.undo) return undo.progressed(draft, event, { child: runId });
    const task = activeAt(draft, event, 'task');
    setActive(draft, { ...task, progress: { ...task.progress, child: runId } });
    const node = effectNode(program, task.id);
    if (node.type !== 'child' || node.policy === 'abandon') return;
    draft.children[runId] = { path, visit, runId, policy: node.policy };
  },
  AttemptFailed: (draft, event) => {
    if (event.undo) return undo.attemptFailed(draft, event);
    const task = activeAt(draft, event, 'task');
    forgetChild(draft, task);
    setActive(draft, {
      ...task,
      phase: event.retryAt === null ? task.phase : 'backoff',
      since: event.retryAt ?? task.since,
      counts: countFailure(task.counts, event.rule),
      outcome: strongest(task.outcome, event.effect),
      error: event.error,
      progress: { ...noProgress, heartbeat: event.heartbeat ?? null },
    });
  },
  StepCompleted: stepCompleted,
  StepFailed: stepFailed,
  StepCancelled: (draft, event, program) => {
    const step = stepAt(draft, event);
    forgetChild(draft, step);
    leave(draft, step);
    addRecord(draft, step, event);
    const { closing } = frameOf(draft, step.frame);
    fail(program, draft, step.frame, closing ?? { type: 'cancelled', message: 'The step was cancelled.' });
  },
  StepStuck: stepStuck,
  BlockRetryScheduled: (draft, event) => {
    const step = activeAt(draft, event, 'composite');
    dropFrames(draft, step);
    setActive(draft, {
      ...step,
      phase: 'backoff',
      frames: [],
      counts: countFailure(step.counts, event.rule),
      since: event.retryAt,
      error: null,
      deadline: null,
    });
  },
  BlockRetried: (draft, event, program) => {
    const step = activeAt(draft, event, 'composite');
    const { at: since, attempt, deadline } = event;
    const again = { ...step, phase: 'running' as const, attempt, since, deadline };
    openBlocks(program, draft, again, compositeNode(program, step.id).blocks);
  },
  BlockTimedOut: (draft, event, program) => {
    const step = activeAt(draft, event, 'composite');
    const cause = step.error ? { cause: step.error } : {};
    const error = { type: 'timeout.block', message: `${step.id} took longer than its time limit.`, ...cause };
    setActive(draft, timedOut({ ...step, deadline: null, error }));
    closeAll(program, draft, step.frames, error);
  },
  FinallyStarted: (draft, event, program) => {
    const step = activeAt(draft, event, 'composite');
    const { error, output, succeeds = false } = event;
    dropFrames(draft, step);
    openBlocks(program, draft, { ...step, phase: 'finally', error, output, succeeds, deadline: null }, ['finally']);
    setError(draft, `${placeKey(step)}/finally`, event.error);
  },
  BlockCompleted: (draft, event, program) => completeBlock(program, draft, event.frame, event.output),
  BlockFailed: (draft, event, program) => fail(program, draft, event.frame, event.error),
  CompensationStarted: undo.started,
  UndoCompleted: (draft, event) => undo.settled(draft, event, 'done', null),
  UndoStuck: undo.stuck,
  UndoFailed: (draft, event) => undo.settled(draft, event, 'failed', event.error),
  UndoSkipped: (draft, event) => undo.settled(draft, event, 'skipped', null),
  CompensationAborted: (draft, event) => undo.aborted(draft, event.frame),
  CompensationEnded: compensationEnded,
  CancelRequested: (draft, event, program) => {
    const who = event.by === undefined ? '' : ` by ${event.by}`;
    unwind(program, draft, { type: 'cancelled', message: `The run was cancelled${who}.` });
  },
  RunTimedOut: (draft, _, program) =>
    unwind(program, draft, { type: 'timeout.run', message: 'The run took longer than its time limit.' }),
  RunClosing: (draft, { status, output, error, left, children, next }) => {
    draft.closing = { status, output, error, left, children, next, nextStarted: false };
    endWork(draft);
  },
  ChildClosed: (draft, { runId }) => {
    const { closing } = draft;
    if (closing) draft.closing = { ...closing, children: closing.children.filter((child) => child.runId !== runId) };
  },
  NextStarted: (draft) => {
    if (draft.closing) draft.closing = { ...draft.closing, nextStarted: true };
  },
  RunEnded: (draft, event) => {
    draft.status = event.status;
    draft.ended = true;
    draft.closing = null;
    endWork(draft);
  },
};

function endWork(draft: Draft): void {
  if (draft.undo === 'running') draft.undo = 'partial';
  draft.paused = false;
  clearWork(draft, draft.frames[ROOT]);
}

function touchReceivers({ active, touched }: Draft, signal: string): void {
  for (const [key, step] of Object.entries(active))
    if (step.kind === 'receive' && step.signal === signal) touched.steps.add(key);
}

function stepCompleted(draft: Draft, event: Recorded<StepCompleted>, program: Program): void {
  const step = stepAt(draft, event);
  const node = stepNode(program, step.id);
  if (step.kind === 'composite') step.frames.forEach((key) => mergeLedger(draft, key)); // SG2; branches have merged as they ended
  if (node.type !== 'child' || node.wait) forgetChild(draft, step);
  leave(draft, step);
  takeSignal(draft, event.signal);
  addRecord(draft, step, event);
  if (event.pivot) passPivot(program, draft, step.frame);
  assignIn(draft, step.frame, event.assigned);
  giveOutput(draft, step.frame, step.id, event.output);
  moveOn(program, draft, step.frame, node.next);
}

function stepFailed(draft: Draft, event: Recorded<StepFailed>, program: Program): void {
  const step = stepAt(draft, event);
  forgetChild(draft, step);
  leave(draft, step);
  takeSignal(draft, event.signal);
  addRecord(draft, step, event);
  if (!event.caught) return fail(program, draft, step.frame, event.error);
  forgetOutput(draft, step);
  assignIn(draft, step.frame, event.caught.assigned);
  setError(draft, step.frame, event.error);
  moveOn(program, draft, step.frame, event.caught.next);
}

function takeSignal(draft: Draft, seq: number | undefined): void {
  if (seq !== undefined) draft.signals = draft.signals.filter((signal) => signal.seq !== seq);
}

/** The child it waited for has ended: it need not be told of the end of this run. */
function forgetChild(draft: Draft, step: ActiveStep): void {
  if (step.kind === 'task' && step.progress.child !== null) delete draft.children[step.progress.child];
}

/** DA2, DF2: what an earlier visit, or an earlier step, gave is not what this one gave. */
function forgetOutput(draft: Draft, { id, frame: key }: ActiveStep): void {
  setOutput(draft, key, id, null);
  setFrame(draft, { ...frameOf(draft, key), last: null });
}

/** A task keeps what another attempt would need; of anything else only the place remains. */
function stepStuck(draft: Draft, event: Of<'StepStuck'>): void {
  const step = stepAt(draft, event);
  const { error, at, outcome = 'none' } = event;
  takeSignal(draft, event.signal);
  if (step.kind === 'task') {
    const stuck = { phase: 'stuck' as const, since: at, error, outcome: strongest(step.outcome, outcome) };
    return setActive(draft, { ...step, ...stuck });
  }
  const { path, visit, id, type, frame, startedAt, cancelBy } = step;
  leave(draft, step);
  setActive(draft, { path, visit, id, type, frame, startedAt, cancelBy, kind: 'none', error });
}

const endsRun: ReadonlySet<StepType> = new Set<StepType>(['succeed', 'continueAsNew']);

/** The end of the run follows at once. Where a history is cut between the two (LI4), the step is to come again. */
function enterAnew(draft: Draft, key: string, step: string): void {
  setFrame(draft, { ...frameOf(draft, key), phase: { kind: 'enter', step } });
}

/** `error` in scope of a block: what was caught, or what `finally` runs after. */
function setError(draft: Draft, key: string, error: Failure | null): void {
  setFrame(draft, { ...frameOf(draft, key), error });
}

function compensationEnded(draft: Draft, event: Recorded<CompensationEnded>, program: Program): void {
  undo.ended(draft, event);
  fail(program, draft, event.frame, event.error);
}

function unwind(program: Program, draft: Draft, error: Failure): void {
  draft.unwinding = error;
  closeFrame(program, draft, ROOT, error);
}

function stepAt(draft: Draft, place: Place): ActiveStep {
  const step = draft.active[placeKey(place)];
  if (!step) throw new Error(`nothing active at ${placeKey(place)}`);
  return step;
}

/** The step is over, and so are its blocks. */
function leave(draft: Draft, step: ActiveStep): void {
  if (step.kind === 'composite') dropFrames(draft, step);
  dropActive(draft, step);
}

function giveOutput(draft: Draft, key: string, id: string, output: Json): void {
  setOutput(draft, key, id, { output });
  setFrame(draft, { ...frameOf(draft, key), last: output });
}

function addRecord(draft: Draft, step: ActiveStep, event: Recorded & Pick<StepCompleted, 'entry'>): void {
  if (!event.entry || step.kind !== 'task') return;
  addEntry(draft, step.frame, entryOf(draft, step, event.seq, event.entry));
}

function entryOf({ run }: Draft, step: ActiveTask, seq: number, record: LedgerRecord): LedgerEntry {
  const { path, visit, id } = step;
  return undo.newEntry({ path, visit, stepId: id, seq, ...record, key: undoKey(run, step) });
}
