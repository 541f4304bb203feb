import type { Alignment } from './align.ts';
import { type Critical, criticalOf } from './critical.ts';
import { roleAt } from './rows.ts';
import type { Role } from './tree.ts';

/** How much of each trace's length passed in a step, and what that makes of the difference. */
export interface Contribution {
  /** The row of the step; -1: in no span at all. */
  readonly row: number;
  readonly left: number;
  readonly right: number;
  /** Right minus left. All of them together are the difference of the two traces. */
  readonly delta: number;
}

export interface Contributions {
  readonly left: number;
  readonly right: number;
  /** What made the greatest difference first; those that made none are left out. */
  readonly parts: readonly Contribution[];
}

export function contributionsOf(alignment: Alignment): Contributions {
  const [left, right] = [criticalOf(alignment.left), criticalOf(alignment.right)];
  const ours = byRow(alignment, left, alignment.lefts);
  const theirs = byRow(alignment, right, alignment.rights);
  const rows = new Set([...ours.keys(), ...theirs.keys()]);
  const parts = [...rows].flatMap((row): readonly Contribution[] => {
    const [a, b] = [ours.get(row) ?? 0, theirs.get(row) ?? 0];
    return a === b ? [] : [{ row, left: a, right: b, delta: b - a }];
  });
  return {
    left: left.total,
    right: right.total,
    parts: parts.toSorted((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || a.row - b.row),
  };
}

/** What passes in attempts, waits and calls of a step passes in the step. */
function byRow(alignment: Alignment, { own, outside }: Critical, spans: Int32Array): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const add = (row: number, ms: number): void => {
    if (ms !== 0) found.set(row, (found.get(row) ?? 0) + ms);
  };
  const home = homes(alignment);
  for (const [row, span] of spans.entries()) if (span >= 0) add(home[row] ?? row, own[span] ?? 0);
  add(-1, outside);
  return found;
}

/** For each row the nearest step or undo that it is, or is in; what is in none stands for itself. */
function homes(alignment: Alignment): Int32Array {
  const home = new Int32Array(alignment.count);
  for (let row = 0; row < alignment.count; row += 1) {
    const around = alignment.parent[row] ?? -1;
    const outer = around < 0 ? row : (home[around] ?? row);
    home[row] = holds(alignment, row) || !isStep(roleAt(alignment, outer)) ? row : outer;
  }
  return home;
}

const isStep = (role: Role): boolean => role === 'step' || role === 'undo';

function holds(alignment: Alignment, row: number): boolean {
  const role = roleAt(alignment, row);
  return isStep(role) || role === 'run' || role === 'compensation';
}
