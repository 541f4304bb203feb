import { matchesType, type RunView, type StepView } from '@sagaloom/engine/core';
import {
  type Draft,
  enclosingBlocks,
  type Outline,
  outlineOf,
  type Port,
  portsOf,
  type StepEntry,
  targetOf,
  withInner,
} from '../document/index.ts';
import type { MapProgress } from './map-progress.ts';
import { edgeId, startEdgeId } from './scene/ids.ts';

export type StepState =
  | 'running'
  /** The run has paused before it, at a breakpoint. */
  | 'paused'
  | 'waiting'
  | 'retrying'
  | 'completed'
  | 'failed'
  | 'caught'
  | 'undoing'
  | 'undone'
  | 'stuck'
  | 'cancelled'
  | 'skipped'
  | 'notReached';

export interface StepOverlay {
  readonly state: StepState;
  /** Attempts begun, the first included; of the undo while it is running. */
  readonly attempts: number;
  /** 1 for the first that was undone. */
  readonly undoOrder: number | null;
  readonly undo: StepView['undo'];
  readonly errorType: string | null;
  /** Of a `map`: how far it is. */
  readonly items: MapProgress | null;
  /** The run that a `child` started. */
  readonly child: string | null;
}

/** A run as the canvas shows it: what became of each step, and which connections the flow took. */
export interface RunOverlay {
  readonly steps: Readonly<Record<string, StepOverlay>>;
  readonly taken: ReadonlySet<string>;
  /** Steps whose undo began, in the order of undoing; the way back leads through them. */
  readonly wayBack: readonly string[];
  /** The step whose failure began the undoing. */
  readonly failed: string | null;
}

/** What of a run is shown: also of one that is known only by its trace. */
export type RunShown = Pick<RunView, 'status' | 'steps' | 'pausedBefore'>;

/** Of a step that came several times, the latest visit is shown; in a map, of all items the one that says most. */
export function overlayOf(view: RunShown, document: Draft, items: ReadonlyMap<string, MapProgress> = none): RunOverlay {
  const outline = outlineOf(document);
  const visits = visitsOf(view);
  const latest = new Map([...visits].map(([id, list]) => [id, telling(list, isInMap(outline, id), view)] as const));
  const steps: Record<string, StepOverlay> = Object.fromEntries(
    [...outline.steps.keys()].map((id) => [id, stepOverlay(latest.get(id), view, items)]),
  );
  for (const entry of outline.steps.values()) markUndoneSaga(entry, outline, steps);
  const paused = view.pausedBefore && steps[view.pausedBefore.id];
  if (view.pausedBefore && paused) steps[view.pausedBefore.id] = { ...paused, state: 'paused' };
  const wayBack = [...latest.values()]
    .filter(({ undoOrder, undo }) => undoOrder !== null || undo === 'running' || undo === 'stuck')
    .toSorted((a, b) => (a.undoOrder ?? Infinity) - (b.undoOrder ?? Infinity))
    .map(({ id }) => id);
  return {
    steps,
    taken: takenEdges(outline, visits),
    wayBack,
    failed: wayBack.length > 0 ? failedStep(view, outline) : null,
  };
}

/** A saga that failed and whose steps are all undone says so: nothing of it is left. */
function markUndoneSaga(entry: StepEntry, outline: Outline, steps: Record<string, StepOverlay>): void {
  const saga = steps[entry.id];
  if (entry.type !== 'saga' || saga?.state !== 'failed') return;
  const inner = withInner(outline, entry.id).flatMap((id) => (id === entry.id ? [] : (steps[id] ?? [])));
  const isUndone =
    inner.some(({ undo }) => undo === 'done') && inner.every(({ undo }) => undo === 'done' || undo === 'none');
  if (isUndone) steps[entry.id] = { ...saga, state: 'undone' };
}

type Visits = ReadonlyMap<string, readonly [StepView, ...StepView[]]>;

function visitsOf(view: RunShown): Visits {
  const visits = new Map<string, [StepView, ...StepView[]]>();
  for (const step of view.steps) {
    const list = visits.get(step.id);
    if (list) list.push(step);
    else visits.set(step.id, [step]);
  }
  return visits;
}

const none: ReadonlyMap<string, MapProgress> = new Map();

function isInMap(outline: Outline, id: string): boolean {
  return enclosingBlocks(outline, id).some(({ owner }) => owner !== null && outline.steps.get(owner)?.type === 'map');
}

/** What a person has to know first. */
const rank: readonly StepState[] = ['stuck', 'undoing', 'retrying', 'running', 'waiting'];

function telling(visits: readonly [StepView, ...StepView[]], inMap: boolean, view: RunShown): StepView {
  const last = visits.at(-1) ?? visits[0];
  if (!inMap || visits.length === 1) return last;
  const states = new Map(visits.map((visit) => [stateOf(visit, view), visit] as const));
  return rank.map((state) => states.get(state)).find((visit) => visit !== undefined) ?? last;
}

const nothing: StepOverlay = {
  state: 'notReached',
  attempts: 0,
  undoOrder: null,
  undo: 'none',
  errorType: null,
  items: null,
  child: null,
};

function stepOverlay(step: StepView | undefined, view: RunShown, items: ReadonlyMap<string, MapProgress>): StepOverlay {
  if (!step) return nothing;
  const state = stateOf(step, view);
  const attempts = state === 'undoing' ? step.undoAttempts : step.attempts;
  return {
    state,
    attempts,
    undoOrder: step.undoOrder,
    undo: step.undo,
    errorType: (step.undoError ?? step.error)?.type ?? null,
    items: items.get(`${step.path}#${step.visit}`) ?? null,
    child: step.child,
  };
}

/** What is being undone, or was, says so: that is what became of its effect. A failed step stays failed. */
function stateOf(step: StepView, view: RunShown): StepState {
  if (step.undo === 'stuck') return 'stuck';
  if (step.undo === 'running') return 'undoing';
  if (step.undo === 'done' && step.status !== 'failed') return 'undone';
  if (step.status === 'completed' && step.type === 'fail') return 'failed';
  if (step.status === 'running' && view.status === 'suspended') return 'waiting';
  return step.status;
}

/** The deepest of the steps that failed first. */
function failedStep(view: RunShown, outline: Outline): string | null {
  const failed = view.steps.filter(
    ({ status, id }) => status === 'failed' && outline.steps.get(id)?.blocks.length === 0,
  );
  return failed.toSorted((a, b) => (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity))[0]?.id ?? null;
}

function takenEdges(outline: Outline, visits: Visits): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { key, start } of outline.blocks.values()) {
    if (start !== null && visits.has(start)) taken.add(startEdgeId(key));
  }
  for (const entry of outline.steps.values()) {
    for (const visit of visits.get(entry.id) ?? []) {
      for (const port of portsTaken(entry, visit)) {
        const target = targetOf(entry.step, port);
        if (target !== null && enteredAfter(visits.get(target), visit)) taken.add(edgeId(entry.id, port));
      }
    }
  }
  return taken;
}

function portsTaken(entry: StepEntry, visit: StepView): readonly Port[] {
  if (entry.type === 'choice')
    return visit.branch === null ? [] : [visit.branch === -1 ? 'otherwise' : `branch:${visit.branch}`];
  if (visit.status === 'completed' || visit.status === 'skipped') return ['next'];
  if (visit.status !== 'caught') return [];
  const isTimeout = entry.type === 'receive' && visit.error?.type === 'timeout.signal' && timeoutIsDrawn(entry);
  return isTimeout ? ['timeout'] : catchTaken(entry, visit);
}

const timeoutIsDrawn = ({ step }: StepEntry): boolean => targetOf(step, 'timeout') !== null;

/** The first clause that matches the error: the one the core took. */
function catchTaken(entry: StepEntry, { error }: StepView): readonly Port[] {
  const clauses = Array.isArray(entry.step.catch) ? (entry.step.catch as readonly unknown[]) : [];
  const index = clauses.findIndex((clause) => {
    const patterns =
      typeof clause === 'object' && clause !== null && 'errors' in clause && Array.isArray(clause.errors)
        ? clause.errors
        : ['*'];
    return patterns.some((pattern) => typeof pattern === 'string' && matchesType(pattern, error?.type ?? ''));
  });
  return portsOf(entry.step).filter((port) => port === `catch:${index}`);
}

function enteredAfter(targets: readonly StepView[] | undefined, visit: StepView): boolean {
  return targets?.some(({ startedAt }) => startedAt >= (visit.endedAt ?? Infinity)) ?? false;
}
