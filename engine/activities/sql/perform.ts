import type { AttemptResult } from '../../core/command.ts';
import { durationMs } from '../../core/duration.ts';
import type { Effect, Failure } from '../../core/failure.ts';
import { type ActivityContext, completed, failed } from '../activity.ts';
import type { Pool } from './pool.ts';
import { poolFor } from './pools.ts';
import { refusal } from './refused.ts';
import { DEFAULT_ROWS, type SqlInput, type SqlResult } from './schema.ts';
import { type Session, SqlError } from './session.ts';
import { nameOf, targetOf, type Target } from './target.ts';
import { firstWord } from './text.ts';
import { type Outcome, transact, type Work } from './transaction.ts';

export { closePools as close } from './pools.ts';

/** How long a server may take to stop a statement, or to answer a COMMIT nobody waits for any more; then the connection is cut. */
const PATIENCE_MS = 5_000;

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export async function perform(input: SqlInput, context: ActivityContext, signal: AbortSignal): Promise<AttemptResult> {
  const found = await targetOf(input, context);
  if (!found.ok) return failed(found.error);
  const work = workOf(input, context);
  const refused = refusal(work.statements, found.target);
  if (refused !== null) return failed(refused);
  const timer = timerOf(input);
  const stop = timer === null ? signal : AbortSignal.any([signal, timer]);
  const outcome = await attempt(found.target, work, stop);
  if (outcome.kind === 'done') return completed(outputOf(input, outcome.results, context, outcome.isRepeated));
  const { failure, effect } = outcome;
  if (!stop.aborted || effect === 'unknown') return failed({ ...failure, effect });
  return failed({ ...stopped(found.target, signal.aborted ? null : (input.timeout ?? '')), effect });
}

function workOf(input: SqlInput, { key }: ActivityContext): Work {
  const { statements = [{ statement: input.statement ?? '', parameters: input.parameters, expect: input.expect }] } =
    input;
  return {
    statements: statements.map(({ statement, parameters = [], expect }) => ({
      text: statement,
      word: firstWord(statement),
      parameters,
      expect,
    })),
    isolation: input.isolation,
    readOnly: input.readOnly === true,
    maxRows: input.maxRows ?? DEFAULT_ROWS,
    onceKey: input.once === true ? key : null,
  };
}

function outputOf(input: SqlInput, results: readonly SqlResult[], { logger }: ActivityContext, isRepeated: boolean) {
  if (isRepeated) logger('info', 'The statements of this step were done before; their result is given again.');
  const [first] = results;
  return input.statements === undefined && first !== undefined ? first : results;
}

async function attempt(target: Target, work: Work, signal: AbortSignal): Promise<Outcome> {
  const pool = poolFor(target);
  for (;;) {
    let isUsed: boolean;
    let session: Session;
    try {
      ({ session, isUsed } = await pool.take(signal));
    } catch (error) {
      return unconnected(error, target);
    }
    const outcome = await within(session, work, signal, pool);
    // A connection that was kept may have lost its server meanwhile, and nothing was begun: a new one tells.
    if (outcome.kind === 'done' || !outcome.isUntouched || !outcome.isLost || !isUsed) return outcome;
  }
}

/** An abort stops the statement on the server; a connection that was stopped is not used again, since a stop may come late. */
async function within(session: Session, work: Work, signal: AbortSignal, pool: Pool): Promise<Outcome> {
  let isStopped = false;
  let patience: NodeJS.Timeout | undefined;
  let stopping: Promise<void> = Promise.resolve();
  const stop = (): void => {
    isStopped = true;
    patience = setTimeout(() => void session.close().catch(() => {}), PATIENCE_MS);
    stopping = session.cancel().catch(() => {});
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const outcome = await transact(session, work, signal);
    await stopping;
    const isClean = !isStopped && (outcome.kind === 'done' || (!outcome.isLost && session.isOpen()));
    pool.give(session, isClean);
    return outcome;
  } finally {
    clearTimeout(patience);
    signal.removeEventListener('abort', stop);
  }
}

/** Nothing was sent. */
function unconnected(error: unknown, target: Target): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  const failure: Failure =
    error instanceof SqlError
      ? error.failure
      : { type: 'sql.connection', message: `${nameOf(target)} was not reached: ${message}.` };
  return { kind: 'failed', failure, effect: 'none' satisfies Effect, isLost: true, isUntouched: false };
}

function stopped(target: Target, timeout: string | null): Failure {
  const what = `The statements on ${nameOf(target)}`;
  if (timeout === null) return { type: 'cancelled', message: `${what} were stopped, and rolled back.` };
  return { type: 'sql.timeout', message: `${what} took longer than ${timeout}, and were rolled back.` };
}

function timerOf({ timeout }: SqlInput): AbortSignal | null {
  return timeout === undefined ? null : AbortSignal.timeout(Math.min(durationMs(timeout), LONGEST_TIMER_MS));
}
