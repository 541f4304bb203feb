import type { Failure } from '../../../core/failure.ts';
import { SqlError } from '../session.ts';

/** By number: https://mariadb.com/kb/en/mariadb-error-code-reference/; MySQL's are the same here. */
const types: Readonly<Record<number, Pick<Failure, 'type' | 'retryable'>>> = {
  1040: { type: 'sql.connection' },
  1044: { type: 'sql.connection', retryable: false },
  1045: { type: 'sql.connection', retryable: false },
  1048: { type: 'sql.notNull', retryable: false },
  1049: { type: 'sql.connection', retryable: false },
  1053: { type: 'sql.connection' },
  1054: { type: 'sql.noColumn', retryable: false },
  1062: { type: 'sql.unique', retryable: false },
  1064: { type: 'sql.syntax', retryable: false },
  1142: { type: 'sql.permission', retryable: false },
  1146: { type: 'sql.noTable', retryable: false },
  1203: { type: 'sql.connection' },
  1205: { type: 'sql.locked', retryable: true },
  1213: { type: 'sql.deadlock', retryable: true },
  1020: { type: 'sql.serialization', retryable: true },
  1216: { type: 'sql.foreignKey', retryable: false },
  1217: { type: 'sql.foreignKey', retryable: false },
  1264: { type: 'sql.value', retryable: false },
  1265: { type: 'sql.value', retryable: false },
  1290: { type: 'sql.readOnly' },
  1292: { type: 'sql.value', retryable: false },
  1317: { type: 'sql.stopped' },
  1364: { type: 'sql.notNull', retryable: false },
  1366: { type: 'sql.value', retryable: false },
  1406: { type: 'sql.value', retryable: false },
  1451: { type: 'sql.foreignKey', retryable: false },
  1452: { type: 'sql.foreignKey', retryable: false },
  1690: { type: 'sql.value', retryable: false },
  1698: { type: 'sql.connection', retryable: false },
  1792: { type: 'sql.readOnly', retryable: false },
  1927: { type: 'sql.connection' },
  3819: { type: 'sql.check', retryable: false },
  4025: { type: 'sql.check', retryable: false },
};

/** The connection was ended by the server: shut down, killed. */
const final: ReadonlySet<number> = new Set([1053, 1927]);

interface Said {
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

/** `where`: the server, without its secrets. What has no number of the server's is of the connection. */
export function mysqlError(error: unknown, where: string): SqlError {
  if (error instanceof SqlError) return error;
  const message = error instanceof Error ? error.message || error.name : String(error);
  const { errno = 0, sqlState, fatal = false } = (error instanceof Error ? error : {}) as Said;
  if (sqlState === undefined && errno < 1_000) {
    return new SqlError(
      { type: 'sql.connection', message: `The connection to ${where} broke: ${message}.` },
      { isLost: true },
    );
  }
  const known = types[errno] ?? byState(sqlState);
  const isLost = fatal || final.has(errno);
  const failure: Failure = {
    ...known,
    message: `${where} refused: ${message}.`,
    details: { code: errno, state: sqlState ?? null },
  };
  return new SqlError(failure, { isLost, isRolledBack: errno === 1213 || errno === 1020 });
}

function byState(state = ''): Pick<Failure, 'type' | 'retryable'> {
  if (state.startsWith('42')) return { type: 'sql.syntax', retryable: false };
  if (state.startsWith('23')) return { type: 'sql.constraint', retryable: false };
  if (state.startsWith('22')) return { type: 'sql.value', retryable: false };
  return state.startsWith('40') ? { type: 'sql.serialization', retryable: true } : { type: 'sql.error' };
}
