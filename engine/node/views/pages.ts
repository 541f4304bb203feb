import type Database from 'better-sqlite3';
import type { Page } from '../../contract/types.ts';

/** A table, and the columns its rows are paged by: unique together, and an index of it. */
export interface Keyset<R> {
  readonly columns: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly keyOf: (row: R) => readonly unknown[];
}

const DEFAULT_LIMIT = 100;

/** Rows after the cursor, which is the key of the last one shown. `where`: conditions with their values; those undefined are left out. */
export function pageOf<R>(
  database: Database.Database,
  { columns, table, key, keyOf }: Keyset<R>,
  {
    cursor,
    limit = DEFAULT_LIMIT,
  }: { readonly cursor?: string | null | undefined; readonly limit?: number | undefined },
  where: Readonly<Record<string, unknown>>,
): Page<R> {
  const conditions = Object.entries(where).filter(([, value]) => value !== undefined);
  const after = cursor ? keyIn(cursor, key.length) : null;
  if (cursor && after === null) return { items: [], next: null };
  const sql = [
    ...conditions.map(([condition]) => condition),
    ...(after ? [`(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`] : []),
  ];
  const rows = database
    .prepare<unknown[], R>(
      `SELECT ${columns} FROM ${table} ${sql.length > 0 ? `WHERE ${sql.join(' AND ')}` : ''} ORDER BY ${key.join(', ')} LIMIT ?`,
    )
    .all(...conditions.map(([, value]) => value), ...(after ?? []), limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(keyOf(last)) : null };
}

function cursorOf(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Null for what is no cursor of ours. */
function keyIn(cursor: string, length: number): readonly unknown[] | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isKey = Array.isArray(key) && key.length === length;
    return isKey && key.every((part) => typeof part === 'string' || typeof part === 'number') ? key : null;
  } catch {
    return null;
  }
}
