import { z } from 'zod';
import { type Answer, made, refused } from './answer.ts';
import type { Db } from './database.ts';

const cents = z.int().min(1).max(1_000_000_000);

export const accountSchema = z.object({ owner: z.string().min(1).max(100) });
export const paymentSchema = z.object({ orderId: z.string().min(1), customer: z.string().min(1), cents });
export const movementSchema = z.object({ account: z.string().min(1), cents });

export type TransferKind = 'payment' | 'withdrawal' | 'deposit';

export interface Transfer {
  readonly key: string;
  readonly kind: TransferKind;
  readonly orderId: string | null;
  readonly source: string;
  readonly target: string;
  readonly cents: number;
}

const idPrefix: Record<TransferKind, string> = { payment: 'pay', withdrawal: 'out', deposit: 'in' };

/** Money only ever moves from one account to another, so its sum never changes. */
export function transfer(db: Db, wanted: Transfer): Answer {
  for (const id of [wanted.source, wanted.target]) {
    if (balance(db, id) === undefined) return refused(404, 'unknown_account', `There is no account "${id}".`);
  }
  if (!move(db, wanted.source, wanted.target, wanted.cents)) {
    return refused(402, 'insufficient_funds', `Account "${wanted.source}" does not hold ${wanted.cents} cents.`);
  }
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO transfers (key, kind, order_id, source, target, cents)
       VALUES (@key, @kind, @orderId, @source, @target, @cents)`,
    )
    .run(wanted);
  const { kind, source, target } = wanted;
  return made({ id: `${idPrefix[kind]}-${lastInsertRowid}`, from: source, to: target, cents: wanted.cents });
}

/** Whether there was money to give back; refused when it has been spent since. */
export function giveBack(db: Db, kind: TransferKind, key: string): boolean | Answer {
  const done = db
    .prepare<[string, string], { source: string; target: string; cents: number }>(
      "SELECT source, target, cents FROM transfers WHERE key = ? AND kind = ? AND state = 'done'",
    )
    .get(key, kind);
  if (done === undefined) return false;
  if (!move(db, done.target, done.source, done.cents)) {
    return refused(409, 'money_gone', `Account "${done.target}" no longer holds ${done.cents} cents.`);
  }
  db.prepare("UPDATE transfers SET state = 'undone' WHERE key = ?").run(key);
  return true;
}

export function openAccount(db: Db, key: string, { owner }: z.infer<typeof accountSchema>): Answer {
  const opened = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM accounts WHERE key IS NOT NULL').get();
  const id = `acc-${(opened?.n ?? 0) + 1}`;
  db.prepare('INSERT INTO accounts (id, key, owner, opening, cents) VALUES (?, ?, ?, 0, 0)').run(id, key, owner);
  return made({ id, owner, cents: 0 });
}

export function closeAccount(db: Db, key: string): boolean | Answer {
  const open = db
    .prepare<[string], { id: string; cents: number }>("SELECT id, cents FROM accounts WHERE key = ? AND state = 'done'")
    .get(key);
  if (open === undefined) return false;
  if (open.cents > 0) return refused(409, 'not_empty', `Account "${open.id}" still holds ${open.cents} cents.`);
  db.prepare("UPDATE accounts SET state = 'undone' WHERE key = ?").run(key);
  return true;
}

function balance(db: Db, id: string): number | undefined {
  const sql = "SELECT cents FROM accounts WHERE id = ? AND state = 'done'";
  return db.prepare<[string], { cents: number }>(sql).get(id)?.cents;
}

function move(db: Db, source: string, target: string, amount: number): boolean {
  if ((balance(db, source) ?? 0) < amount) return false;
  const change = db.prepare('UPDATE accounts SET cents = cents + ? WHERE id = ?');
  change.run(-amount, source);
  change.run(amount, target);
  return true;
}
