/** So many comparisons for one pair of lists: beyond that, a table of them is no longer made. */
const mostCells = 250_000;

/**
 * Pairs up equal entries of two lists, in order on both sides, as many as can be: `pairs[i]` is the index in `right` of the partner of `left[i]`,
 * or -1. Of equally good ways the one taken does not depend on which list is called left. Very long lists that differ in many places are
 * paired by occurrence instead: the third `GET /stock` with the third.
 */
export function paired(left: readonly string[], right: readonly string[]): Int32Array {
  const isSwapped = comesAfter(left, right);
  const [a, b] = isSwapped ? [right, left] : [left, right];
  const found = pairsOf(a, b);
  return isSwapped ? turned(found, left.length) : found;
}

function comesAfter(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return left.length > right.length;
  const at = left.findIndex((entry, index) => entry !== right[index]);
  return at >= 0 && (left[at] ?? '') > (right[at] ?? '');
}

function turned(pairs: Int32Array, length: number): Int32Array {
  const back = new Int32Array(length).fill(-1);
  for (const [index, partner] of pairs.entries()) if (partner >= 0) back[partner] = index;
  return back;
}

function pairsOf(a: readonly string[], b: readonly string[]): Int32Array {
  const pairs = new Int32Array(a.length).fill(-1);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    pairs[head] = head;
    head += 1;
  }
  let tail = 0;
  const room = Math.min(a.length, b.length) - head;
  while (tail < room && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail += 1;
    pairs[a.length - tail] = b.length - tail;
  }
  const [rows, columns] = [a.length - tail - head, b.length - tail - head];
  if (rows === 0 || columns === 0) return pairs;
  if (rows * columns > mostCells) byOccurrence(a, b, head, tail, pairs);
  else byTable(a, b, head, { rows, columns }, pairs);
  return pairs;
}

function byTable(
  a: readonly string[],
  b: readonly string[],
  head: number,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  pairs: Int32Array,
): void {
  const wide = columns + 1;
  const longest = new Uint32Array((rows + 1) * wide);
  const at = (row: number, column: number): number => longest[row * wide + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      longest[row * wide + column] =
        a[head + row] === b[head + column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (a[head + row] === b[head + column]) {
      pairs[head + row] = head + column;
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
}

function byOccurrence(a: readonly string[], b: readonly string[], head: number, tail: number, pairs: Int32Array): void {
  const waiting = new Map<string, number[]>();
  for (let index = b.length - tail - 1; index >= head; index -= 1) {
    const list = waiting.get(b[index] ?? '');
    if (list) list.push(index);
    else waiting.set(b[index] ?? '', [index]);
  }
  for (let index = head; index < a.length - tail; index += 1) pairs[index] = waiting.get(a[index] ?? '')?.pop() ?? -1;
}
