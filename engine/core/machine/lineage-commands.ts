/** LI4 and versions, as `decide` sees them: reset, branch, migrate. */
import type { BranchCommand, ResetCommand } from '../command.ts';
import type { CarriedEntry, FrameKey, Recorded, StepStarted } from '../event.ts';
import { strongest } from '../failure.ts';
import type { Decision } from './decision.ts';
import { refreshAttributes } from './attributes.ts';
import { ledgerRecord, needsUndo } from './endings.ts';
import { frozen } from './lineage.ts';
import { effectNode, isEffect, type Program, type StepNode } from './program.ts';
import { undoKey } from './random.ts';
import type { Refusal } from './refusal.ts';
import { firstValues } from './start.ts';
import { close } from './run-end.ts';
import { receiveAgain } from './signals.ts';
import { type ActiveStep, type ActiveTask, type Frame, placeKey, type RunState } from './state.ts';

/** Ends this run; the host starts the next with the prefix, and tells when it is there. Of one that has ended see `runtime/lineage.ts`. */
export async function reset(decision: Decision, { to, runId, beyond }: ResetCommand): Promise<Refusal | null> {
  const { state } = decision;
  if (to < 1 || to > state.seq)
    return { code: 'invalid', reason: `The run has ${state.seq} events: reset it to one of them.` };
  if (beyond.length !== state.seq - to) return { code: 'stale', reason: 'The run went on meanwhile: reset it again.' };
  const forked = beyond.findLast((event) => event.type === 'RunBranched' && event.kind === 'fork');
  if (forked)
    return { code: 'invalid', reason: `The run was forked at event ${forked.seq}: fork the first one again instead.` };
  const undone = beyond.find((event) => event.type === 'UndoCompleted');
  if (undone)
    return { code: 'invalid', reason: `${undone.path} was undone after event ${to}, which cannot be taken back.` };
  const byPlace = new Map(recorded(decision, beyond).map((entry) => [placeKey(entry), entry]));
  for (const entry of await stillOpen(decision, beyond))
    if (!byPlace.has(placeKey(entry))) byPlace.set(placeKey(entry), entry); // what was recorded says more
  const entries = [...byPlace.values()];
  const children = Object.values(state.children);
  const error = { type: 'cancelled', message: `The run was reset to event ${to} as ${runId}.` };
  const next = { kind: 'reset', runId, to, entries, ...(children.length > 0 ? { children } : {}) } as const;
  close(decision, { status: 'terminated', output: null, error, left: [] }, next);
  return null;
}

type Begun = ReadonlyMap<string, Recorded<StepStarted>>;

function begunIn(events: readonly Recorded[]): Begun {
  return new Map(events.flatMap((event) => (event.type === 'StepStarted' ? [[placeKey(event), event] as const] : [])));
}

/** What ended there, and what the run itself had carried over from beyond an earlier point. */
function recorded(decision: Decision, beyond: readonly Recorded[]): readonly CarriedEntry[] {
  const begun = begunIn(beyond);
  const migratedAt = firstMigration(beyond);
  return beyond.flatMap((event): readonly CarriedEntry[] => {
    const asMeant = (entry: CarriedEntry): CarriedEntry =>
      event.seq < migratedAt ? entry : meantThen(decision, entry);
    if (event.type === 'RunBranched') return event.entries.map(asMeant);
    if (!('entry' in event) || event.entry === null || !('path' in event)) return [];
    const { path, visit, entry: record } = event;
    const start = begun.get(placeKey(event));
    const stepId = start?.id ?? idIn(path);
    const frames = start ? framesAround(begun, start.frame) : []; // begun before: under way in the prefix
    return [asMeant({ path, visit, stepId, frames, key: undoKey(decision.state.run, event), record })];
  });
}

/** Number of the event from which on the definition is not that of the point. */
function firstMigration(beyond: readonly Recorded[]): number {
  return beyond.find(({ type }) => type === 'DefinitionMigrated')?.seq ?? Infinity;
}

/** What was recorded under another version than that of the point is undone as it was meant then (LI6). */
function meantThen({ state, program }: Decision, carried: CarriedEntry): CarriedEntry {
  if (carried.how) return carried;
  const ledgers = Object.values(state.frames).flatMap(({ ledger }) => ledger ?? []);
  const entry = ledgers.find((one) => placeKey(one) === placeKey(carried));
  if (entry?.frozen) return { ...carried, how: entry.frozen };
  const node = program.steps.get(carried.stepId);
  return node && isEffect(node) && node.undo ? { ...carried, how: frozen(node.undo) } : forgotten(carried);
}

/** It is in no ledger any more, and this version has no undo for it: a person has to see to it (SG1). */
function forgotten(carried: CarriedEntry): CarriedEntry {
  const message = `How ${carried.path} is undone was said by a version that is not known any more.`;
  const undo = { kind: 'broken', error: { type: 'compensation', message } } as const;
  const times = { startToCloseMs: null, scheduleToCloseMs: null, scheduleToStartMs: null, heartbeatMs: null };
  const how = { activity: null, workflow: null, taskQueue: '', retry: [], times };
  return { ...carried, record: { ...carried.record, undo }, how };
}

/** `items[3].ship` → `ship`. */
function idIn(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** What is under way may still take effect. */
async function stillOpen(decision: Decision, beyond: readonly Recorded[]): Promise<readonly CarriedEntry[]> {
  const begun = begunIn(beyond);
  const entries: CarriedEntry[] = [];
  for (const step of Object.values(decision.state.active)) {
    if (step.kind !== 'task' || !begun.has(placeKey(step)) || !mayNeedUndo(decision.program, step)) continue;
    const record = await ledgerRecord(decision, step, 'unknown', null);
    const { path, visit, id: stepId } = step;
    if (!record) continue;
    const frames = framesAround(begun, step.frame);
    const entry = { path, visit, stepId, frames, key: undoKey(decision.state.run, step), record };
    entries.push(firstMigration(beyond) === Infinity ? entry : meantThen(decision, entry));
  }
  return entries;
}

function mayNeedUndo(program: Program, step: ActiveTask): boolean {
  return needsUndo(effectNode(program, step.id), strongest(step.outcome, 'unknown'));
}

/** Innermost first, up to one whose owner began before the point. */
function framesAround(begun: Begun, frame: FrameKey): readonly FrameKey[] {
  const owner = begun.get(frame.slice(0, frame.lastIndexOf('/')));
  return owner ? [frame, ...framesAround(begun, owner.frame)] : [frame];
}

export function branch(decision: Decision, command: BranchCommand): Refusal | null {
  const { kind, from, runId, runKey, entries, mocks, children = [], signals = [] } = command;
  const { state } = decision;
  if (state.run?.id === runId) return { code: 'alreadyStarted', reason: `Run ${runId} was started already.` };
  const shift = decision.at - decision.before;
  const taken = children.length > 0 ? { children } : {};
  decision.emit({ type: 'RunBranched', kind, from, runId, runKey, shift, entries, ...taken, mocks });
  for (const signal of signals) receiveAgain(decision, signal);
  return null;
}

/** Active steps keep path, type and what is around them, and variables stay: only then does what is remembered still mean something. */
export async function migrate(decision: Decision, target: Program | undefined): Promise<Refusal | null> {
  const { state, program } = decision;
  if (!target) return { code: 'invalid', reason: 'Which definition to migrate to was not said.' };
  if (target.hash === program.hash) return { code: 'invalid', reason: 'The run is of that version already.' };
  const problem = firstProblem(program, target, state);
  if (problem) return { code: 'invalid', reason: problem };
  const known = new Set(program.variables.map(([name]) => name));
  const added = target.variables.filter(([name]) => !known.has(name));
  const { input = null, config = {} } = state.run ?? {};
  const first = await firstValues(added, { input, config }, decision.entropy());
  if ('code' in first) return first;
  decision.emit({ type: 'DefinitionMigrated', from: program.hash, hash: target.hash, assigned: first.values });
  decision.program = target;
  await refreshAttributes(decision);
  return null;
}

function firstProblem(program: Program, target: Program, state: Pick<RunState, 'active' | 'frames'>): string | null {
  for (const step of Object.values(state.active)) {
    const problem = stepProblem(program, target, step);
    if (problem) return problem;
  }
  for (const frame of Object.values(state.frames)) {
    const problem = frameProblem(target, frame);
    if (problem) return problem;
  }
  return variablesProblem(program, target);
}

function stepProblem(program: Program, target: Program, step: ActiveStep): string | null {
  const { path, id } = step;
  const before = program.steps.get(id);
  const after = target.steps.get(id);
  if (!after) return `${path} is under way, and the new version has no step ${id}.`;
  if (after.type !== before?.type) return `${path} is under way, and in the new version ${id} is a ${after.type}.`;
  if (after.block !== before.block) return `${path} is under way, and in the new version ${id} is in another block.`;
  return step.kind === 'composite' && step.phase === 'running' ? branchesProblem(before, after, path) : null;
}

/** A branch that was never begun cannot end. */
function branchesProblem(before: StepNode, after: StepNode, path: string): string | null {
  if (before.type !== 'parallel' || after.type !== 'parallel') return null;
  const added = after.blocks.find((name) => !before.blocks.includes(name));
  return added === undefined ? null : `${path} is under way, and in the new version it has a branch more, ${added}.`;
}

function frameProblem(target: Program, { block, phase }: Frame): string | null {
  if (!target.blocks.has(block)) return `The new version has no block ${block}, which is under way.`;
  if (phase.kind === 'enter' && target.steps.get(phase.step)?.block !== block)
    return `${phase.step} is next, and the new version has no such step there.`;
  return null;
}

function variablesProblem(program: Program, target: Program): string | null {
  const declared = new Set(target.variables.map(([name]) => name));
  const gone = program.variables.find(([name]) => !declared.has(name));
  return gone === undefined ? null : `The new version does not declare the variable ${gone[0]}.`;
}
