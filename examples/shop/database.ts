import Database from 'better-sqlite3';

export type Db = Database.Database;

/**
 * Everything the shop knows. The CHECKs are the last wall of the books: no stock and no account goes below zero,
 * whatever the code above does. Records are never deleted: an undone one says so in `state`.
 */
const tables = `
CREATE TABLE IF NOT EXISTS stock (
  sku TEXT PRIMARY KEY, title TEXT NOT NULL, cents INTEGER NOT NULL,
  opening INTEGER NOT NULL, available INTEGER NOT NULL CHECK (available >= 0)
) STRICT;
CREATE TABLE IF NOT EXISTS accounts (
  id TEXT PRIMARY KEY, key TEXT UNIQUE, owner TEXT NOT NULL,
  opening INTEGER NOT NULL, cents INTEGER NOT NULL CHECK (cents >= 0),
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone'))
) STRICT;
CREATE TABLE IF NOT EXISTS reservations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone'))
) STRICT;
CREATE TABLE IF NOT EXISTS reservation_lines (
  key TEXT NOT NULL REFERENCES reservations (key), sku TEXT NOT NULL REFERENCES stock (sku),
  quantity INTEGER NOT NULL CHECK (quantity > 0), PRIMARY KEY (key, sku)
) STRICT;
CREATE TABLE IF NOT EXISTS transfers (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'withdrawal', 'deposit')), order_id TEXT,
  source TEXT NOT NULL REFERENCES accounts (id), target TEXT NOT NULL REFERENCES accounts (id),
  cents INTEGER NOT NULL CHECK (cents > 0),
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone'))
) STRICT;
CREATE TABLE IF NOT EXISTS shipments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, address TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone'))
) STRICT;
CREATE TABLE IF NOT EXISTS notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, message TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answers (
  key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS tombstones (key TEXT PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS calls (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, route TEXT NOT NULL, key TEXT, traceparent TEXT,
  status INTEGER, answered_at INTEGER
) STRICT;
`;

const goods = [
  { sku: 'tea', title: 'Green tea, 100 g', cents: 890, opening: 500 },
  { sku: 'mug', title: 'Mug', cents: 1_490, opening: 300 },
  { sku: 'kettle', title: 'Kettle', cents: 6_900, opening: 50 },
] as const;

/** `transit` holds money that has left one account and not yet reached the next. */
const accounts = [
  { id: 'ada', owner: 'Ada', cents: 1_000_000 },
  { id: 'grace', owner: 'Grace', cents: 500_000 },
  { id: 'shop', owner: 'The shop', cents: 0 },
  { id: 'transit', owner: 'Money on its way', cents: 0 },
] as const;

export function openDatabase(file: string): Db {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  db.exec(tables);
  if (db.prepare('SELECT 1 FROM stock').get() === undefined) seed(db);
  return db;
}

/** Back to the first morning: full shelves, no orders. */
export function reset(db: Db): void {
  db.transaction(() => {
    const names = ['reservation_lines', 'reservations', 'transfers', 'shipments', 'notifications', 'answers'];
    for (const name of [...names, 'tombstones', 'calls', 'accounts', 'stock', 'sqlite_sequence'])
      db.exec(`DELETE FROM ${name}`);
    seed(db);
  }).immediate();
}

function seed(db: Db): void {
  const stock = db.prepare('INSERT INTO stock VALUES (@sku, @title, @cents, @opening, @opening)');
  const account = db.prepare('INSERT INTO accounts (id, owner, opening, cents) VALUES (@id, @owner, @cents, @cents)');
  for (const good of goods) stock.run(good);
  for (const one of accounts) account.run(one);
}
