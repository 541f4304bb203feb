import type { AttemptWanted, ChildWanted, EmitWanted, WantedEffect } from '../effect.ts';
import { ROOT } from './frames.ts';
import { effectNode, type Program } from './program.ts';
import { childRunId, stepKey } from './random.ts';
import { type ActiveTask, type Closing, type Frame, type LedgerEntry, placeKey, type RunState } from './state.ts';
import { type AttemptClock, attemptDeadline, isOffered, type Queued, timersOf } from './timers.ts';
import { undoNode } from './undo-node.ts';

/** What this state wants of the world. Synchronous and pure: the host compares it with what it has in hand. */
export function plan(program: Program, state: RunState): readonly WantedEffect[] {
  if (state.ended) return [];
  if (state.closing) return closingEffects(state.closing);
  const wanted: WantedEffect[] = [];
  for (const step of Object.values(state.active))
    if (step.kind === 'task' && step.phase === 'running') wanted.push(stepEffect(program, state, step));
  for (const frame of Object.values(state.frames)) undoEffects(program, frame, wanted);
  const slot = state.run?.slot;
  if (slot && !state.admitted) wanted.push({ kind: 'slot', id: 'slot', ...slot });
  for (const { id, at } of timersOf(program, state)) wanted.push({ kind: 'timer', id, at });
  return wanted;
}

function closingEffects({ children, next, nextStarted }: Closing): readonly WantedEffect[] {
  const tell = children.map((child) => ({ kind: 'closeChild', id: `close:${child.runId}`, ...child }) as const);
  return next && !nextStarted ? [...tell, { kind: 'nextRun', id: `next:${next.runId}`, next }] : tell;
}

function stepEffect(program: Program, { run }: RunState, step: ActiveTask): AttemptWanted | EmitWanted | ChildWanted {
  const { path, visit, id: stepId, attempt, with: input, work, progress, since, startedAt } = step;
  const node = effectNode(program, stepId);
  const id = `attempt:${placeKey(step)}:${attempt}`;
  const cancel = step.cancelBy !== null;
  const asked: Asked = { id, path, visit, stepId, undo: false, attempt, with: input, cancel };
  switch (work.kind) {
    case 'emit':
      return { kind: 'emit', ...asked, key: stepKey(run, step), target: work.target };
    case 'child': {
      const wait = node.type !== 'child' || node.wait;
      const runId = progress.child ?? childRunId(stepKey(run, step), attempt);
      return { kind: 'child', ...asked, workflow: work.workflow, runId, wait, isStarted: progress.child !== null };
    }
    case 'activity':
      return attemptEffect(asked, null, work.activity, node, { since, scheduledAt: startedAt, progress });
  }
}

type Asked = Omit<EmitWanted, 'kind' | 'target' | 'key'>;

/** Made for each step of each run: one object, member by member, is half of what copies of copies cost. */
function attemptEffect(
  { id, path, visit, stepId, undo, attempt, with: input, cancel }: Asked,
  undoKey: string | null,
  activity: string,
  queued: Queued,
  clock: AttemptClock,
): AttemptWanted {
  const { at, type } = attemptDeadline(queued, clock);
  const { heartbeatMs } = queued.times;
  return {
    kind: 'attempt',
    id,
    path,
    visit,
    stepId,
    undo,
    attempt,
    with: input,
    undoKey,
    cancel,
    activity,
    taskQueue: queued.taskQueue,
    startedAt: clock.since,
    deadline: at,
    limit: limits[type],
    reportPickUp: isOffered(queued) && clock.progress.pickedUp === null,
    heartbeatMs: Number.isFinite(heartbeatMs) ? heartbeatMs : null,
    heartbeat: clock.progress.heartbeat,
  };
}

const limits = {
  'timeout.startToClose': 'startToClose',
  'timeout.scheduleToClose': 'scheduleToClose',
  'timeout.scheduleToStart': 'scheduleToStart',
} as const;

function undoEffects(program: Program, frame: Frame, wanted: WantedEffect[]): void {
  if (frame.phase.kind !== 'undoing' || frame.key === ROOT) return;
  for (const entry of frame.ledger ?? []) {
    const effect = undoEffect(program, entry);
    if (effect) wanted.push(effect);
  }
}

function undoEffect(program: Program, entry: LedgerEntry): AttemptWanted | ChildWanted | null {
  const { path, visit, stepId, attempt, key, since, scheduledAt, progress } = entry;
  if (entry.status !== 'running' || entry.undo.kind !== 'ready') return null;
  const node = undoNode(program, entry);
  const id = `undo:${placeKey(entry)}:${attempt}`;
  const asked: Asked = { id, path, visit, stepId, undo: true, attempt, with: entry.undo.with, cancel: false };
  if (node.workflow !== null) {
    const runId = progress.child ?? childRunId(key, attempt);
    return { kind: 'child', ...asked, workflow: node.workflow, runId, wait: true, isStarted: progress.child !== null };
  }
  return attemptEffect(asked, key, node.activity ?? '', node, { since, scheduledAt, progress });
}
