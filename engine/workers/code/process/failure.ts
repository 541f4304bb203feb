import type { Effect, Failure } from '../../../core/failure.ts';
import type { Place } from './place.ts';
import { plainJson } from './plain.ts';

const MOST_FRAMES = 20;
const LONGEST_MESSAGE = 2_000;
const MOST_CAUSES = 5;

const activityError = Symbol.for('sagaloom.activityError');

/** What somebody's code threw, as data. `stack` names the workspace's files as they were written. */
export function failureOf(thrown: unknown, activity: string, place: Place, depth = 0): Failure {
  const told = toldBy(thrown);
  const stack = stackOf(thrown, place);
  const cause = causeOf(thrown, activity, place, depth);
  const common = { ...(cause !== null && { cause }) };
  if (told !== null) return { ...told, message: place.short(told.message), ...common };
  const at = locationOf(stack);
  const where = at === null ? '' : ` (${at})`;
  const message = `${activity} threw ${oneLine(place.short(described(thrown)))}${where}.`;
  return { type: 'activity', message, ...(stack !== null && { details: { at, stack } }), ...common };
}

/** Of an `ActivityError`, whichever copy of the class it is of. */
function toldBy(thrown: unknown): Failure | null {
  if (typeof thrown !== 'object' || thrown === null || !(activityError in thrown)) return null;
  const { type, message, retryable, effect, details } = thrown as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || type === '' || typeof message !== 'string') return null;
  const plain = plainJson(details);
  return {
    type,
    message,
    ...(typeof retryable === 'boolean' && { retryable }),
    ...(isEffect(effect) && { effect }),
    ...(details !== undefined && { details: plain.ok ? plain.value : `[${plain.problem}]` }),
  };
}

const isEffect = (value: unknown): value is Effect => value === 'none' || value === 'unknown' || value === 'done';

function causeOf(thrown: unknown, activity: string, place: Place, depth: number): Failure | null {
  if (!(thrown instanceof Error) || thrown.cause === undefined || depth >= MOST_CAUSES) return null;
  return failureOf(thrown.cause, activity, place, depth + 1);
}

/** The error in a line and its frames in the workspace, from there; null: it has none. */
export function stackOf(thrown: unknown, place: Place): string | null {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return null;
  const frames = thrown.stack.split('\n').filter((line) => /^\s+at /.test(line) && place.isInside(line));
  const head = place.short(oneLine(described(thrown)));
  return [head, ...frames.slice(0, MOST_FRAMES).map((line) => place.short(line).slice(0, LONGEST_MESSAGE))].join('\n');
}

/** `activities/charge.ts:12:5`: the first frame that is of no package. */
export function locationOf(stack: string | null): string | null {
  const frame = stack?.split('\n').find((line) => /^\s+at /.test(line) && !line.includes('node_modules'));
  return frame?.match(/([^\s()]+:\d+:\d+)\)?$/)?.[1] ?? null;
}

export function described(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`.slice(0, LONGEST_MESSAGE);
  const plain = plainJson(thrown);
  return (plain.ok ? JSON.stringify(plain.value) : plain.problem).slice(0, LONGEST_MESSAGE);
}

export const oneLine = (text: string): string =>
  text
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
    .replace(/\.$/, '');
