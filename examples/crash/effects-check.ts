/**
 * What must hold between the history of runs and what the shop saw of them.
 *
 *   1  nothing was asked of the shop before it was in the history: every key is known (AT5)
 *   2  an attempt is sent at most once: no more calls under a key than attempts begun
 *   3  what is recorded as complete never runs again: no call under its key arrives later (AT3, SG5)
 *   4  what is recorded as complete was done: the shop answered it well
 */
import { type Recorded, StepKeys } from '@sagaloom/engine/core';
import type { Call } from '../shop/calls.ts';

/** One key, as the history knows it. */
interface Expected {
  readonly place: string;
  attempts: number;
  completedAt: number | null;
}

export function callFaults(histories: Iterable<readonly Recorded[]>, calls: readonly Call[]): readonly string[] {
  const expected = new Map([...histories].flatMap((history) => [...expectations(history)]));
  const byKey = Map.groupBy(calls, (call) => call.key ?? '');
  const strangers = [...byKey.keys()].filter((key) => !expected.has(key));
  return [
    ...strangers.map((key) => `the shop was called under ${key}, which no history knows`),
    ...[...expected].flatMap(([key, one]) => keyFaults(one, byKey.get(key) ?? [])),
  ];
}

function keyFaults({ place, attempts, completedAt }: Expected, calls: readonly Call[]): string[] {
  const faults: string[] = [];
  if (calls.length > attempts) faults.push(`${place}: ${calls.length} calls for ${attempts} attempts`);
  if (completedAt === null) return faults;
  if (calls.some((call) => call.at > completedAt)) faults.push(`${place} ran again after it was recorded complete`);
  if (!calls.some(({ status }) => status === 200 || status === 201))
    faults.push(`${place} is complete without an answer`);
  return faults;
}

/** Keys of the steps that call the shop, and of their undos (AT3). */
function expectations(history: readonly Recorded[]): Map<string, Expected> {
  const run = history.find((event) => event.type === 'RunStarted')?.runId ?? '?';
  const keys = new Map<string, string>();
  const ofSteps = new StepKeys();
  const found = new Map<string, Expected>();
  const at = (place: { path: string; visit: number }, undo: boolean) => {
    const name = `${place.path}#${place.visit}`;
    const key = `${keys.get(name) ?? name}${undo ? ':undo' : ''}`;
    const known = found.get(key) ?? {
      place: `${run}: ${undo ? 'undo of ' : ''}${name}`,
      attempts: 1,
      completedAt: null,
    };
    found.set(key, known);
    return known;
  };
  for (const event of history) {
    ofSteps.see(event);
    switch (event.type) {
      case 'StepStarted':
        if (event.detail.kind !== 'task') break;
        keys.set(`${event.path}#${event.visit}`, ofSteps.of(event));
        at(event, false);
        break;
      case 'CompensationStarted':
        for (const entry of event.entries) at(entry, true);
        break;
      case 'AttemptStarted':
        at(event, event.undo).attempts = event.attempt;
        break;
      case 'StepCompleted':
        if (keys.has(`${event.path}#${event.visit}`)) at(event, false).completedAt = event.at;
        break;
      case 'UndoCompleted':
        at(event, true).completedAt = event.at;
        break;
      default:
    }
  }
  return found;
}
