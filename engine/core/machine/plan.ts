import type { AttemptWanted, ChildWanted, EmitWanted, WantedEffect } from '../effect.ts';
import { ROOT } from './frames.ts';
import { effectNode, type Program } from './program.ts';
import { childRunId } from './random.ts';
import { type ActiveTask, type Closing, type Frame, type LedgerEntry, placeKey, type RunState } from './state.ts';
import { attemptDeadline, isOffered, type Queued, timersOf } from './timers.ts';
import { undoNode } from './undo-node.ts';

/** What this state wants of the world. Synchronous and pure: the host compares it with what it has in hand. */
export function plan(program: Program, state: RunState): readonly WantedEffect[] {
  if (state.ended) return [];
  if (state.closing) return closingEffects(state.closing);
  const wanted: WantedEffect[] = [];
  for (const step of Object.values(state.active))
    if (step.kind === 'task' && step.phase === 'running') wanted.push(stepEffect(program, step));
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

function stepEffect(program: Program, step: ActiveTask): AttemptWanted | EmitWanted | ChildWanted {
  const { path, visit, id: stepId, attempt, with: input, key, work, progress } = step;
  const node = effectNode(program, stepId);
  const id = `attempt:${placeKey(step)}:${attempt}`;
  const base = { id, path, visit, stepId, undo: false, attempt, with: input, key, cancel: step.cancelBy !== null };
  switch (work.kind) {
    case 'emit':
      return { kind: 'emit', ...base, target: work.target };
    case 'child':
      return {
        kind: 'child',
        ...base,
        workflow: work.workflow,
        runId: childRunId(key, attempt),
        wait: node.type !== 'child' || node.wait,
        isStarted: progress.child !== null,
      };
    case 'activity':
      return {
        kind: 'attempt',
        ...base,
        activity: work.activity,
        taskQueue: node.taskQueue,
        ...timesOf(node, step),
      };
  }
}

type Timed = Pick<ActiveTask, 'since' | 'progress'> & { readonly startedAt: number };
type Times = Pick<AttemptWanted, 'startedAt' | 'deadline' | 'limit' | 'reportPickUp' | 'heartbeatMs' | 'heartbeat'>;

function timesOf(queued: Queued, { since, startedAt, progress }: Timed): Times {
  const { at, type } = attemptDeadline(queued, { since, scheduledAt: startedAt, progress });
  return {
    startedAt: since,
    deadline: at,
    limit: limits[type],
    reportPickUp: isOffered(queued) && progress.pickedUp === null,
    heartbeatMs: Number.isFinite(queued.times.heartbeatMs) ? queued.times.heartbeatMs : null,
    heartbeat: progress.heartbeat,
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
  const base = { id, path, visit, stepId, undo: true, attempt, with: entry.undo.with, key, cancel: false };
  if (node.workflow !== null) {
    const runId = childRunId(key, attempt);
    return { kind: 'child', ...base, workflow: node.workflow, runId, wait: true, isStarted: progress.child !== null };
  }
  const timed = timesOf(node, { since, startedAt: scheduledAt, progress });
  return { kind: 'attempt', ...base, activity: node.activity ?? '', taskQueue: node.taskQueue, ...timed };
}
