import type {
  CompensationEnded,
  Place,
  Recorded,
  RunEvent,
  RunStarted,
  StepCompleted,
  StepFailed,
  StepStarted,
} from '../event.ts';
import { type Effect, type Failure, strongest } from '../failure.ts';
import type { Json } from '../json.ts';
import * as undo from './compensate.ts';
import {
  addEntry,
  assignIn,
  closeAll,
  closeFrame,
  completeBlock,
  dropFrames,
  fail,
  moveOn,
  mergeLedger,
  openFrame,
  ROOT,
  rootFrame,
} from './frames.ts';
import { passPivot } from './pivot.ts';
import { compositeNode, type Program, stepNode } from './program.ts';
import { countFailure } from './retry.ts';
import {
  type ActiveStep,
  type ActiveTask,
  activeAt,
  frameOf,
  type LedgerEntry,
  placeKey,
  type RunState,
  withActive,
  withFrame,
  withoutActive,
} from './state.ts';
import { canProgress, countStuck } from './status.ts';

type Of<T extends RunEvent['type']> = Recorded<Extract<RunEvent, { type: T }>>;
type Appliers = { readonly [T in RunEvent['type']]: (program: Program, state: RunState, event: Of<T>) => RunState };

/** One event further. Synchronous, pure, total over legal histories; an illegal one is a bug and throws. */
export function evolve(program: Program, state: RunState, event: Recorded): RunState {
  if (event.seq !== state.seq + 1) throw new Error(`event ${event.seq} after ${state.seq}`);
  const stamped = { ...state, seq: event.seq, at: event.at };
  const apply = appliers[event.type] as (program: Program, state: RunState, event: Recorded) => RunState;
  return withStatus(apply(program, stamped, event), event.type);
}

/** Counts only where something is stuck, or just got stuck: the usual event costs nothing here. */
function withStatus(state: RunState, type: RunEvent['type']): RunState {
  if (state.ended || (state.stuck === 0 && type !== 'StepStuck' && type !== 'UndoStuck')) return state;
  const stuck = countStuck(state);
  return { ...state, stuck, status: stuck > 0 && !canProgress(state) ? 'suspended' : 'running' };
}

const appliers: Appliers = {
  RunStarted: started,
  StepStarted: stepStarted,
  StepPassed: (program, state, event) => {
    const entered = { ...state, visits: { ...state.visits, [event.path]: event.visit } };
    const settled = withOutput(assignIn(entered, event.frame, event.assigned), event.frame, event.id, null);
    return moveOn(program, settled, event.frame, event.next);
  },
  AttemptStarted: (_, state, event) => {
    if (event.undo) return undo.attemptStarted(state, event);
    const task = activeAt(state, event, 'task');
    const budget = task.phase === 'stuck' ? { counts: [], startedAt: event.at } : {}; // a person's retry has all of it anew
    return withActive(state, { ...task, ...budget, phase: 'running', attempt: event.attempt, since: event.at });
  },
  AttemptFailed: (_, state, event) => {
    if (event.undo) return undo.attemptFailed(state, event);
    const task = activeAt(state, event, 'task');
    return withActive(state, {
      ...task,
      phase: event.retryAt === null ? task.phase : 'backoff',
      since: event.retryAt ?? task.since,
      counts: countFailure(task.counts, event.rule),
      outcome: strongest(task.outcome, event.effect),
      error: event.error,
    });
  },
  StepCompleted: stepCompleted,
  StepFailed: stepFailed,
  StepCancelled: (program, state, event) => {
    const step = stepAt(state, event);
    const recorded = withEntry(leave(state, step), step, event);
    const { closing } = frameOf(recorded, step.frame);
    return fail(program, recorded, step.frame, closing ?? { type: 'cancelled', message: 'The step was cancelled.' });
  },
  StepStuck: stepStuck,
  BlockRetryScheduled: (_, state, event) => {
    const step = activeAt(state, event, 'composite');
    return withActive(dropFrames(state, step), {
      ...step,
      phase: 'backoff',
      frames: [],
      counts: countFailure(step.counts, event.rule),
      since: event.retryAt,
      error: null,
      deadline: null,
    });
  },
  BlockRetried: (program, state, event) => {
    const { blocks } = compositeNode(program, activeAt(state, event, 'composite').id);
    const step = activeAt(state, event, 'composite');
    const again = {
      ...step,
      phase: 'running' as const,
      attempt: event.attempt,
      since: event.at,
      deadline: event.deadline,
    };
    return openBlocks(program, state, again, blocks);
  },
  BlockTimedOut: (program, state, event) => {
    const step = activeAt(state, event, 'composite');
    const cause = step.error ? { cause: step.error } : {};
    const error = { type: 'timeout.block', message: `${step.id} took longer than its time limit.`, ...cause };
    return closeAll(program, withActive(state, { ...step, deadline: null, error }), step.frames, error);
  },
  FinallyStarted: (program, state, event) => {
    const step = activeAt(state, event, 'composite');
    const { error, output, succeeds = false } = event;
    const kept = { ...step, phase: 'finally' as const, error, output, succeeds, deadline: null };
    return withError(
      openBlocks(program, dropFrames(state, step), kept, ['finally']),
      `${placeKey(step)}/finally`,
      event.error,
    );
  },
  BlockCompleted: (program, state, event) => completeBlock(program, state, event.frame, event.output),
  BlockFailed: (program, state, event) => fail(program, state, event.frame, event.error),
  CompensationStarted: (_, state, event) => undo.started(state, event),
  UndoCompleted: (_, state, event) => undo.settled(state, event, 'done', null),
  UndoStuck: (_, state, event) => undo.stuck(state, event),
  UndoFailed: (_, state, event) => undo.settled(state, event, 'failed', event.error),
  UndoSkipped: (_, state, event) => undo.settled(state, event, 'skipped', null),
  CompensationAborted: (_, state, event) => undo.aborted(state, event.frame),
  CompensationEnded: (program, state, event) => compensationEnded(program, state, event),
  CancelRequested: (program, state, event) => {
    const who = event.by === undefined ? '' : ` by ${event.by}`;
    return unwind(program, state, { type: 'cancelled', message: `The run was cancelled${who}.` });
  },
  RunTimedOut: (program, state) =>
    unwind(program, state, { type: 'timeout.run', message: 'The run took longer than its time limit.' }),
  RunEnded: (_, state, event) => ({
    ...state,
    status: event.status,
    ended: true,
    undo: state.undo === 'running' ? 'partial' : state.undo,
    stuck: 0,
    frames: {},
    active: {},
  }),
};

function started(program: Program, state: RunState, event: Of<'RunStarted'>): RunState {
  return withFrame({ ...state, run: runInfo(event) }, rootFrame(program, event.variables));
}

function runInfo(event: Recorded<RunStarted>): NonNullable<RunState['run']> {
  const { runId, runKey, workflow, hash, seed, at, deadline, input, config } = event;
  return { id: runId, key: runKey, workflow, hash, seed, startedAt: at, deadline, input, config };
}

function stepStarted(program: Program, state: RunState, event: Recorded<StepStarted>): RunState {
  const { path, visit, id, frame, stepType: type, detail, at } = event;
  const base = { path, visit, id, type, frame, startedAt: at, cancelBy: null };
  const holder = frameOf(state, frame);
  const entered = withFrame(
    { ...state, visits: { ...state.visits, [path]: visit } },
    { ...holder, phase: { kind: 'step', place: placeKey(event) } },
  );
  switch (detail.kind) {
    case 'task': {
      const { activity, with: input, key } = detail;
      const fresh = { attempt: 1, since: at, counts: [], outcome: 'none' as Effect, error: null };
      return withActive(entered, { ...base, kind: 'task', activity, with: input, key, phase: 'running', ...fresh });
    }
    case 'wait':
      return withActive(entered, { ...base, kind: 'wait', until: detail.until });
    case 'composite': {
      const fresh = { attempt: 1, since: at, counts: [], error: null, output: null, succeeds: false, frames: [] };
      const step = {
        ...base,
        kind: 'composite' as const,
        phase: 'running' as const,
        deadline: detail.deadline,
        ...fresh,
      };
      return openBlocks(program, entered, step, detail.blocks);
    }
    case 'none':
      return withActive(entered, { ...base, kind: 'none', error: null });
  }
}

type Composite = Extract<ActiveStep, { kind: 'composite' }>;

function openBlocks(program: Program, state: RunState, step: Composite, blocks: readonly string[]): RunState {
  const frames = blocks.map((name) => `${placeKey(step)}/${name}`);
  return blocks.reduce((s, name) => openFrame(program, s, step, name), withActive(state, { ...step, frames }));
}

function stepCompleted(program: Program, state: RunState, event: Recorded<StepCompleted>): RunState {
  const step = stepAt(state, event);
  const node = stepNode(program, step.id);
  const recorded = withEntry(leave(mergeBlocks(state, step), step), step, event);
  const pivoted = event.pivot ? passPivot(program, recorded, step.frame) : recorded;
  const settled = withOutput(assignIn(pivoted, step.frame, event.assigned), step.frame, step.id, event.output);
  return moveOn(program, settled, step.frame, node.next);
}

function stepFailed(program: Program, state: RunState, event: Recorded<StepFailed>): RunState {
  const step = stepAt(state, event);
  const recorded = withEntry(leave(state, step), step, event);
  if (!event.caught) return fail(program, recorded, step.frame, event.error);
  const assigned = assignIn(withoutOutput(recorded, step), step.frame, event.caught.assigned);
  return moveOn(program, withError(assigned, step.frame, event.error), step.frame, event.caught.next);
}

/** DA2, DF2: what an earlier visit, or an earlier step, gave is not what this one gave. */
function withoutOutput(state: RunState, { id, frame: key }: ActiveStep): RunState {
  const frame = frameOf(state, key);
  const { [id]: _, ...outputs } = frame.outputs;
  return withFrame(state, { ...frame, last: null, outputs });
}

/** A task keeps what another attempt would need; of anything else only the place remains. */
function stepStuck(_: Program, state: RunState, event: Of<'StepStuck'>): RunState {
  const step = stepAt(state, event);
  const { error, at, outcome = 'none' } = event;
  if (step.kind === 'task') {
    const stuck = { phase: 'stuck' as const, since: at, error, outcome: strongest(step.outcome, outcome) };
    return withActive(state, { ...step, ...stuck });
  }
  const { path, visit, id, type, frame, startedAt, cancelBy } = step;
  return withActive(leave(state, step), { path, visit, id, type, frame, startedAt, cancelBy, kind: 'none', error });
}

/** `error` in scope of a block: what was caught, or what `finally` runs after. */
function withError(state: RunState, key: string, error: Failure | null): RunState {
  return withFrame(state, { ...frameOf(state, key), error });
}

function compensationEnded(program: Program, state: RunState, event: Recorded<CompensationEnded>): RunState {
  const ended = undo.ended(state, event);
  const frame = frameOf(ended, event.frame);
  return fail(program, ended, frame.key, event.error);
}

function unwind(program: Program, state: RunState, error: NonNullable<RunState['unwinding']>): RunState {
  return closeFrame(program, { ...state, unwinding: error }, ROOT, error);
}

function stepAt(state: RunState, place: Place): ActiveStep {
  const step = state.active[placeKey(place)];
  if (!step) throw new Error(`nothing active at ${placeKey(place)}`);
  return step;
}

/** SG2: of a saga that ended well. The branches of a parallel have merged as they ended. */
function mergeBlocks(state: RunState, step: ActiveStep): RunState {
  return step.kind === 'composite' ? step.frames.reduce(mergeLedger, state) : state;
}

/** The step is over, and so are its blocks. */
function leave(state: RunState, step: ActiveStep): RunState {
  return withoutActive(step.kind === 'composite' ? dropFrames(state, step) : state, step);
}

function withOutput(state: RunState, key: string, id: string, output: Json): RunState {
  const frame = frameOf(state, key);
  return withFrame(state, { ...frame, last: output, outputs: { ...frame.outputs, [id]: { output } } });
}

function withEntry(state: RunState, step: ActiveStep, event: Recorded & Pick<StepCompleted, 'entry'>): RunState {
  if (!event.entry || step.kind !== 'task') return state;
  return addEntry(state, step.frame, entryOf(step, event.seq, event.entry));
}

function entryOf(step: ActiveTask, seq: number, record: NonNullable<StepCompleted['entry']>): LedgerEntry {
  const { path, visit, id, key } = step;
  const fresh = { status: 'recorded' as const, attempt: 0, counts: [], since: 0, scheduledAt: 0, error: null };
  return { path, visit, stepId: id, seq, ...record, key: `${key}:undo`, ...fresh };
}
