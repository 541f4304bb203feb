import type { Db } from './database.ts';

export interface Books {
  /** Shelves and accounts agree with the records of what moved, and no money came or went. */
  readonly balanced: boolean;
  /** What is left on the shelves. */
  readonly stock: Readonly<Record<string, number>>;
  /** Cents in each open account. */
  readonly accounts: Readonly<Record<string, number>>;
  /** All money in the world, in cents. */
  readonly money: number;
  /** What is in force; what was undone is not listed. */
  readonly reservations: readonly Entry[];
  readonly payments: readonly Entry[];
  readonly shipments: readonly Entry[];
  readonly notifications: readonly Entry[];
}

interface Entry {
  readonly id: string;
  readonly orderId: string;
}

export function books(db: Db): Books {
  return db.transaction(() => ({
    balanced: shelvesAgree(db) && accountsAgree(db),
    stock: pairs(db, 'SELECT sku AS name, available AS n FROM stock ORDER BY sku'),
    accounts: pairs(db, "SELECT id AS name, cents AS n FROM accounts WHERE state = 'done' ORDER BY id"),
    money: number(db, 'SELECT sum(cents) AS n FROM accounts'),
    reservations: entries(db, 'res', "reservations WHERE state = 'done'"),
    payments: entries(db, 'pay', "transfers WHERE kind = 'payment' AND state = 'done'"),
    shipments: entries(db, 'ship', "shipments WHERE state = 'done'"),
    notifications: entries(db, 'note', 'notifications'),
  }))();
}

export interface OrderRecord {
  readonly kind: 'reservation' | 'payment' | 'shipment' | 'notification';
  readonly id: number;
  readonly key: string;
  readonly state: 'done' | 'undone';
}

/** Everything that was ever done for one order, undone or not. */
export function recordsOf(db: Db, orderId: string): readonly OrderRecord[] {
  return db
    .prepare<{ orderId: string }, OrderRecord>(
      `SELECT 'reservation' AS kind, id, key, state FROM reservations WHERE order_id = @orderId UNION ALL
       SELECT 'payment', id, key, state FROM transfers WHERE order_id = @orderId UNION ALL
       SELECT 'shipment', id, key, state FROM shipments WHERE order_id = @orderId UNION ALL
       SELECT 'notification', id, key, 'done' FROM notifications WHERE order_id = @orderId`,
    )
    .all({ orderId });
}

function shelvesAgree(db: Db): boolean {
  const wrong = `SELECT count(*) AS n FROM stock WHERE opening - available <> coalesce((
    SELECT sum(quantity) FROM reservation_lines JOIN reservations USING (key)
    WHERE reservation_lines.sku = stock.sku AND state = 'done'), 0)`;
  return number(db, wrong) === 0;
}

function accountsAgree(db: Db): boolean {
  const moved = (side: string) =>
    `coalesce((SELECT sum(cents) FROM transfers WHERE ${side} = accounts.id AND state = 'done'), 0)`;
  const wrong = `SELECT count(*) AS n FROM accounts WHERE cents <> opening + ${moved('target')} - ${moved('source')}`;
  return number(db, wrong) === 0 && number(db, 'SELECT sum(cents) - sum(opening) AS n FROM accounts') === 0;
}

function number(db: Db, sql: string): number {
  return db.prepare<[], { n: number }>(sql).get()?.n ?? 0;
}

function pairs(db: Db, sql: string): Readonly<Record<string, number>> {
  const rows = db.prepare<[], { name: string; n: number }>(sql).all();
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

function entries(db: Db, prefix: string, from: string): readonly Entry[] {
  return db
    .prepare<[], Entry>(`SELECT '${prefix}-' || id AS id, order_id AS orderId FROM ${from} ORDER BY rowid`)
    .all();
}
