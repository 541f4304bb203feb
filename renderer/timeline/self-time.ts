import type { TimelineModel } from './model.ts';
import { kindOfRow } from './model/gather.ts';

/**
 * Ms in which a row was at work by itself: nothing that is part of it was. Null where nothing ever is: all of it is its own. What is part
 * of a row may overlap and outlive it.
 */
export function ownTime({ rows }: TimelineModel, row: number, now: number): number | null {
  const from = rows.start[row] ?? 0;
  const to = Math.min(rows.end[row] ?? 0, now);
  const isRun = rows.kind[row] === kindOfRow.run;
  const inside: number[] = [];
  for (let at = 0; at < rows.count; at++) {
    if (at === row || (rows.span[at] ?? -1) === -1) continue;
    const owner = rows.owner[at] ?? -1;
    if (owner === row || (isRun && owner === -1 && rows.kind[at] !== kindOfRow.run)) inside.push(at);
  }
  if (inside.length === 0) return null;
  inside.sort((a, b) => (rows.start[a] ?? 0) - (rows.start[b] ?? 0));
  let own = 0;
  let covered = from;
  for (const at of inside) {
    const begin = Math.min(Math.max(rows.start[at] ?? 0, from), to);
    if (begin > covered) own += begin - covered;
    covered = Math.max(covered, Math.min(rows.end[at] ?? 0, to));
  }
  return own + Math.max(to - covered, 0);
}
