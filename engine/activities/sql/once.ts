import type { Json } from '../../core/json.ts';
import { type Answer, type Session, SqlError } from './session.ts';

/**
 * Exactly once, whatever becomes of attempts and of their answers: the step's key and its result are a row of the table `sagaloom_once`,
 * written in the transaction of the work itself.
 *
 *   SO1  the row is written first, so that of two attempts the second waits until the first has committed or not
 *   SO2  whoever finds a row does nothing, and gives its result
 *   SO3  the row has its result before the transaction is committed; one without is of a transaction that a statement ended
 */
const ONCE_TABLE = 'sagaloom_once';

const limits = { rows: 1, bytes: Number.MAX_SAFE_INTEGER };

export type Claim = { readonly isFirst: true } | { readonly isFirst: false; readonly result: Json };

export async function claim(session: Session, key: string): Promise<Claim> {
  const isFirst = await run(session, session.once.claim, [key]).then(({ affected }) => affected === 1, onlyTaken);
  if (isFirst) return { isFirst };
  const found = await run(session, session.once.find, [key]);
  const text = found.rows[0]?.[0];
  if (typeof text !== 'string') throw halfDone(key); // SO3
  return { isFirst: false, result: JSON.parse(text) as Json };
}

export async function record(session: Session, key: string, result: Json): Promise<void> {
  const { affected } = await run(session, session.once.record, [JSON.stringify(result), key]);
  if (affected !== 1) throw halfDone(key);
}

/** In no transaction: some databases would end it. */
export async function createOnceTable(session: Session): Promise<void> {
  await run(session, session.once.create, []);
}

const run = (session: Session, text: string, parameters: readonly Json[]): Promise<Answer> =>
  session.run({ text, word: '', parameters }, limits);

/** Not every database has a way to say it that is no error. */
function onlyTaken(error: unknown): false {
  if (error instanceof SqlError && error.failure.type === 'sql.unique') return false;
  throw error;
}

function halfDone(key: string): SqlError {
  return new SqlError({
    type: 'sql.implicitCommit',
    message: `A statement of the step ended its transaction, so that there is no telling what of it is done; see the row "${key}" of ${ONCE_TABLE}.`,
    retryable: false,
  });
}
