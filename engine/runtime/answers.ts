import type { AttemptResult } from '../core/command.ts';
import type { Failure } from '../core/failure.ts';

/** What came back from the world, made fit to be recorded: activities are other people's code. */
export function soundResult(result: unknown): AttemptResult {
  if (!isRecord(result)) return unsound('The activity answered with nothing.');
  if (result.kind === 'completed') {
    const problem = jsonProblem(result.output);
    return problem === null ? (result as AttemptResult) : unsound(`The activity's result is not JSON: ${problem}.`);
  }
  if (result.kind !== 'failed' || !isFailure(result.error))
    return unsound('The activity answered neither with a result nor with an error.');
  const problem = jsonProblem(stripped(result.error));
  return problem === null ? (result as AttemptResult) : unsound(`The activity's error is not JSON: ${problem}.`);
}

/** A throw is a bug of the activity; what it did before is not known (AT2). */
export function thrownResult(error: unknown): AttemptResult {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', error: { type: 'activity', message }, effect: 'unknown' };
}

/** AT2. The engine went away while the attempt was open. */
export const lostResult: AttemptResult = {
  kind: 'failed',
  error: { type: 'worker.lost', message: 'The engine stopped while this attempt was under way.' },
  effect: 'unknown',
};

function unsound(message: string): AttemptResult {
  return { kind: 'failed', error: { type: 'activity.result', message }, effect: 'unknown' };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isFailure(value: unknown): value is Failure {
  return isRecord(value) && typeof value.type === 'string' && typeof value.message === 'string';
}

/** Absent fields may be there as undefined; JSON drops them. */
function stripped(failure: Failure): unknown {
  return Object.fromEntries(
    Object.entries(failure).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, key === 'cause' && isFailure(value) ? stripped(value) : value]],
    ),
  );
}

const MAX_DEPTH = 200;

/** Why a value would not survive JSON; null when it would. */
function jsonProblem(value: unknown, depth = 0): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : `it holds ${value}`;
  if (typeof value !== 'object') return `it holds ${value === undefined ? 'undefined' : `a ${typeof value}`}`;
  if (depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH}, or holds itself`;
  if (!Array.isArray(value) && !isPlain(value)) return `it holds a ${value.constructor.name}`;
  for (const inner of Object.values(value)) {
    const problem = jsonProblem(inner, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

/** Of this realm or another. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
