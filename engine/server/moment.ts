import type { Recorded } from '../core/event.ts';

/**
 * A point of a history, as the number of the last event before it: the number itself, or a step by its path or its id, with its
 * visit (`ship#2`) or else the last one: then all that was before it was entered. Null: the run was never there.
 */
export function momentIn(history: readonly Recorded[], moment: number | string): number | null {
  if (typeof moment === 'number') return moment <= history.length ? moment : null;
  const [, step = moment, visit] = /^(.+?)(?:#(\d+))?$/.exec(moment) ?? [];
  const entered = history.findLast(
    (event) =>
      (event.type === 'StepStarted' || event.type === 'StepPassed') &&
      (event.path === step || event.id === step) &&
      (visit === undefined || event.visit === Number(visit)),
  );
  return entered === undefined ? null : entered.seq - 1;
}
