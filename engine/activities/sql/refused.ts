import type { Failure } from '../../core/failure.ts';
import { inputFailure } from '../activity.ts';
import { type Statement } from './session.ts';
import type { Target } from './target.ts';

/** They would end the transaction that the step stands for, or begin another. */
const transactions = ['BEGIN', 'START', 'COMMIT', 'END', 'ROLLBACK', 'ABORT', 'SAVEPOINT', 'RELEASE', 'PREPARE', 'XA'];

/** MySQL: also what a connection would keep from its user to the next, and what ends transactions by its nature. */
const ofMysql = [...transactions, 'LOCK', 'UNLOCK', 'USE', 'DEALLOCATE'];

/** All that SQLite may be asked: ATTACH and VACUUM INTO would name files of their own choice, and PRAGMA changes the connection. */
const forSqlite = [
  'SELECT',
  'VALUES',
  'WITH',
  'INSERT',
  'REPLACE',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'ALTER',
  'ANALYZE',
  'REINDEX',
  'EXPLAIN',
];

/** Of statements that cannot be; null: all may be tried. */
export function refusal(statements: readonly Statement[], { kind }: Target): Failure | null {
  for (const { word } of statements) {
    const isRefused =
      word === '' ||
      (kind === 'sqlite' ? !forSqlite.includes(word) : (kind === 'mysql' ? ofMysql : transactions).includes(word));
    if (isRefused) return inputFailure(why(word, kind));
  }
  return null;
}

function why(word: string, kind: Target['kind']): string {
  if (word === '')
    return 'A statement begins with no word of SQL; a comment in a comment, or one that is run, may not stand before it.';
  if (kind === 'sqlite') return `${word} is none of what a step may ask of SQLite: ${forSqlite.join(', ')}.`;
  return `${word} is left to the step: all its statements are one transaction, begun and ended by it.`;
}
