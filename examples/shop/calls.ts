import type { Db } from './database.ts';

/** One request that wanted something of the shop's work, as it arrived. */
export interface Call {
  readonly seq: number;
  /** Epoch ms of its arrival. */
  readonly at: number;
  readonly route: string;
  readonly key: string | null;
  readonly traceparent: string | null;
  /** Null while it is being answered, and where the shop died over it. */
  readonly status: number | null;
  readonly answeredAt: number | null;
}

export function arrived(db: Db, call: Pick<Call, 'route' | 'key' | 'traceparent'>): number {
  const insert = db.prepare('INSERT INTO calls (at, route, key, traceparent) VALUES (?, ?, ?, ?)');
  return Number(insert.run(Date.now(), call.route, call.key, call.traceparent).lastInsertRowid);
}

export function answered(db: Db, seq: number, status: number): void {
  db.prepare('UPDATE calls SET status = ?, answered_at = ? WHERE seq = ?').run(status, Date.now(), seq);
}

export function calls(db: Db): readonly Call[] {
  const columns = 'seq, at, route, key, traceparent, status, answered_at AS answeredAt';
  return db.prepare<[], Call>(`SELECT ${columns} FROM calls ORDER BY seq`).all();
}
