import process from 'node:process';
import type Database from 'better-sqlite3';
import type { Answer } from '../session.ts';
import { begin, commit, openDatabase, rollback, run } from './database.ts';
import { sqliteError } from './errors.ts';
import type { Order, Reply } from './wire.ts';

/**
 * SQLite in a process of its own: a statement runs in native code that neither lets go of its thread nor can be stopped, but a process can
 * be killed. What it had not committed then is rolled back by whoever opens the file next.
 */
let database: Database.Database | null = null;

process.on('message', (order: Order) => {
  void obey(order).then((reply) => process.send?.(reply));
});

/** Whoever it worked for is gone. */
process.on('disconnect', () => process.exit());

async function obey(order: Order): Promise<Reply> {
  try {
    return { kind: 'done', answer: await obeyed(order) };
  } catch (error) {
    const { failure } = sqliteError(error);
    return { kind: 'failed', failure, isRolledBack: database?.inTransaction !== true && !isTorn(failure.details) };
  }
}

async function obeyed(order: Order): Promise<Answer | null> {
  if (order.kind === 'open') {
    database = await openDatabase(order);
    return null;
  }
  if (database === null) throw new Error('no database is open');
  switch (order.kind) {
    case 'begin':
      begin(database, order.readOnly);
      return null;
    case 'run':
      return run(database, order.statement, order.limits);
    case 'commit':
      commit(database);
      return null;
    case 'rollback':
    case 'reset':
      rollback(database);
      return null;
  }
}

/** The disk failed, and perhaps after all that mattered was on it. */
const isTorn = (details: unknown): boolean => JSON.stringify(details ?? null).includes('SQLITE_IOERR');
