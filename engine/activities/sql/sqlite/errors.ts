import type { Failure } from '../../../core/failure.ts';
import { SqlError } from '../session.ts';

/** By extended result code: https://sqlite.org/rescode.html. */
const types: Readonly<Record<string, Pick<Failure, 'type' | 'retryable'>>> = {
  SQLITE_CONSTRAINT_UNIQUE: { type: 'sql.unique', retryable: false },
  SQLITE_CONSTRAINT_PRIMARYKEY: { type: 'sql.unique', retryable: false },
  SQLITE_CONSTRAINT_ROWID: { type: 'sql.unique', retryable: false },
  SQLITE_CONSTRAINT_FOREIGNKEY: { type: 'sql.foreignKey', retryable: false },
  SQLITE_CONSTRAINT_NOTNULL: { type: 'sql.notNull', retryable: false },
  SQLITE_CONSTRAINT_CHECK: { type: 'sql.check', retryable: false },
  SQLITE_CONSTRAINT: { type: 'sql.constraint', retryable: false },
  SQLITE_BUSY: { type: 'sql.locked', retryable: true },
  SQLITE_LOCKED: { type: 'sql.locked', retryable: true },
  SQLITE_READONLY: { type: 'sql.readOnly', retryable: false },
  SQLITE_MISMATCH: { type: 'sql.value', retryable: false },
  SQLITE_TOOBIG: { type: 'sql.value', retryable: false },
  SQLITE_NOTADB: { type: 'sql.connection', retryable: false },
  SQLITE_CANTOPEN: { type: 'sql.connection' },
  SQLITE_FULL: { type: 'sql.resources' },
  SQLITE_NOMEM: { type: 'sql.resources' },
};

export function sqliteError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const told = `SQLite refused: ${message}.`;
  if (code === 'SQLITE_ERROR') return new SqlError({ type: typeOf(message), message: told, retryable: false });
  if (code.startsWith('SQLITE_')) {
    const known = types[code] ?? types[code.split('_').slice(0, 2).join('_')] ?? { type: 'sql.error' };
    return new SqlError({ ...known, message: told, details: { code } });
  }
  // The driver's own: parameters that do not fit their places, more than one statement in a text.
  const isPlaces = /parameter|bind/i.test(message);
  return new SqlError({ type: isPlaces ? 'sql.parameters' : 'sql.syntax', message: told, retryable: false });
}

function typeOf(message: string): string {
  if (message.startsWith('no such table')) return 'sql.noTable';
  return /^no such column|has no column/.test(message) ? 'sql.noColumn' : 'sql.syntax';
}
