import { kidsIn, type Tree } from './tree.ts';

/** What made a trace take as long as it did. */
export interface Critical {
  /** ms from its first start to its last end. */
  readonly total: number;
  /** By span: ms of that which passed in it and in nothing inside it. */
  readonly own: Float64Array;
  /** ms in no span at all. */
  readonly outside: number;
}

interface Walk {
  readonly span: number;
  readonly from: number;
  /** All after it is accounted for. */
  cursor: number;
  /** Ends last, first. */
  readonly inner: readonly number[];
  next: number;
}

/**
 * Goes back from the end: what ended last was waited for, then, from its start back, what had ended last before that. So each
 * moment of the trace is in one span's account, and all accounts make the total, to the rounding of numbers.
 */
export function criticalOf(tree: Tree): Critical {
  const { columns } = tree;
  const total = lengthOf(tree);
  const own = new Float64Array(columns.count);
  let outside = 0;
  const endOf = (span: number): number => Math.min(columns.end[span] ?? 0, total);
  const walkOf = (span: number, from: number, cursor: number): Walk => {
    const inner = [...kidsIn(tree, span)].toSorted((a, b) => endOf(b) - endOf(a) || b - a);
    return { span, from, cursor, inner, next: 0 };
  };
  const account = (span: number, ms: number): void => {
    if (span < 0) outside += ms;
    else own[span] = (own[span] ?? 0) + ms;
  };
  const walks: Walk[] = [walkOf(-1, 0, total)];
  for (let walk = walks.at(-1); walk !== undefined; walk = walks.at(-1)) {
    const inner = walk.inner[walk.next];
    if (inner === undefined) {
      account(walk.span, walk.cursor - walk.from);
      walks.pop();
      continue;
    }
    walk.next += 1;
    const from = Math.max(columns.start[inner] ?? 0, walk.from);
    const to = Math.min(endOf(inner), walk.cursor);
    if (to <= from) continue;
    account(walk.span, walk.cursor - to);
    walk.cursor = from;
    walks.push(walkOf(inner, from, to));
  }
  return { total, own, outside };
}

/** To the last end there is; what is still open counts to there. */
export function lengthOf({ columns }: Pick<Tree, 'columns'>): number {
  let last = 0;
  for (let span = 0; span < columns.count; span += 1) {
    const [start, end] = [columns.start[span] ?? 0, columns.end[span] ?? 0];
    last = Math.max(last, start, end === Infinity ? 0 : end);
  }
  return last;
}
