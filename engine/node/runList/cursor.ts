import { NEWEST_FIRST, type RunSort } from '../../contract/runs-filter.ts';
import type { Key } from './order.ts';

/** Where a page ended. */
export interface ListCursor {
  /** When its first page was read. */
  readonly now: number;
  readonly key: Key | null;
}

/** Opaque to whoever passes it on. */
export function cursorOf({ now, key }: ListCursor, { by, order }: RunSort): string {
  return Buffer.from(JSON.stringify([by, order, now, ...(key ?? [])])).toString('base64url');
}

/** Where a page of such a list may begin. Where all there is to look at are the runs themselves, it is the number of one. */
export function isCursor(cursor: string, sort: RunSort): boolean {
  const isNewestFirst = sort.by === NEWEST_FIRST.by && sort.order === NEWEST_FIRST.order;
  const isNumber = /^\d+$/.test(cursor) && Number.isSafeInteger(Number(cursor));
  return (isNewestFirst && isNumber) || readCursor(cursor, sort) !== null;
}

/** Null for what is no cursor of ours, or one of another order. */
export function readCursor(cursor: string, sort: RunSort): ListCursor | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(read) || read.length !== 6 || read[0] !== sort.by || read[1] !== sort.order) return null;
    const [now, first, second, third] = read.slice(2) as readonly unknown[];
    const isFirst = typeof first === (sort.by === 'workflow' ? 'string' : 'number');
    if (typeof now !== 'number' || typeof second !== 'number' || typeof third !== 'number' || !isFirst) return null;
    return { now, key: [first as number | string, second, third] };
  } catch {
    return null;
  }
}
