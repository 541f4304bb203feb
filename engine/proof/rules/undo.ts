import { type Place, type Recorded, type RunView, type StepView, viewOf } from '../../core/index.ts';
import { placeKey } from '../../core/machine/state.ts';

/** SI5 as it goes: what is undone was done, and in the order that was decided (SG2, SG5). */
export class UndoOrder {
  /** Event number at which an effect that can be undone ended. */
  private readonly done = new Map<string, number>();
  private readonly settled = new Set<string>();
  /** LI4. Effects from beyond a reset: in which order they were done is not in this history. */
  private hasCarried = false;
  private readonly turns: { readonly entries: readonly string[]; readonly order: 'reverse' | 'parallel' }[] = [];

  see(event: Recorded): readonly string[] {
    if ('entry' in event && event.entry) this.done.set(placeKey(event), event.seq);
    switch (event.type) {
      case 'StepStarted':
        this.settled.delete(placeKey(event)); // LI4: what was carried, and undone, is done by the step itself
        return [];
      case 'RunBranched':
        for (const entry of event.entries) this.done.set(placeKey(entry), event.seq);
        this.hasCarried ||= event.entries.length > 0;
        return [];
      case 'CompensationStarted':
        return this.begin(event);
      case 'UndoCompleted':
        return this.settle(event, this.turnFaults(event));
      case 'UndoFailed':
      case 'UndoSkipped':
        return this.settle(event, []);
      case 'AttemptStarted':
        return event.undo && this.settled.has(placeKey(event)) ? [`SI5 ${placeKey(event)} is undone again`] : [];
      default:
        return [];
    }
  }

  private begin({ entries, order }: Recorded & { type: 'CompensationStarted' }): readonly string[] {
    const keys = entries.map(placeKey);
    this.turns.push({ entries: keys, order });
    const strange = keys
      .filter((key) => !this.done.has(key))
      .map((key) => `SI5 ${key} is to be undone and was not done`);
    const again = keys.filter((key) => this.settled.has(key)).map((key) => `SI5 ${key} is to be undone again`);
    const ended = keys.map((key) => this.done.get(key) ?? 0);
    const isReverse = ended.every((seq, i) => i === 0 || seq < (ended[i - 1] ?? 0));
    const order_ =
      order === 'parallel' || isReverse || this.hasCarried
        ? []
        : [`SI5 ${keys.join(', ')} is not the reverse of completion`];
    return [...strange, ...again, ...order_];
  }

  private settle(place: Place, faults: readonly string[]): readonly string[] {
    this.settled.add(placeKey(place));
    return faults;
  }

  /** One by one: all that come before it are settled. */
  private turnFaults(place: Place): readonly string[] {
    const key = placeKey(place);
    const turn = this.turns.findLast(({ entries }) => entries.includes(key));
    if (!turn) return [`SI5 ${key} was undone, and nobody decided so`];
    if (turn.order === 'parallel') return [];
    const waiting = turn.entries.slice(0, turn.entries.indexOf(key)).filter((one) => !this.settled.has(one));
    return waiting.map((one) => `SI5 ${key} was undone before ${one}`);
  }
}

/** SI5 in the end: nothing that is owed is forgotten, and what the end lists is what stands (LI1, LI3). */
export function undoFaults(events: readonly Recorded[]): readonly string[] {
  const end = events.at(-1);
  if (end?.type !== 'RunEnded' || hasCarried(events)) return [];
  const view = viewOf(events);
  const isReset = events.some((event) => event.type === 'RunClosing' && event.next?.kind === 'reset'); // the next has it
  const standing = standingIn(events);
  const left = end.left.map(placeKey);
  const faults = end.status === 'terminated' || isReset ? [] : standing.flatMap((place) => owed(view, place));
  if (new Set(left).size < left.length) faults.push('SI5 the end lists a place twice');
  if (end.status !== 'completed' && end.status !== 'continuedAsNew' && !isReset)
    faults.push(
      ...standing
        .filter((place) => !left.includes(placeKey(place)))
        .map((place) => `SI5 ${placeKey(place)} is not listed`),
    );
  if (end.status === 'compensated' && (left.length > 0 || view.undo !== 'complete'))
    faults.push(`SI5 compensated, with ${left.length} left and undo ${view.undo}`);
  if (view.undo === 'running') faults.push('SI5 it ended while something was being undone');
  return faults;
}

/** LI4. What was done beyond a reset is told by the run before it, not by this history. */
export const hasCarried = (events: readonly Recorded[]): boolean =>
  events.some((event) => event.type === 'RunBranched' && event.entries.length > 0);

function standingIn(events: readonly Recorded[]): readonly Place[] {
  const undone = new Set(events.flatMap((event) => (event.type === 'UndoCompleted' ? [placeKey(event)] : [])));
  return events.flatMap((event) =>
    'entry' in event && event.entry && !undone.has(placeKey(event)) ? [{ path: event.path, visit: event.visit }] : [],
  );
}

/** SG2: what nobody undid, nor gave up undoing, is in no saga that failed. */
function owed(view: RunView, place: Place): string[] {
  const at = (key: Place | null): StepView | undefined =>
    key === null ? undefined : view.steps.find((step) => placeKey(step) === placeKey(key));
  const step = at(place);
  if (step?.undo !== 'none') return [];
  for (let saga = at(step.parent); saga; saga = at(saga.parent)) {
    if (saga.type === 'saga' && !saga.committed && ['failed', 'caught', 'cancelled'].includes(saga.status))
      return [`SI5 saga ${placeKey(saga)} ${saga.status}, and ${placeKey(place)} was not undone`];
  }
  return [];
}
