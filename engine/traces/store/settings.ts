import type Database from 'better-sqlite3';
import { z } from 'zod';
import { traceKeep, type TraceKeep, traceRule, type TraceRule } from '../../contract/traces.ts';

/** What was set for the traces of this database, in their file. What cannot be understood counts as not set. */
function read<T>(database: Database.Database, name: string, schema: z.ZodType<T>, otherwise: T): T {
  const text = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck().get(name);
  if (text === undefined) return otherwise;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return otherwise;
  }
}

function write(database: Database.Database, name: string, value: unknown): void {
  database.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)').run(name, JSON.stringify(value));
}

const rules = z.array(traceRule);

export const rulesIn = (database: Database.Database): readonly TraceRule[] => read(database, 'rules', rules, []);

export const setRules = (database: Database.Database, given: readonly TraceRule[]): void =>
  write(database, 'rules', given);

export const DEFAULT_PORT = 4318;

const receiver = z.object({ on: z.boolean(), port: z.int().min(1).max(65_535) });
export type ReceiverSettings = z.infer<typeof receiver>;

export const receiverIn = (database: Database.Database): ReceiverSettings =>
  read(database, 'receiver', receiver, { on: false, port: DEFAULT_PORT });

export const setReceiver = (database: Database.Database, given: ReceiverSettings): void =>
  write(database, 'receiver', given);

/** Some tens of millions of spans; what is older stays until then. */
export const DEFAULT_KEEP: TraceKeep = { maxAgeMs: null, maxBytes: 10 * 1024 ** 3 };

export const keepIn = (database: Database.Database): TraceKeep => read(database, 'keep', traceKeep, DEFAULT_KEEP);

export const setKeep = (database: Database.Database, given: TraceKeep): void => write(database, 'keep', given);
