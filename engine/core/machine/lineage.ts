/** LI4 and versions, as `evolve` sees them: a run that begins with the history of another, and one that changes its definition. */
import type { CarriedEntry, DefinitionMigrated, FrameKey, Recorded, RunBranched } from '../event.ts';
import { strongest } from '../failure.ts';
import { newEntry } from './compensate.ts';
import { type Draft, setActive, setFrame, touchAll } from './draft.ts';
import { addEntry, assignIn, ROOT } from './frames.ts';
import { effectNode, type Program, type UndoNode } from './program.ts';
import {
  type ActiveStep,
  type ActiveTask,
  type Frame,
  type FrozenUndo,
  NEVER,
  noProgress,
  placeKey,
  type Readable,
} from './state.ts';

/** Another run from here on: attempts that were open begin anew, and limits count from now. */
export function branched(draft: Draft, event: Recorded<RunBranched>): void {
  const { run } = draft;
  if (!run) throw new Error('a run branches from a history');
  const { kind, runId: id, runKey: key, mocks, shift } = event;
  const parent = kind === 'fork' ? null : run.parent; // nobody waits for a fork
  const isApart = mocks !== null; // RN7: what touches nothing holds up nobody
  const slot = isApart ? null : run.slot;
  draft.run = { ...run, id, key, mocks, parent, slot, deadline: run.deadline === null ? null : run.deadline + shift };
  draft.admitted ||= isApart;
  if (kind === 'fork') for (const child of Object.keys(draft.children)) delete draft.children[child]; // they are the other run's
  for (const child of event.children ?? []) draft.children[child.runId] = child;
  for (const step of Object.values(draft.active)) setActive(draft, anew(step, event));
  for (const frame of Object.values(draft.frames))
    if (frame.phase.kind === 'undoing') setFrame(draft, undoneAnew(frame, event));
  if (event.entries.length > 0) draft.run = { ...draft.run, carries: true };
  for (const entry of event.entries) carry(draft, entry, event.seq);
  touchAll(draft); // the history may have been cut where something was about to follow
}

function anew(given: ActiveStep, event: Recorded<RunBranched>): ActiveStep {
  const later = (limit: number): number => limit + event.shift;
  const { cancelBy } = given;
  const step = { ...given, cancelBy: cancelBy === null || cancelBy === NEVER ? cancelBy : later(cancelBy) };
  if (step.kind === 'composite') return { ...step, deadline: step.deadline === null ? null : later(step.deadline) };
  if (step.kind === 'receive') return { ...step, until: step.until === null ? null : later(step.until) };
  return step.kind === 'task' ? taskAnew(step, event) : step;
}

/** A fork has a run key of its own, and so is another run to the world: what it does is not taken for what the first has done (AT3). */
function taskAnew(step: ActiveTask, { kind, at, shift }: Recorded<RunBranched>): ActiveTask {
  if (step.phase !== 'running') return { ...step, startedAt: step.startedAt + shift };
  const outcome = kind === 'reset' ? strongest(step.outcome, 'unknown') : step.outcome; // the attempt was made in the other run
  return {
    ...step,
    outcome,
    startedAt: at,
    since: at,
    progress: { ...noProgress, heartbeat: step.progress.heartbeat },
  };
}

function undoneAnew(frame: Frame, { at, shift }: Recorded<RunBranched>): Frame {
  const ledger = (frame.ledger ?? []).map((entry) => {
    const scheduledAt = entry.scheduledAt + shift;
    if (entry.status !== 'running') return { ...entry, scheduledAt };
    return { ...entry, scheduledAt, since: at, progress: { ...noProgress, heartbeat: entry.progress.heartbeat } };
  });
  return { ...frame, ledger };
}

/** To the ledger of the innermost block that is there, until those within are (`claimCarried`); of a step under way here, to its own. */
function carry(draft: Draft, entry: CarriedEntry, seq: number): void {
  const { path, visit, stepId, key, record, how = null } = entry;
  const home = outward(draft, entry.frames);
  const holder =
    draft.active[placeKey(entry)]?.frame ?? home.find((frame) => takesEntries(draft.frames[frame])) ?? ROOT;
  addEntry(draft, holder, {
    ...newEntry({ path, visit, stepId, seq, ...record, key }),
    frozen: how,
    home,
  });
}

/** What is being undone has its entries together (SG2). */
function takesEntries(frame: Frame | undefined): boolean {
  return frame !== undefined && frame.phase.kind !== 'undoing';
}

/** The blocks around those that are named: the last of them may wait to be tried again, and not be there. */
function outward({ active }: Readable, frames: readonly FrameKey[]): readonly FrameKey[] {
  const last = frames.at(-1);
  const owner = last === undefined ? undefined : active[last.slice(0, last.lastIndexOf('/'))];
  return owner ? outward({ active, frames: {} }, [...frames, owner.frame]) : frames;
}

/** SG1: what was recorded is undone as it was meant when it was recorded. `program` is the one it was recorded under. */
export function migrated(draft: Draft, event: Recorded<DefinitionMigrated>, program: Program): void {
  if (draft.run) draft.run = { ...draft.run, hash: event.hash };
  assignIn(draft, ROOT, event.assigned);
  for (const frame of Object.values(draft.frames)) if (frame.ledger?.length) setFrame(draft, frozenIn(program, frame));
}

function frozenIn(program: Program, frame: Frame): Frame {
  const ledger = (frame.ledger ?? []).map((entry) => {
    if (entry.frozen) return entry;
    const { undo } = effectNode(program, entry.stepId);
    return undo ? { ...entry, frozen: frozen(undo) } : entry;
  });
  return { ...frame, ledger };
}

export function frozen({ activity, workflow, taskQueue, retry, times }: UndoNode): FrozenUndo {
  const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);
  return {
    activity,
    workflow,
    taskQueue,
    retry,
    times: {
      startToCloseMs: finite(times.startToCloseMs),
      scheduleToCloseMs: finite(times.scheduleToCloseMs),
      scheduleToStartMs: finite(times.scheduleToStartMs),
      heartbeatMs: finite(times.heartbeatMs),
    },
  };
}
