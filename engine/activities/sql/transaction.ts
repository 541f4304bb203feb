import type { Effect, Failure } from '../../core/failure.ts';
import { claim, createOnceTable, record } from './once.ts';
import { resultOf, sizeOf } from './rows.ts';
import { MAX_RESULT_BYTES, type SqlResult } from './schema.ts';
import { type Begin, type Isolation, type Session, SqlError, type Statement } from './session.ts';

/**
 * One attempt: all statements in one transaction.
 *
 *   ST1  what failed before COMMIT was sent, and was rolled back or lost its connection, has effect none
 *   ST2  a COMMIT that was refused with a rollback has none; one without an answer is unknown
 *   ST3  readOnly has none, however it ends
 */
export interface Work {
  readonly statements: readonly (Statement & { readonly expect: Expectation | undefined })[];
  readonly isolation: Isolation | undefined;
  readonly readOnly: boolean;
  readonly maxRows: number;
  /** The key under which it is done once; null: each time it is asked for. */
  readonly onceKey: string | null;
}

export interface Expectation {
  readonly rows?: number | undefined;
  readonly affected?: number | undefined;
}

export type Outcome =
  | { readonly kind: 'done'; readonly results: readonly SqlResult[]; readonly isRepeated: boolean }
  /** `isUntouched`: not even the transaction began. */
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly effect: Effect;
      readonly isLost: boolean;
      readonly isUntouched: boolean;
    };

type Stage = 'beginning' | 'working' | 'committing';

/** `session` may be used again where it did not fail, or was not lost. */
export async function transact(session: Session, work: Work, signal: AbortSignal): Promise<Outcome> {
  let stage: Stage = 'beginning';
  try {
    await session.begin(beginOf(work));
    stage = 'working';
    const before = work.onceKey === null ? null : await claimed(session, work, work.onceKey);
    const results = before ?? (await performed(session, work, signal));
    if (before === null && work.onceKey !== null) await record(session, work.onceKey, results);
    signal.throwIfAborted();
    stage = 'committing';
    await session.commit();
    return { kind: 'done', results, isRepeated: before !== null };
  } catch (error) {
    const told = toldBy(error);
    const isUndone = await undone(session, told, stage);
    const effect: Effect = isUndone || work.readOnly ? 'none' : 'unknown'; // ST1 to ST3
    return { kind: 'failed', failure: told.failure, effect, isLost: told.isLost, isUntouched: stage === 'beginning' };
  }
}

/** What was done before; null: this is the first. The table is made where it is missing, and the transaction begun again. */
async function claimed(session: Session, work: Work, key: string): Promise<readonly SqlResult[] | null> {
  const first = await claim(session, key).catch(async (error: unknown) => {
    if (!isTableMissing(error)) throw error;
    await session.rollback();
    const reason = await createOnceTable(session).catch(onlyRefused); // of two that make it at once, one is refused
    await session.begin(beginOf(work));
    return claim(session, key).catch((again: unknown) => {
      throw reason !== undefined && isTableMissing(again) ? reason : again;
    });
  });
  return first.isFirst ? null : (first.result as unknown as readonly SqlResult[]);
}

const beginOf = ({ isolation, readOnly, statements }: Work): Begin => ({
  isolation,
  readOnly,
  words: statements.map(({ word }) => word),
});

const isTableMissing = (error: unknown): boolean => error instanceof SqlError && error.failure.type === 'sql.noTable';

function onlyRefused(error: unknown): SqlError {
  if (error instanceof SqlError && !error.isLost) return error;
  throw error;
}

async function performed(session: Session, work: Work, signal: AbortSignal): Promise<readonly SqlResult[]> {
  const results: SqlResult[] = [];
  let bytes = MAX_RESULT_BYTES;
  for (const [index, statement] of work.statements.entries()) {
    signal.throwIfAborted();
    const answer = await session.run(statement, { rows: work.maxRows, bytes }).catch((error: unknown) => {
      throw placed(error, index, work.statements.length);
    });
    signal.throwIfAborted(); // a statement that was stopped may end as if it were done
    bytes -= answer.rows.reduce((sum, row) => sum + sizeOf(row), 0);
    const result = resultOf(answer);
    expected(result, statement.expect, index, work.statements.length);
    results.push(result);
  }
  return results;
}

function expected(result: SqlResult, expect: Expectation | undefined, index: number, count: number): void {
  const wrong = (['rows', 'affected'] as const).find((name) => {
    const found = name === 'rows' ? result.rowCount : result.affected;
    return expect?.[name] !== undefined && expect[name] !== found;
  });
  if (wrong === undefined) return;
  const found = wrong === 'rows' ? result.rowCount : result.affected;
  const verb = wrong === 'rows' ? 'gave' : 'wrote';
  const message = `${which(index, count)} ${verb} ${found} rows instead of ${expect?.[wrong]}.`;
  throw new SqlError({
    type: 'sql.expectation',
    message,
    retryable: false,
    details: { statement: index, [wrong]: found, expected: expect?.[wrong] ?? null },
  });
}

/** ST1, ST2. */
async function undone(session: Session, told: Told, stage: Stage): Promise<boolean> {
  if (stage === 'beginning') return true;
  if (stage === 'committing') return told.isRolledBack;
  if (told.isLost || !session.isOpen()) return session.isUndoneByLoss();
  return session.rollback().catch(() => session.isUndoneByLoss());
}

interface Told {
  readonly failure: Failure;
  readonly isLost: boolean;
  readonly isRolledBack: boolean;
}

/** Of an abort, which the database knows nothing of, the caller knows the reason. */
function toldBy(error: unknown): Told {
  if (error instanceof SqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { failure: { type: 'sql', message }, isLost: false, isRolledBack: false };
}

function placed(error: unknown, index: number, count: number): unknown {
  if (!(error instanceof SqlError) || count === 1) return error;
  const { failure } = error;
  return new SqlError({ ...failure, message: `${which(index, count)}: ${failure.message}` }, error);
}

const which = (index: number, count: number): string =>
  count === 1 ? 'The statement' : `Statement ${index + 1} of ${count}`;
