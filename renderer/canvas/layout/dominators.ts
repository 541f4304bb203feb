import type { Flow } from './flow.ts';

/**
 * By step: the steps that can only be reached through it, nearest first: branches begin, and ways meet again, below the step that
 * parted them. The last entry is for the block itself.
 */
export function dominatedBy({ order, into }: Flow): readonly (readonly number[])[] {
  const block = order.length;
  const above = new Int32Array(block + 1).fill(block);
  const rank = new Int32Array(block + 1).fill(-1);
  order.forEach((step, index) => (rank[step] = index));
  const common = (a: number, b: number): number => {
    let [left, right] = [a, b];
    while (left !== right) {
      if ((rank[left] ?? -1) > (rank[right] ?? -1)) left = above[left] ?? block;
      else right = above[right] ?? block;
    }
    return left;
  };
  const below: number[][] = Array.from({ length: block + 1 }, () => []);
  for (const step of order) {
    // The latest first: then each search is short, also where thousands lead to one step.
    const before = (into[step] ?? []).map(({ from }) => from);
    if (before.length > 1) before.sort((a, b) => (rank[b] ?? 0) - (rank[a] ?? 0));
    const parent = before.length > 0 ? before.reduce(common) : block;
    above[step] = parent;
    below[parent]?.push(step);
  }
  return below;
}
