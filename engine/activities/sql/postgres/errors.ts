import type { Failure } from '../../../core/failure.ts';
import { SqlError } from '../session.ts';

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html, the whole code or its class. */
const types: Readonly<Record<string, Pick<Failure, 'type' | 'retryable'>>> = {
  '23505': { type: 'sql.unique', retryable: false },
  '23503': { type: 'sql.foreignKey', retryable: false },
  '23502': { type: 'sql.notNull', retryable: false },
  '23514': { type: 'sql.check', retryable: false },
  '23P01': { type: 'sql.exclusion', retryable: false },
  '40001': { type: 'sql.serialization', retryable: true },
  '40P01': { type: 'sql.deadlock', retryable: true },
  '55P03': { type: 'sql.locked', retryable: true },
  '57014': { type: 'sql.stopped' },
  '25006': { type: 'sql.readOnly', retryable: false },
  '42P01': { type: 'sql.noTable', retryable: false },
  '42703': { type: 'sql.noColumn', retryable: false },
  '42501': { type: 'sql.permission', retryable: false },
  '08P01': { type: 'sql.parameters', retryable: false },
  '53300': { type: 'sql.connection' },
  '57P03': { type: 'sql.connection' },
  '57P01': { type: 'sql.connection' },
  '57P02': { type: 'sql.connection' },
  '3D000': { type: 'sql.connection', retryable: false },
  '22': { type: 'sql.value', retryable: false },
  '23': { type: 'sql.constraint', retryable: false },
  '28': { type: 'sql.connection', retryable: false },
  '40': { type: 'sql.serialization', retryable: true },
  '42': { type: 'sql.syntax', retryable: false },
  '53': { type: 'sql.resources' },
  '08': { type: 'sql.connection' },
};

interface Said {
  readonly code?: string;
  readonly severity?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly position?: string;
}

/** `where`: the server, without its secrets. What has no code is of the connection. */
export function postgresError(error: unknown, where: string): SqlError {
  if (error instanceof SqlError) return error;
  const { message, ...said } =
    error instanceof Error ? Object.assign({ message: error.message }, error as Said) : { message: String(error) };
  const { code = '', severity } = said as Said;
  if (severity === undefined) {
    return new SqlError(
      { type: 'sql.connection', message: `The connection to ${where} broke: ${message}.` },
      { isLost: true },
    );
  }
  const known = types[code] ?? types[code.slice(0, 2)] ?? { type: 'sql.error' };
  const failure: Failure = { ...known, message: `${where} refused: ${message}.`, details: detailsOf(code, said) };
  const isLost = severity === 'FATAL' || severity === 'PANIC';
  return new SqlError(failure, { isLost, isRolledBack: !isLost });
}

/** What it names; not its `detail`, which quotes rows. */
function detailsOf(code: string, { constraint, table, column, position }: Said) {
  return {
    code,
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    ...(column !== undefined && { column }),
    ...(position !== undefined && { position: Number(position) }),
  };
}
