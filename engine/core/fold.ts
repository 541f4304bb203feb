import type { CarriedEntry, FrameKey, LedgerRecord, Place, Recorded, RunEvent } from './event.ts';
import { strongest } from './failure.ts';
import {
  change,
  claimCarried,
  type Draft,
  holderOf,
  isInLedger,
  isWithin,
  keyOf,
  stepAt,
  stepsAround,
} from './fold-ledger.ts';
import type { EffectView, RunView, StepView, UndoingView } from './view.ts';

type Of<T extends RunEvent['type']> = Recorded<Extract<RunEvent, { type: T }>>;
type Folds = { readonly [T in RunEvent['type']]: (draft: Draft, event: Of<T>) => void };

/** One event further; for many at once, `viewOf` copies only once. */
export function foldView(view: RunView | null, event: Recorded): RunView {
  return viewOf([event], view);
}

/** The view a history gives. Needs no definition. The first event must be `RunStarted`, or `from` what came before. */
export function viewOf(events: readonly Recorded[], from: RunView | null = null): RunView {
  const [first] = events;
  if (!from && first?.type !== 'RunStarted') throw new Error('a history begins with RunStarted');
  const draft = draftOf(from ?? emptyView(first as Of<'RunStarted'>));
  for (const event of events) fold(draft, event);
  return { ...draft.view, steps: draft.steps, effects: draft.effects, undoing: draft.undoing, status: statusOf(draft) };
}

function draftOf(view: RunView): Draft {
  const index = new Map(view.steps.map((step, i) => [keyOf(step), i]));
  const carries = view.steps.some(({ carried }) => carried !== undefined);
  return {
    view: { ...view },
    steps: [...view.steps],
    effects: [...view.effects],
    undoing: [...view.undoing],
    index,
    carries,
  };
}

function fold(draft: Draft, event: Recorded): void {
  draft.view.events = event.seq;
  draft.view.at = event.at;
  (folds[event.type] as (draft: Draft, event: Recorded) => void)(draft, event);
}

function emptyView(event: Of<'RunStarted'>): RunView {
  return {
    runId: event.runId,
    workflow: event.workflow,
    hash: event.hash,
    status: 'running',
    undo: 'none',
    input: event.input,
    output: null,
    error: null,
    startedAt: event.at,
    endedAt: null,
    cancelRequested: false,
    paused: false,
    queued: event.slot?.queued ?? false,
    parent: event.parent ?? null,
    from: event.continued?.from ?? null,
    next: null,
    signals: event.continued?.signals ?? [],
    attributes: event.attributes ?? {},
    steps: [],
    effects: [],
    undoing: [],
    events: 0,
    at: event.at,
  };
}

const folds: Folds = {
  RunStarted: () => {},
  RunAdmitted: (draft) => {
    draft.view.queued = false;
  },
  RunBranched: branched,
  DefinitionMigrated: (draft, { hash }) => {
    draft.view.hash = hash;
  },
  SignalReceived: (draft, { seq, name, payload, key, id, at }) => {
    draft.view.signals = [...draft.view.signals, { seq, name, payload, key, id, at }];
  },
  UpdateApplied: () => {},
  AttributesSet: (draft, { values }) => {
    draft.view.attributes = values;
  },
  RunPaused: (draft, { breakpoint }) => {
    draft.view.paused = true;
    if (breakpoint) draft.view.pausedBefore = breakpoint;
  },
  RunResumed: (draft) => {
    goesOn(draft);
    for (const { frame } of draft.undoing) startNext(draft, frame);
  },
  StepStarted: (draft, event) => {
    const { detail } = event;
    const waits = detail.kind === 'wait' || detail.kind === 'receive';
    const effect = detail.kind === 'task' || detail.kind === 'emit' || detail.kind === 'child' ? detail : null;
    enter(draft, {
      ...newStep(event),
      status: waits ? 'waiting' : 'running',
      until: waits ? detail.until : null,
      signal: detail.kind === 'receive' ? detail.signal : null,
      with: effect?.with ?? null,
      attempts: effect ? 1 : 0,
      readOnly: effect?.readOnly ?? false,
    });
    if (event.stepType === 'saga' && draft.carries) claimCarried(draft);
  },
  StepPassed: (draft, event) => {
    enter(draft, { ...newStep(event), status: 'completed', endedAt: event.at, branch: event.branch ?? null });
  },
  AttemptStarted: (draft, event) => {
    if (event.undo) change(draft, event, () => ({ undo: 'running', undoAttempts: event.attempt }));
    else change(draft, event, () => ({ status: 'running', attempts: event.attempt, until: null }));
  },
  AttemptPickedUp: () => {},
  ChildStarted: (draft, event) => {
    if (!event.undo) change(draft, event, () => ({ child: event.runId }));
  },
  AttemptFailed: attemptFailed,
  StepCompleted: (draft, event) => {
    const step = stepAt(draft, event);
    takeSignal(draft, event.signal);
    if (hasEffect(step) && !event.manual) addEffect(draft, event, 'do', step.attempts, step.readOnly ? 'none' : 'done');
    end(draft, event, event.manual === 'skipped' ? 'skipped' : 'completed', { output: event.output, error: null });
    if (hasEffect(step) && !event.manual && !step.readOnly) change(draft, event, () => ({ outcome: 'done' }));
    record(draft, event);
    if (event.pivot) passPivot(draft, step);
    if (step.type === 'saga') mergeOutward(draft, step, null);
  },
  StepFailed: (draft, event) => {
    answered(draft, event);
    takeSignal(draft, event.signal);
    end(draft, event, event.caught ? 'caught' : 'failed', { error: event.error, outcome: event.outcome });
    record(draft, event);
  },
  StepCancelled: (draft, event) => {
    answered(draft, event);
    end(draft, event, 'cancelled', { outcome: event.outcome });
    record(draft, event);
  },
  StepStuck: (draft, event) => {
    answered(draft, event);
    takeSignal(draft, event.signal);
    const { error, outcome } = event;
    change(draft, event, () => ({ status: 'stuck', error, until: null, ...(outcome ? { outcome } : {}) }));
  },
  BlockRetryScheduled: (draft, event) => {
    change(draft, event, () => ({ status: 'retrying', until: event.retryAt, error: event.error }));
  },
  BlockRetried: (draft, event) => {
    change(draft, event, () => ({ status: 'running', until: null }));
    if (draft.carries) claimCarried(draft);
  },
  BlockTimedOut: () => {},
  FinallyStarted: (draft, event) => change(draft, event, () => ({ status: 'running', until: null })), // cancelled while it waited
  BlockCompleted: (draft, event) => {
    const { parent, block } = holderOf(event.frame);
    const owner = parent && stepAt(draft, parent);
    if (owner?.type === 'parallel' || owner?.type === 'map') mergeOutward(draft, owner, block);
  },
  BlockFailed: () => {},
  CompensationStarted: (draft, event) => {
    const { frame, error, order, onFailure, entries } = event;
    draft.view.undo = 'running';
    draft.undoing.push({ frame, error, order, onFailure, entries, stopped: false });
    startNext(draft, frame);
  },
  UndoCompleted: (draft, event) => {
    addEffect(draft, event, 'undo', event.attempt, 'done');
    settleUndo(draft, event, { undo: 'done', undoError: null });
  },
  UndoStuck: (draft, event) => change(draft, event, () => ({ undo: 'stuck', undoError: event.error })),
  UndoFailed: (draft, event) => {
    const undoing = undoingOf(draft, event);
    if (undoing?.onFailure === 'fail') stop(draft, undoing.frame);
    settleUndo(draft, event, { undo: 'failed', undoError: event.error });
  },
  UndoSkipped: (draft, event) => settleUndo(draft, event, { undo: 'skipped' }),
  CompensationAborted: (draft, event) => stop(draft, event.frame),
  CompensationEnded: (draft, event) => {
    for (const place of event.left)
      change(draft, place, ({ undo }) => ({ undo: undo === 'skipped' ? undo : 'failed' }));
    draft.undoing = draft.undoing.filter(({ frame }) => frame !== event.frame);
    const settled = draft.steps.some(({ undo }) => undo === 'failed' || undo === 'skipped') ? 'partial' : 'complete';
    draft.view.undo = draft.undoing.length > 0 ? 'running' : settled;
  },
  CancelRequested: (draft) => {
    draft.view.cancelRequested = true;
  },
  RunTimedOut: () => {},
  RunClosing: cutOff,
  ChildClosed: () => {},
  NextStarted: () => {},
  RunEnded: (draft, event) => {
    const { status, output, error, at: endedAt, next = null } = event;
    Object.assign(draft.view, { status, output, error, endedAt, next });
    cutOff(draft, event);
  },
};

/** Nothing goes on any more. */
function cutOff(draft: Draft, { at }: Recorded): void {
  const undoing = new Set(draft.undoing.flatMap(({ entries }) => entries.map(keyOf)));
  for (const [i, step] of draft.steps.entries()) draft.steps[i] = ended(step, at, undoing.has(keyOf(step)));
  if (draft.undoing.length > 0) draft.view.undo = 'partial';
  draft.undoing = [];
  draft.view.signals = [];
  goesOn(draft);
}

function goesOn({ view }: Draft): void {
  view.paused = false;
  delete view.pausedBefore;
}

/** The history so far is another run's; effects that it did beyond are carried over. */
function branched(draft: Draft, event: Of<'RunBranched'>): void {
  const { runId, from, kind } = event;
  Object.assign(draft.view, { runId, from, ...(kind === 'fork' ? { parent: null } : {}) });
  if (event.mocks !== null) draft.view.queued = false; // RN7
  for (const [i, step] of draft.steps.entries()) {
    const isOpen = kind === 'reset' && hasEffect(step) && step.status === 'running';
    if (isOpen) draft.steps[i] = { ...step, outcome: strongest(step.outcome, 'unknown') };
    if (step.endedAt === null && step.signal !== null && step.until !== null)
      draft.steps[i] = { ...step, until: step.until + event.shift };
  }
  draft.carries ||= event.entries.length > 0;
  for (const entry of event.entries) carry(draft, entry, event);
}

/** Its step may not be here: one stands for it, until that is entered itself. */
function carry(
  draft: Draft,
  { path, visit, stepId: id, frames, record }: CarriedEntry,
  event: Of<'RunBranched'>,
): void {
  const { at } = event;
  const frame = frames[0] ?? '';
  const { outcome } = record;
  const { undoError } = pendingUndo(record);
  const step = newStep({ path, visit, id, stepType: 'task', frame, at });
  if (!draft.index.has(keyOf(step)))
    enter(draft, { ...step, status: 'completed', outcome, endedAt: at, undoError, carried: frames });
  if (isInLedger(draft, stepAt(draft, step))) change(draft, step, () => pendingUndo(record));
}

function takeSignal(draft: Draft, seq: number | undefined): void {
  if (seq !== undefined) draft.view.signals = draft.view.signals.filter((signal) => signal.seq !== seq);
}

/** What has attempts, and may have an effect. */
function hasEffect({ type }: StepView): boolean {
  return type === 'task' || type === 'emit' || type === 'child';
}

/** What was still open when the run ended was cut off, an undo too; what nobody began to undo stands. */
function ended(step: StepView, at: number, undoing: boolean): StepView {
  const settled = isUnsettled(step) ? { ...step, undo: undoing ? ('failed' as const) : ('none' as const) } : step;
  return step.endedAt === null ? { ...settled, status: 'cancelled', endedAt: at, until: null } : settled;
}

/** The last attempt was done, though the step did not end well: no event of its own says so. */
function answered(draft: Draft, event: Of<'StepFailed' | 'StepCancelled' | 'StepStuck'>): void {
  const step = stepAt(draft, event);
  const { status, attempts } = step;
  const last = draft.effects.at(-1);
  const failed = last?.seq === event.seq - 1 && keyOf(last) === keyOf(event); // with effect done
  if (hasEffect(step) && status === 'running' && event.outcome === 'done' && !failed)
    addEffect(draft, event, 'do', attempts, 'done');
}

function attemptFailed(draft: Draft, event: Of<'AttemptFailed'>): void {
  const { undo, attempt, effect, error, retryAt } = event;
  addEffect(draft, event, undo ? 'undo' : 'do', attempt, effect);
  if (undo) return change(draft, event, () => ({ undoError: error, undoAttempts: attempt }));
  change(draft, event, (step) => ({
    error,
    outcome: strongest(step.outcome, effect),
    ...(retryAt === null ? {} : { status: 'retrying', until: retryAt }),
  }));
}

type Beginning = Pick<Of<'StepStarted' | 'StepPassed'>, 'path' | 'visit' | 'id' | 'stepType' | 'frame' | 'at'>;

function newStep(event: Beginning): StepView {
  const { path, visit, id, stepType, frame, at } = event;
  return {
    path,
    visit,
    id,
    type: stepType,
    ...holderOf(frame),
    status: 'running',
    outcome: 'none',
    attempts: 0,
    readOnly: false,
    startedAt: at,
    endedAt: null,
    output: null,
    error: null,
    until: null,
    with: null,
    undo: 'none',
    undoAttempts: 0,
    undoError: null,
    undoOrder: null,
    branch: null,
    child: null,
    signal: null,
  };
}

function enter(draft: Draft, step: StepView): void {
  const carried = draft.index.get(keyOf(step));
  if (carried !== undefined) return enterCarried(draft, step, carried);
  draft.index.set(keyOf(step), draft.steps.length);
  draft.steps.push(step);
}

/** What a reset carried over is still to be undone. */
function enterCarried(draft: Draft, step: StepView, index: number): void {
  const [{ undo, undoError } = step] = draft.steps.splice(index, 1);
  draft.steps.push({ ...step, undo, undoError });
  for (const [i, one] of draft.steps.entries()) draft.index.set(keyOf(one), i);
}

function end(draft: Draft, event: Recorded & Place, status: StepView['status'], more: Partial<StepView>): void {
  change(draft, event, () => ({ status, endedAt: event.at, until: null, ...more }));
}

/** An entry of the ledger, if it will ever be undone: outside a saga nothing is. */
function record(draft: Draft, event: Of<'StepCompleted' | 'StepFailed' | 'StepCancelled'>): void {
  const { entry } = event;
  if (!entry || !isInLedger(draft, stepAt(draft, event))) return;
  change(draft, event, () => pendingUndo(entry));
}

function pendingUndo({ undo }: LedgerRecord): Pick<StepView, 'undo' | 'undoError'> {
  return { undo: 'pending', undoError: undo.kind === 'broken' ? undo.error : null };
}

function addEffect(
  draft: Draft,
  event: Recorded & Place,
  kind: EffectView['kind'],
  attempt: number,
  outcome: EffectView['outcome'],
): void {
  if (kind === 'do' && stepAt(draft, event).readOnly) return;
  draft.effects.push({ seq: event.seq, path: event.path, visit: event.visit, kind, attempt, outcome });
}

/** A saga or a branch ended well: where no ledger around it takes what it did, that stands. */
function mergeOutward(draft: Draft, owner: StepView, block: string | null): void {
  if (!isInLedger(draft, owner)) stand(draft, (step) => isWithin(draft, step, owner, block));
}

function passPivot(draft: Draft, pivot: StepView): void {
  for (const step of stepsAround(draft, pivot))
    if (step.type === 'saga') change(draft, step, () => ({ committed: true }));
  stand(draft, () => true); // a pivot is in no parallel: there is no other ledger
}

function stand(draft: Draft, which: (step: StepView) => boolean): void {
  for (const step of draft.steps)
    if (step.undo === 'pending' && which(step))
      change(draft, step, () => ({ undo: 'none', ...(step.carried ? { carried: [] } : {}) }));
}

function undoingOf(draft: Draft, place: Place): UndoingView | undefined {
  return draft.undoing.find(({ entries }) => entries.some((entry) => keyOf(entry) === keyOf(place)));
}

function settleUndo(draft: Draft, event: Recorded & Place, more: Partial<StepView>): void {
  change(draft, event, () => more);
  const undoing = undoingOf(draft, event);
  if (undoing) startNext(draft, undoing.frame);
}

/** The next in order, or all; one without usable input does not start (SG1). */
function startNext(draft: Draft, frame: FrameKey): void {
  const undoing = draft.undoing.find((u) => u.frame === frame);
  if (!undoing || undoing.stopped || draft.view.paused) return;
  const pending = undoing.entries.filter((place) => isUnsettled(stepAt(draft, place)));
  const turn = undoing.order === 'parallel' ? pending : pending.slice(0, 1);
  for (const place of turn) {
    const { undo, undoError } = stepAt(draft, place);
    if (undo === 'pending' && !undoError)
      change(draft, place, () => ({ undo: 'running', undoAttempts: 1, undoOrder: nextOrder(draft) }));
  }
}

function isUnsettled({ undo }: StepView): boolean {
  return undo === 'pending' || undo === 'running' || undo === 'stuck';
}

function nextOrder(draft: Draft): number {
  return draft.steps.reduce((max, step) => Math.max(max, step.undoOrder ?? 0), 0) + 1;
}

function stop(draft: Draft, frame: FrameKey): void {
  draft.undoing = draft.undoing.map((undoing) => (undoing.frame === frame ? { ...undoing, stopped: true } : undoing));
}

function statusOf({ view, steps, undoing }: Draft): RunView['status'] {
  if (view.endedAt !== null) return view.status;
  if (view.paused) return 'paused';
  const stuck = steps.some((step) => step.status === 'stuck' || step.undo === 'stuck');
  return stuck && !steps.some((step) => isMoving(step, undoing.length > 0)) ? 'suspended' : 'running';
}

function isMoving(step: StepView, undoing: boolean): boolean {
  const holds = step.type === 'saga' || step.type === 'parallel' || step.type === 'map' || step.type === 'try';
  if (step.status === 'retrying' || step.status === 'waiting') return true;
  return (step.status === 'running' && !holds) || (undoing && step.undo === 'running');
}
