import type { SpanColumns } from '@sagaloom/engine/contract';
import { type Bars, noBar } from '../bars.ts';
import type { Arranged } from './arrange.ts';
import { numbersOf } from './codes.ts';
import { kindOfRow } from './gather.ts';

/** The bars of each row, by start as spans are; those of a group are those of all that is in it. And how often each row was tried. */
export function barsOf(
  columns: SpanColumns,
  { count, kind, parent }: Arranged,
  rowOf: Int32Array,
  barKind: Uint8Array,
): { readonly bars: Bars; readonly attempts: Uint32Array } {
  const attempt = numbersOf(columns, 'sagaloom.attempt', 0);
  const first = new Uint32Array(count + 1);
  const attempts = new Uint32Array(count);
  const groupOf = (row: number): number => {
    const above = parent[row] ?? -1;
    return above !== -1 && kind[above] === kindOfRow.group ? above : -1;
  };
  for (let span = 0; span < columns.count; span++) {
    const row = rowOf[span] ?? -1;
    if (row === -1) continue;
    const tried = attempt(span);
    if (tried > (attempts[row] ?? 0)) attempts[row] = tried;
    if (barKind[span] === noBar) continue;
    first[row + 1] = (first[row + 1] ?? 0) + 1;
    const group = groupOf(row);
    if (group !== -1) first[group + 1] = (first[group + 1] ?? 0) + 1;
  }
  for (let row = 0; row < count; row++) first[row + 1] = (first[row + 1] ?? 0) + (first[row] ?? 0);
  const span = new Uint32Array(first[count] ?? 0);
  const filled = first.slice();
  const put = (row: number, each: number): void => {
    const at = filled[row] ?? 0;
    span[at] = each;
    filled[row] = at + 1;
  };
  for (let each = 0; each < columns.count; each++) {
    const row = rowOf[each] ?? -1;
    if (row === -1 || barKind[each] === noBar) continue;
    put(row, each);
    const group = groupOf(row);
    if (group !== -1) put(group, each);
  }
  return { bars: { first, span }, attempts };
}
