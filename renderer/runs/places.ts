import type { Recorded, RunView, StepView } from '@sagaloom/engine/core';

/** The step a path is about: `items[3].ship` is `ship`. */
function stepIdOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The step an event is about, or whose block it is about; null for the run as a whole. */
export function stepOf(event: Recorded): string | null {
  if ('path' in event) return stepIdOf(event.path);
  if ('frame' in event && event.frame !== '') return stepIdOf(event.frame.slice(0, event.frame.indexOf('#')));
  return null;
}

/** Which items of which maps around it: `a[3].b[0].ship` is `[3][0]`; empty outside maps. */
export function itemsOf(path: string): string {
  return (path.match(/\[\d+\]/g) ?? []).join('');
}

/** The same of an event: also of the block of one item, `items#1/3`. */
export function itemsOfEvent(event: Recorded): string {
  if ('path' in event) return itemsOf(event.path);
  if (!('frame' in event)) return '';
  const own = /\/(\d+)$/.exec(event.frame)?.[1];
  return `${itemsOf(event.frame)}${own === undefined ? '' : `[${own}]`}`;
}

/** The latest visit of a step. */
export function latestVisit(view: RunView, stepId: string): StepView | null {
  return view.steps.findLast(({ id }) => id === stepId) ?? null;
}
