import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { isObject, type Json } from '../../../core/json.ts';
import { NoSuchFolder, NotAFolder, openFolder } from '../../workspace/folder.ts';
import { Meter, sizeOf } from '../rows.ts';
import { type Answer, isList, type Limits, SqlError, type Statement } from '../session.ts';
import { base64Of, bytesOf, exactNumber } from '../values.ts';
import type { Order } from './wire.ts';

type Opening = Extract<Order, { kind: 'open' }>;

/** A file of the workspace: no part of its path is a link, before it is opened and after. */
export async function openDatabase({ workspace, folders, name, busyMs }: Opening): Promise<Database.Database> {
  const file = path.join(workspace, ...folders, name);
  const shown = [...folders, name].join('/');
  const folder = await openFolder(workspace, folders).catch((error: unknown) => {
    throw error instanceof NoSuchFolder || error instanceof NotAFolder ? outside(shown) : error;
  });
  try {
    if (isLink(folder.at(name))) throw outside(shown);
    const database = new Database(file, { timeout: busyMs });
    if (isLink(folder.at(name)) || realpathSync(file) !== file) {
      database.close();
      throw outside(shown);
    }
    database.pragma('foreign_keys = ON');
    database.defaultSafeIntegers(true);
    return database;
  } finally {
    await folder.close();
  }
}

const isLink = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;

const outside = (shown: string): SqlError =>
  new SqlError({
    type: 'sql.connection',
    message: `The folder of ${shown} is not there, or a part of its path is a link, which is not followed.`,
    retryable: false,
  });

/** A transaction that writes says so at its beginning: of two the second waits, and none has to be undone for coming second. */
export function begin(database: Database.Database, readOnly: boolean): void {
  database.pragma(`query_only = ${readOnly ? 'ON' : 'OFF'}`);
  database.exec(readOnly ? 'BEGIN' : 'BEGIN IMMEDIATE');
}

/** A refused COMMIT (a foreign key looked at late) leaves the transaction open: it is taken back here. */
export function commit(database: Database.Database): void {
  try {
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** After some errors SQLite has done so itself. */
export function rollback(database: Database.Database): void {
  if (database.inTransaction) database.exec('ROLLBACK');
}

export function run(database: Database.Database, { text, word, parameters }: Statement, limits: Limits): Answer {
  const statement = database.prepare(text);
  const bound = boundOf(parameters);
  if (!statement.reader) {
    const { changes, lastInsertRowid } = statement.run(...bound);
    return { columns: [], rows: [], affected: changes, lastId: isInserting(word) ? idOf(lastInsertRowid) : null };
  }
  const columns = statement.columns().map(({ name }) => name);
  const meter = new Meter(limits);
  const rows: Json[][] = [];
  for (const row of statement.raw(true).iterate(...bound) as IterableIterator<unknown[]>) {
    const problem = meter.add(sizeOf(row));
    if (problem !== null) throw new SqlError(problem); // leaving the loop ends the statement
    rows.push(row.map(fromSqlite));
  }
  return { columns, rows, ...(statement.readonly ? { affected: 0, lastId: null } : written(database, word)) };
}

/** Of a statement that wrote and gave rows (RETURNING). */
function written(database: Database.Database, word: string): Pick<Answer, 'affected' | 'lastId'> {
  const [affected = 0n, id = 0n] =
    database.prepare<[], bigint[]>('SELECT changes(), last_insert_rowid()').raw(true).get() ?? [];
  return { affected: Number(affected), lastId: isInserting(word) ? idOf(id) : null };
}

const isInserting = (word: string): boolean => word === 'INSERT' || word === 'REPLACE';

const idOf = (id: number | bigint): Json => exactNumber(String(id));

function boundOf(parameters: Statement['parameters']): unknown[] {
  if (isList(parameters)) return parameters.map(toSqlite);
  const named = Object.entries(parameters).map(([name, value]) => [name, toSqlite(value)] as const);
  return named.length === 0 ? [] : [Object.fromEntries(named)];
}

/** A whole number is one there too. */
function toSqlite(value: Json): unknown {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return JSON.stringify(value);
  return isObject(value) ? (bytesOf(value) ?? JSON.stringify(value)) : value;
}

function fromSqlite(value: unknown): Json {
  if (typeof value === 'bigint') return exactNumber(value.toString());
  if (value instanceof Uint8Array) return base64Of(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return (value ?? null) as Json;
}
