import type { AttemptResult } from '../../../core/command.ts';
import type { Failure } from '../../../core/failure.ts';
import type { Json } from '../../../core/json.ts';
import { failed, inputFailure } from '../../../activities/activity.ts';
import type { ActivityContext } from '../activity.ts';
import { LONGEST_LINE } from '../wire.ts';
import type { LoadedActivity } from './activity.ts';
import { failureOf } from './failure.ts';
import type { Place } from './place.ts';
import { plainJson } from './plain.ts';
import type { Checked, Problem } from './schema.ts';

/** Half of it: escapes, and what stands around it. */
const MOST_OUTPUT = LONGEST_LINE / 2;

/** One attempt: the input checked, the code, its output checked. */
export async function perform(
  { described: { name, readOnly }, input, output, run }: LoadedActivity,
  given: Json,
  context: ActivityContext,
  place: Place,
): Promise<AttemptResult> {
  const nothing = readOnly ? ({ effect: 'none' } as const) : {};
  try {
    const checked = await input.check(given);
    if (!checked.ok) return failed(inputFailure(wrong('input', name, checked.problems), details(checked.problems)));
    const answer = await run(checked.value, context);
    const fit = plainOf(await output.check(answer));
    if (fit.ok) return { kind: 'completed', output: fit.value };
    const message = wrong('output', name, fit.problems);
    return failed({ type: 'activity.output', message, retryable: false, details: details(fit.problems), ...nothing });
  } catch (error) {
    return failed({ ...nothing, ...thrown(error, name, context, place) });
  }
}

/** A throw because it was told to stop is no crash. */
function thrown(error: unknown, name: string, { signal }: ActivityContext, place: Place): Failure {
  const isTold = signal.aborted && error instanceof Error && (error === signal.reason || error.name === 'AbortError');
  return isTold
    ? { type: 'cancelled', message: `${name} was told to stop, and stopped.` }
    : failureOf(error, name, place);
}

type Fit = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problems: readonly Problem[] };

function plainOf(checked: Checked): Fit {
  if (!checked.ok) return checked;
  const plain = plainJson(checked.value);
  if (!plain.ok) return { ok: false, problems: [{ pointer: '', message: plain.problem }] };
  if (isTooLong(plain.value)) return { ok: false, problems: [{ pointer: '', message: 'it is too large' }] };
  return plain;
}

/** Written twice only where it may matter. */
function isTooLong(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' && value.length > MOST_OUTPUT;
  return JSON.stringify(value).length > MOST_OUTPUT;
}

function wrong(side: 'input' | 'output', name: string, problems: readonly Problem[]): string {
  const [first] = problems;
  const what = first === undefined ? '' : ` at ${first.pointer || 'its root'}: ${first.message.replace(/\.$/, '')}`;
  return `The ${side} of activity ${name} is wrong${what}.`;
}

const MOST_PROBLEMS = 20;

const details = (problems: readonly Problem[]): Json =>
  problems.slice(0, MOST_PROBLEMS).map(({ pointer, message }) => ({ pointer, message }));
