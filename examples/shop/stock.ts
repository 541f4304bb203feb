import { z } from 'zod';
import { type Answer, made, ok, refused } from './answer.ts';
import type { Db } from './database.ts';

const linesSchema = z
  .array(z.object({ sku: z.string(), quantity: z.int().min(1).max(1_000) }))
  .min(1)
  .max(50);

type Line = z.infer<typeof linesSchema>[number];

export const checkSchema = z.object({ items: linesSchema });
export const reservationSchema = z.object({ orderId: z.string().min(1), items: linesSchema });

interface Good {
  readonly sku: string;
  readonly title: string;
  readonly cents: number;
  readonly available: number;
}

export function catalog(db: Db): readonly Good[] {
  return db.prepare<[], Good>('SELECT sku, title, cents, available FROM stock ORDER BY sku').all();
}

/** What the order costs, or why it cannot be had. Changes nothing. */
export function checkOrder(db: Db, { items }: z.infer<typeof checkSchema>): Answer {
  const lines = merged(items);
  const wrong = obstacle(db, lines);
  if (wrong !== undefined) return wrong;
  const goods = new Map(catalog(db).map((good) => [good.sku, good]));
  const total = lines.reduce((sum, { sku, quantity }) => sum + (goods.get(sku)?.cents ?? 0) * quantity, 0);
  return ok({ total, currency: 'EUR', items: lines });
}

/** All of the lines or none. */
export function reserve(db: Db, key: string, { orderId, items }: z.infer<typeof reservationSchema>): Answer {
  const lines = merged(items);
  const wrong = obstacle(db, lines);
  if (wrong !== undefined) return wrong;
  const { lastInsertRowid } = db.prepare('INSERT INTO reservations (key, order_id) VALUES (?, ?)').run(key, orderId);
  const keep = db.prepare('INSERT INTO reservation_lines VALUES (?, ?, ?)');
  for (const { sku, quantity } of lines) {
    keep.run(key, sku, quantity);
    move(db, sku, -quantity);
  }
  return made({ id: `res-${lastInsertRowid}`, orderId, items: lines });
}

export function release(db: Db, key: string): boolean {
  const changed = db.prepare("UPDATE reservations SET state = 'undone' WHERE key = ? AND state = 'done'").run(key);
  if (changed.changes === 0) return false;
  const lines = db.prepare<[string], Line>('SELECT sku, quantity FROM reservation_lines WHERE key = ?').all(key);
  for (const { sku, quantity } of lines) move(db, sku, quantity);
  return true;
}

function move(db: Db, sku: string, quantity: number): void {
  db.prepare('UPDATE stock SET available = available + ? WHERE sku = ?').run(quantity, sku);
}

/** The same article twice is one line. */
function merged(items: readonly Line[]): readonly Line[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of items) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

function obstacle(db: Db, lines: readonly Line[]): Answer | undefined {
  const goods = new Map(catalog(db).map((good) => [good.sku, good]));
  for (const { sku, quantity } of lines) {
    const good = goods.get(sku);
    if (good === undefined) return refused(404, 'unknown_article', `The shop has no article "${sku}".`, { sku });
    if (good.available < quantity) {
      const { title, available } = good;
      return refused(409, 'out_of_stock', `${title}: ${quantity} asked for, ${available} left.`, { sku, available });
    }
  }
  return undefined;
}
