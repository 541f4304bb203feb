/** The view is folded without the definition, by rules of its own: what it says of each step and each undo must be what the state says. */
import { expect } from 'vitest';
import type { Place, Program, Recorded, RunState, RunView, StepView } from '../index.ts';
import { type ActiveStep, isStuck, type LedgerEntry, placeKey } from '../machine/state.ts';

const byPlace = <T extends Place, V>(places: readonly T[], say: (place: T) => V): Record<string, V> =>
  Object.fromEntries(
    places.map((place) => [placeKey(place), say(place)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

export function expectAgreement(state: RunState, view: RunView): void {
  expect([view.status, view.undo, view.paused, view.queued]).toEqual([
    state.status,
    state.undo,
    state.paused,
    !state.admitted,
  ]);
  const { id, hash, parent } = state.run ?? { id: '', hash: '', parent: null };
  expect([view.runId, view.hash, view.parent]).toEqual([id, hash, parent]);
  expect(view.attributes).toEqual(state.attributes);
  expectPausedBefore(state, view);
  expect(view.signals).toEqual(state.signals);
  const open = view.steps.filter(({ endedAt }) => endedAt === null);
  expect(byPlace(open, ({ status }) => status)).toEqual(byPlace(Object.values(state.active), statusOf));
  const tasks = Object.values(state.active).filter((step) => step.kind === 'task');
  const viewed = open.filter(({ path, visit }) => state.active[placeKey({ path, visit })]?.kind === 'task');
  expect(byPlace(viewed, ({ attempts, outcome }) => [attempts, outcome])).toEqual(
    byPlace(tasks, ({ attempt, outcome }) => [attempt, outcome]),
  );
  expect(byPlace(view.steps.filter(isUndoOpen), ({ undo }) => undo)).toEqual(byPlace(openEntries(state), undoOf));
  expectPlaces(state, view);
  const undoing = Object.values(state.frames).filter(({ phase }) => phase.kind === 'undoing');
  expect(view.undoing.map(({ frame }) => frame).toSorted()).toEqual(undoing.map(({ key }) => key).toSorted());
}

/** RN9: the view names the visit that the state is about to enter. */
function expectPausedBefore({ frames, visits, paused }: RunState, { pausedBefore }: RunView): void {
  if (!pausedBefore) return;
  const { frame, id, path, visit } = pausedBefore;
  expect(paused).toBe(true);
  expect(visits[path] ?? 0).toBe(visit - 1);
  const phase = frames[frame]?.phase;
  if (phase?.kind === 'enter') expect(phase).toEqual({ kind: 'enter', step: id, paused: true });
}

/** The block each open step is in, and what it waits for. */
function expectPlaces({ active }: RunState, { steps }: RunView): void {
  for (const view of steps) {
    const step = view.endedAt === null ? active[placeKey(view)] : undefined;
    if (!step) continue;
    const frame = view.parent === null ? '' : `${placeKey(view.parent)}/${view.block}`;
    expect([view.id, view.type, frame]).toEqual([step.id, step.type, step.frame]);
    if (step.kind === 'receive') expect([view.signal, view.until]).toEqual([step.signal, step.until]);
    if (step.kind === 'task' && step.progress.child !== null) expect(view.child).toBe(step.progress.child);
  }
}

const isUndoOpen = ({ undo }: StepView): boolean => undo === 'pending' || undo === 'running' || undo === 'stuck';

function statusOf(step: ActiveStep): StepView['status'] {
  if (isStuck(step)) return 'stuck';
  if (step.kind === 'wait' || step.kind === 'receive') return 'waiting';
  return 'phase' in step && step.phase === 'backoff' ? 'retrying' : 'running';
}

/** Of sagas and branches; the run's own is never undone. */
function openEntries({ frames }: RunState): readonly LedgerEntry[] {
  const inSagas = Object.values(frames).filter(({ owner }) => owner !== null); // the run's own is never undone
  return inSagas.flatMap(({ ledger }) => ledger ?? []).filter(({ status }) => undoOf({ status }) !== null);
}

function undoOf({ status }: Pick<LedgerEntry, 'status'>): StepView['undo'] | null {
  if (status === 'recorded') return 'pending';
  if (status === 'running' || status === 'backoff') return 'running';
  return status === 'stuck' ? status : null;
}

/** SG6: a pivot that may have taken effect is not given up, and what it closed is not undone. */
export function expectPivotsStand(program: Program, events: readonly Recorded[]): void {
  const frames = new Map<string, string>();
  const closed = new Set<string>();
  for (const event of events) {
    if (event.type === 'StepStarted') frames.set(placeKey(event), event.frame);
    if ((event.type === 'StepCancelled' || event.type === 'StepFailed') && isPivotOf(program, event.path))
      expect([event.path, event.outcome]).toEqual([event.path, 'none']);
    if (event.type === 'StepCompleted' && event.pivot)
      for (let frame = frames.get(placeKey(event)); frame; frame = frames.get(frame.slice(0, frame.lastIndexOf('/'))))
        closed.add(frame);
    if (event.type === 'CompensationStarted') expect([...closed]).not.toContain(event.frame);
  }
}

function isPivotOf({ steps }: Program, id: string): boolean {
  const node = steps.get(id);
  return node?.type === 'task' && node.pivot;
}

/** RN1, RN3: told from the history alone. */
export function expectLeft(events: readonly Recorded[], view: RunView): void {
  const end = events.at(-1);
  if (end?.type !== 'RunEnded') throw new Error('the run has not ended');
  if (end.next !== undefined && end.status === 'terminated') return; // a reset: the next run has it all
  const given = events.flatMap((event) => (event.type === 'CompensationEnded' ? event.left : []));
  const undone = new Set(events.flatMap((event) => (event.type === 'UndoCompleted' ? [placeKey(event)] : [])));
  const recorded = events.filter((event) => 'entry' in event && event.entry !== null) as (Recorded & Place)[];
  const carried = events.flatMap((event): readonly Place[] => (event.type === 'RunBranched' ? event.entries : []));
  const all = new Map([...recorded, ...carried].map((place) => [placeKey(place), place]));
  const standing = [...all.values()].filter((place) => !undone.has(placeKey(place)));
  const left = end.left.map(placeKey).toSorted();
  expect(new Set(left).size).toBe(left.length);
  if (end.status === 'completed' || end.status === 'continuedAsNew')
    expect(left).toEqual(given.map(placeKey).toSorted());
  else if (end.status !== 'terminated') expect(left).toEqual(standing.map(placeKey).toSorted());
  else expect(left).toEqual(expect.arrayContaining(standing.map(placeKey)));
  if (end.status === 'compensated') expect([left, view.undo]).toEqual([[], 'complete']);
  const late = tooLate(events);
  const held = standing.filter((place) => !late.has(placeKey(place)));
  if (end.status !== 'terminated') for (const place of held) expectSagaStands(view, place);
}

/** LI4: carried over to a saga that was being undone, which takes no more, or begun again in another visit of it, and not done since. */
function tooLate(events: readonly Recorded[]): ReadonlySet<string> {
  const undoing = new Set<string>();
  const homes = new Map<string, readonly string[]>();
  const late = new Set<string>();
  for (const event of events) {
    if (event.type === 'CompensationStarted') undoing.add(event.frame);
    if (event.type === 'CompensationEnded') undoing.delete(event.frame);
    if (event.type === 'RunBranched')
      for (const entry of event.entries) {
        homes.set(placeKey(entry), entry.frames);
        if (entry.frames.some((frame) => undoing.has(frame))) late.add(placeKey(entry));
      }
    if (event.type === 'StepStarted' && homes.has(placeKey(event))) {
      const isHome = homes.get(placeKey(event))?.includes(event.frame) ?? false;
      late[isHome ? 'delete' : 'add'](placeKey(event));
    }
    if ('entry' in event && event.entry !== null && 'path' in event) late.delete(placeKey(event));
  }
  return late;
}

/** SG2: what nobody undid, nor gave up undoing, is in no saga that failed. */
function expectSagaStands(view: RunView, place: Place): void {
  const at = (key: Place | null): StepView | undefined =>
    key === null ? undefined : view.steps.find((step) => placeKey(step) === placeKey(key));
  const step = at(place);
  if (step?.undo !== 'none') return;
  for (let saga = at(step.parent); saga; saga = at(saga.parent)) {
    if (saga.type === 'saga' && !saga.committed && ['failed', 'caught', 'cancelled'].includes(saga.status))
      expect(`${saga.id} ${saga.status}, ${placeKey(place)} undone`).toBe('');
  }
}
