import { z } from 'zod';
import { type Answer, made } from './answer.ts';
import type { Db } from './database.ts';

export const shipmentSchema = z.object({ orderId: z.string().min(1), address: z.string().min(1).max(500) });
export const notificationSchema = z.object({ orderId: z.string().min(1), message: z.string().min(1).max(1_000) });

export function ship(db: Db, key: string, { orderId, address }: z.infer<typeof shipmentSchema>): Answer {
  const insert = db.prepare('INSERT INTO shipments (key, order_id, address) VALUES (?, ?, ?)');
  return made({ id: `ship-${insert.run(key, orderId, address).lastInsertRowid}`, orderId });
}

export function cancelShipment(db: Db, key: string): boolean {
  return db.prepare("UPDATE shipments SET state = 'undone' WHERE key = ? AND state = 'done'").run(key).changes > 0;
}

export function notify(db: Db, key: string, { orderId, message }: z.infer<typeof notificationSchema>): Answer {
  const insert = db.prepare('INSERT INTO notifications (key, order_id, message) VALUES (?, ?, ?)');
  return made({ id: `note-${insert.run(key, orderId, message).lastInsertRowid}`, orderId });
}
