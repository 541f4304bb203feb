import type { AttemptResult } from '../../core/command.ts';
import { durationMs } from '../../core/duration.ts';
import { evaluateExpression, expressionSource } from '../../core/expression/index.ts';
import type { Effect } from '../../core/failure.ts';
import { isObject, type Json } from '../../core/json.ts';
import type { Activities, Clock, Work } from '../ports.ts';
import { type Mock, type Mocked, type Mocks, mocksFor } from './mocks.ts';

export interface ScriptedOptions {
  readonly mocks: Mocks;
  readonly clock: Clock;
  /** Does what has no mock. Absent: a task without one is an error. */
  readonly otherwise?: Activities | undefined;
}

export interface ScriptedActivities extends Activities {
  /** Attempts of `otherwise` that have not answered: virtual time must wait for them. */
  busy(): number;
}

/** Activities that answer by script. A step with a mock never calls its activity. */
export function scriptedActivities({ mocks, clock, otherwise }: ScriptedOptions): ScriptedActivities {
  let busy = 0;
  const reallyPerform = async (activities: Activities, work: Work, signal: AbortSignal): Promise<AttemptResult> => {
    busy += 1;
    try {
      return await activities.perform(work, signal);
    } finally {
      busy -= 1;
    }
  };
  return {
    busy: () => busy,
    async perform(work, signal) {
      const answer = await answerByScript(mocks, work, clock, signal);
      if (answer !== null) return answer;
      return otherwise ? reallyPerform(otherwise, work, signal) : notMocked(work);
    },
  };
}

/** Null: the step has no entry. */
export async function answerByScript(
  mocks: Mocks,
  work: Mocked,
  clock: Clock,
  signal: AbortSignal,
): Promise<AttemptResult | null> {
  const entries = mocksFor(mocks, work);
  if (entries === null) return null;
  const mock = await choose(entries, work);
  if (mock === null) return notMocked(work);
  if (strikesByItself(mock, work)) return untilStopped(work, signal);
  const isDone = await elapsed(mock, clock, signal);
  return isDone ? answerOf(mock, work) : stopped(work);
}

/** The one for this attempt among those whose condition holds; the last repeats. */
async function choose(entries: readonly Mock[], work: Mocked): Promise<Mock | null> {
  const fitting: Mock[] = [];
  for (const entry of entries) if (await holds(entry.when, work)) fitting.push(entry);
  return fitting[Math.min(work.attempt, fitting.length) - 1] ?? null;
}

async function holds(when: string | undefined, work: Mocked): Promise<boolean> {
  if (when === undefined) return true;
  const source = expressionSource(when) ?? when;
  const entropy = { nowMs: work.startedAt, seed: work.id };
  const data = isObject(work.with) ? { with: work.with, ...work.with } : work.with; // `sku`, and `with.sku` as in an undo
  const answer = await evaluateExpression(source, data, entropy, { with: work.with });
  if (!answer.ok) throw new Error(`the mock's condition ${when}: ${answer.error.message}`);
  return answer.value === true;
}

/** A time limit that the engine keeps: the attempt is silent, until the engine's own timer ends it. */
const strikesByItself = (mock: Mock, { limit, deadline }: Mocked): boolean =>
  'timeout' in mock && mock.after === undefined && kindOf(mock) === limit && deadline !== Infinity;

const kindOf = ({ timeout }: Extract<Mock, { timeout: unknown }>): string => timeout.replace(/^timeout\./, '');

async function untilStopped(work: Mocked, signal: AbortSignal): Promise<AttemptResult> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  return stopped(work);
}

/** False when it was aborted before its time. */
function elapsed({ after }: Mock, clock: Clock, signal: AbortSignal): Promise<boolean> {
  if (after === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const abort = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = clock.setTimer(clock.now() + durationMs(after), () => {
      signal.removeEventListener('abort', abort);
      resolve(true);
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}

function answerOf(mock: Mock, { stepId }: Mocked): AttemptResult {
  if ('return' in mock) return { kind: 'completed', output: mock.return as Json };
  if ('throw' in mock) {
    const { effect, message, details, ...rest } = mock.throw;
    const error = {
      ...rest,
      message: message ?? rest.type,
      ...(details === undefined ? {} : { details: details as Json }),
    };
    return { kind: 'failed', error, effect: effectOf(effect) };
  }
  if ('timeout' in mock) {
    const kind = kindOf(mock);
    const error = { type: `timeout.${kind}`, message: `${stepId} took too long (${kind}).` };
    const isFinal = kind === 'scheduleToClose' || kind === 'scheduleToStart';
    return { kind: 'failed', error: isFinal ? { ...error, retryable: false } : error, effect: 'unknown' };
  }
  return {
    kind: 'failed',
    error: { type: 'worker.lost', message: `The worker of ${stepId} was lost.` },
    effect: 'unknown',
  };
}

/** What an activity may declare of its own error is `none`; whoever says `true` has done it. */
function effectOf(effect: boolean | Effect | undefined): Effect {
  if (typeof effect === 'boolean') return effect ? 'unknown' : 'none';
  return effect ?? 'unknown';
}

export function notMocked({ stepId, undo }: Mocked): AttemptResult {
  const what = undo ? `undo of ${stepId}` : `step ${stepId}`;
  const error = { type: 'activity.notMocked', message: `The ${what} has no mock.`, retryable: false };
  return { kind: 'failed', error, effect: 'none' };
}

function stopped({ stepId }: Mocked): AttemptResult {
  return { kind: 'failed', error: { type: 'cancelled', message: `${stepId} was told to stop.` }, effect: 'unknown' };
}
