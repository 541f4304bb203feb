/** LI4 and versions, as `evolve` sees them: a run that begins with the history of another, and one that changes its definition. */
import type { CarriedEntry, DefinitionMigrated, Recorded, RunBranched } from '../event.ts';
import { strongest } from '../failure.ts';
import { newEntry } from './compensate.ts';
import { type Draft, setActive, setFrame, touchAll } from './draft.ts';
import { addEntry, assignIn, ROOT } from './frames.ts';
import { effectNode, type Program, type UndoNode } from './program.ts';
import { type ActiveStep, type Frame, type FrozenUndo, noProgress, placeKey } from './state.ts';

/** Another run from here on: attempts that were open begin anew, and limits count from now. */
export function branched(draft: Draft, event: Recorded<RunBranched>): void {
  const { run } = draft;
  if (!run) throw new Error('a run branches from a history');
  const { runId: id, runKey: key, mocks, shift } = event;
  draft.run = { ...run, id, key, mocks, deadline: run.deadline === null ? null : run.deadline + shift };
  for (const child of Object.keys(draft.children)) delete draft.children[child]; // they are the other run's
  for (const step of Object.values(draft.active)) setActive(draft, anew(step, event));
  for (const entry of event.entries) carry(draft, entry, event.seq);
  touchAll(draft); // the history may have been cut where something was about to follow
}

function anew(step: ActiveStep, { kind, at, shift }: Recorded<RunBranched>): ActiveStep {
  if (step.kind === 'composite') return { ...step, deadline: step.deadline === null ? null : step.deadline + shift };
  if (step.kind !== 'task' || step.phase !== 'running') return step;
  const outcome = kind === 'reset' ? strongest(step.outcome, 'unknown') : step.outcome; // the attempt was made in the other run
  return { ...step, outcome, startedAt: at, since: at, progress: noProgress };
}

/** To the ledger of the innermost block that is there; of a step that is under way here, to that of its own. */
function carry(draft: Draft, { frames, path, visit, stepId, key, record }: CarriedEntry, seq: number): void {
  const own = draft.active[placeKey({ path, visit })]?.frame;
  const frame = own ?? frames.find((one) => draft.frames[one] !== undefined) ?? ROOT;
  addEntry(draft, frame, newEntry({ path, visit, stepId, seq, ...record, key }));
}

/** SG1: what was recorded is undone as it was meant when it was recorded. `program` is the one it was recorded under. */
export function migrated(draft: Draft, event: Recorded<DefinitionMigrated>, program: Program): void {
  if (draft.run) draft.run = { ...draft.run, hash: event.hash };
  assignIn(draft, ROOT, event.assigned);
  for (const frame of Object.values(draft.frames)) if (frame.ledger?.length) setFrame(draft, frozenIn(program, frame));
}

function frozenIn(program: Program, frame: Frame): Frame {
  const ledger = (frame.ledger ?? []).map((entry) => {
    const { undo } = effectNode(program, entry.stepId);
    return entry.frozen || !undo ? entry : { ...entry, frozen: frozen(undo) };
  });
  return { ...frame, ledger };
}

function frozen({ activity, workflow, taskQueue, retry, times }: UndoNode): FrozenUndo {
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
