/** What makes one text of another, line by line: an editor that is given only this keeps its cursor, its folds and its place. */

/** Replaces `from`–`to` of the text before by `insert`. In order, and apart from each other. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** More differing lines than this are one change: to look for the fewest would take longer than to draw them anew. */
const mostSteps = 400;

export function changesOf(before: string, after: string): readonly TextChange[] {
  if (before === after) return [];
  const head = lineStart(before, commonHead(before, after));
  const tail = commonTail(before, after, head);
  const [old, young] = [
    linesOf(before.slice(head, before.length - tail)),
    linesOf(after.slice(head, after.length - tail)),
  ];
  const runs = runsBetween(old, young) ?? [{ from: 0, to: old.length, insert: young }];
  const offsets = offsetsOf(old, head);
  return runs.map(({ from, to, insert }) =>
    trimmed(before, { from: offsets[from] ?? head, to: offsets[to] ?? head, insert: insert.join('') }),
  );
}

export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let at = 0;
  let result = '';
  for (const { from, to, insert } of changes) {
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

function commonHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = blocks(a, b, most);
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
}

/** Whole blocks are compared at the speed of memory. */
function blocks(a: string, b: string, most: number): number {
  const size = 4_096;
  let at = 0;
  while (at + size <= most && a.slice(at, at + size) === b.slice(at, at + size)) at += size;
  return at;
}

function commonTail(a: string, b: string, head: number): number {
  const most = Math.min(a.length, b.length) - head;
  const size = 4_096;
  let length = 0;
  while (
    length + size <= most &&
    a.slice(a.length - length - size, a.length - length) === b.slice(b.length - length - size, b.length - length)
  ) {
    length += size;
  }
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length += 1;
  return tailLines(a, b, length);
}

/** Back to the end of a line that both have whole. */
function tailLines(a: string, b: string, length: number): number {
  if (length === a.length || length === b.length) {
    const longer = length === a.length ? b : a;
    if (length === longer.length || longer[longer.length - length - 1] === '\n') return length;
  } else if (a[a.length - length - 1] === '\n' && b[b.length - length - 1] === '\n') return length;
  const next = a.indexOf('\n', a.length - length);
  return next < 0 ? 0 : a.length - next - 1;
}

const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split(/(?<=\n)/));

function offsetsOf(lines: readonly string[], from: number): readonly number[] {
  const offsets = [from];
  for (const { length } of lines) offsets.push((offsets.at(-1) ?? from) + length);
  return offsets;
}

/** What both have at their ends is left: a changed word does not take its line along. */
function trimmed(text: string, { from, to, insert }: TextChange): TextChange {
  const old = text.slice(from, to);
  const most = Math.min(old.length, insert.length);
  let head = 0;
  while (head < most && old[head] === insert[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === insert.at(-1 - tail)) tail += 1;
  return { from: from + head, to: to - tail, insert: insert.slice(head, insert.length - tail) };
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly insert: readonly string[];
}

/** Myers: the furthest each diagonal gets with so many differences. Null when there are too many. */
function runsBetween(old: readonly string[], young: readonly string[]): readonly Run[] | null {
  let furthest = new Map([[1, 0]]);
  const trail: ReadonlyMap<number, number>[] = [];
  for (let steps = 0; steps <= mostSteps; steps += 1) {
    trail.push(furthest);
    const next = new Map(furthest);
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      const isDown = comesFromAbove(furthest, diagonal, steps);
      let x = isDown ? (furthest.get(diagonal + 1) ?? 0) : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < old.length && x - diagonal < young.length && old[x] === young[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= old.length && x - diagonal >= young.length) return runsOf(trail, old, young);
    }
    furthest = next;
  }
  return null;
}

const comesFromAbove = (furthest: ReadonlyMap<number, number>, diagonal: number, steps: number): boolean =>
  diagonal === -steps || (diagonal !== steps && (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0));

function runsOf(
  trail: readonly ReadonlyMap<number, number>[],
  old: readonly string[],
  young: readonly string[],
): readonly Run[] {
  const runs: Run[] = [];
  let [x, y] = [old.length, young.length];
  for (let steps = trail.length - 1; steps > 0; steps -= 1) {
    const furthest = trail[steps] ?? new Map<number, number>();
    const isDown = comesFromAbove(furthest, x - y, steps);
    const from = x - y + (isDown ? 1 : -1);
    const fromX = furthest.get(from) ?? 0;
    const fromY = fromX - from;
    add(runs, { from: fromX, to: fromX + (isDown ? 0 : 1), insert: isDown ? young.slice(fromY, fromY + 1) : [] });
    [x, y] = [fromX, fromY];
  }
  return runs.toReversed();
}

/** Steps that touch are one run; they come from the end. */
function add(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  if (last && last.from === run.to)
    runs.splice(-1, 1, { from: run.from, to: last.to, insert: [...run.insert, ...last.insert] });
  else runs.push(run);
}
