import { closeSync, copyFileSync, existsSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openWritable } from '../../node/database.ts';
import { sqliteJournal } from '../../node/journal.ts';
import { rebuildIndex } from '../../node/rebuild.ts';
import { builtinProjections } from '../../node/views/builtin.ts';
import { viewsFile } from '../../node/views/file.ts';
import { type Keeper, keepViews } from '../../node/views/keeper.ts';
import { sqliteStores } from '../../node/stores.ts';
import type { Append, Appended, Journal, Stores } from '../../runtime/ports.ts';
import type { Random } from '../random.ts';
import type { Store } from './store.ts';

interface Open {
  readonly file: string;
  readonly database: Database.Database;
  readonly journal: Journal;
  readonly stores: Stores;
  readonly views: Keeper;
}

/** A real database. A crash opens a copy of its files, in which what was being written is whole, torn or missing. */
export function sqliteStore(folder: string): Store {
  let count = 0;
  const nextFile = (): string => join(folder, `${(count += 1)}.db`);
  let now = open(nextFile());
  const write = (changes: readonly Append[]): Promise<readonly Appended[]> =>
    Promise.all(changes.map((change) => now.journal.append(change)));
  return {
    get journal() {
      return now.journal;
    },
    get stores() {
      return now.stores;
    },
    write,
    async crash(inFlight, random) {
      if (random.chance(0.5)) now.views.next();
      const chosen = inFlight.filter(() => random.chance(0.6));
      const synced = sizeOf(walOf(now.file));
      const answers = await write(chosen);
      const written = chosen.filter((_, i) => answers[i]?.kind === 'appended');
      const file = nextFile();
      copyDatabase(now.file, file);
      if (random.chance(0.7)) tear(walOf(file), synced, random);
      if (random.chance(0.5)) copyDatabase(viewsFile(now.file), viewsFile(file)); // may be ahead of what is left (FO3)
      close(now);
      now = open(file);
      const there = await Promise.all(written.map(({ runId }) => now.journal.entry(runId)));
      return written.filter(({ entry }, i) => (there[i]?.events ?? 0) >= entry.events);
    },
    drift: () => drift(now),
    close: () => close(now),
  };
}

function open(file: string): Open {
  const database = openWritable(file);
  const views = keepViews(file, builtinProjections(), (message, error) => {
    throw new Error(message, { cause: error });
  });
  return { file, database, views, journal: sqliteJournal(database, file), stores: sqliteStores(database, file) };
}

function close({ database, views }: Open): void {
  views.close();
  database.close();
}

const walOf = (file: string): string => `${file}-wal`;
const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

function copyDatabase(from: string, to: string): void {
  for (const end of ['', '-wal']) if (existsSync(from + end)) copyFileSync(from + end, to + end);
}

/** The tail of the log that was not synced: cut off somewhere, or with a sector of rubbish in it. */
function tear(wal: string, synced: number, random: Random): void {
  const size = sizeOf(wal);
  if (size <= synced) return;
  const at = random.between(synced, size - 1);
  if (random.chance(0.5)) return truncateSync(wal, at);
  const handle = openSync(wal, 'r+');
  const rubbish = Buffer.alloc(Math.min(512, size - at), random.below(256));
  writeSync(handle, rubbish, 0, rubbish.length, at);
  closeSync(handle);
}

/** HO4: dropped and rebuilt, each table holds the same rows. */
async function drift({ file, database, views }: Open): Promise<readonly string[]> {
  views.catchUp();
  const before = new Map([...tablesOf(file), ...tablesOf(viewsFile(file))]);
  await rebuildIndex(database);
  views.drop();
  views.catchUp();
  const after = new Map([...tablesOf(file), ...tablesOf(viewsFile(file))]);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `SI2 table ${name} is not what its rebuild gives`);
}

/** Not caches, which come again when they are needed. */
const isKept = (name: string): boolean => name !== 'snapshots' && name !== 'engine' && !name.startsWith('sqlite_');

function tablesOf(file: string): readonly (readonly [string, string])[] {
  const database = new Database(file, { readonly: true });
  try {
    const names = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    return names.filter(isKept).map((name) => [name, rowsOf(database, name)] as const);
  } finally {
    database.close();
  }
}

function rowsOf(database: Database.Database, table: string): string {
  const rows = database.prepare(`SELECT * FROM "${table}"`).all();
  return rows
    .map((row) => JSON.stringify(row))
    .toSorted()
    .join('\n');
}
