import { parseDuration } from '../../../core/duration.ts';
import type { ActivityContext } from '../activity.ts';
import type { Described } from '../wire.ts';
import { described as describedError, oneLine } from './failure.ts';
import { plainJson } from './plain.ts';
import { type Checker, checkerOf } from './schema.ts';

export interface LoadedActivity {
  readonly described: Described;
  readonly input: Checker;
  readonly output: Checker;
  readonly run: (input: unknown, context: ActivityContext) => unknown;
}

const mark = Symbol.for('sagaloom.activity');

type Unchecked = Readonly<Record<string, unknown>>;

export const isActivity = (value: unknown): value is Unchecked =>
  typeof value === 'object' && value !== null && mark in value;

const namePattern = /^[A-Za-z][\w.-]{0,99}$/;

type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** What somebody gave to `defineActivity`, checked: plain JavaScript may give anything. */
export async function activityOf(given: Unchecked, file: string): Promise<Result<LoadedActivity>> {
  const { name, run } = given;
  if (typeof name !== 'string' || !namePattern.test(name))
    return wrong(`an activity's name is a letter and then letters, digits, "_", "-" and ".", not ${shown(name)}`);
  if (typeof run !== 'function') return wrong(`the activity ${name} has no run function`);
  const limits = limitsOf(given);
  if (typeof limits === 'string') return wrong(`the activity ${name}: ${limits}`);
  try {
    const input = await checkerOf(given['input'], 'input');
    const output = await checkerOf(given['output'], 'output');
    const words = wordsOf(given, name, file);
    const schemas = { input: input.jsonSchema, output: output.jsonSchema };
    const about: Described = { name, file, ...words, ...limits, ...schemas, readOnly: given['readOnly'] === true };
    const bound = (value: unknown, context: ActivityContext): unknown => Reflect.apply(run, given, [value, context]);
    return { ok: true, value: { described: about, input, output, run: bound } };
  } catch (error) {
    return wrong(`the activity ${name}: ${oneLine(describedError(error))}`);
  }
}

const wrong = (problem: string): { readonly ok: false; readonly problem: string } => ({ ok: false, problem });

const shown = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : `a ${typeof value}`);

type Limits = Pick<Described, 'concurrency' | 'timeoutMs' | 'memoryMb'>;

function limitsOf({ concurrency = null, timeout = null, memoryMb = null }: Unchecked): Limits | string {
  if (!isCount(concurrency, 1)) return 'its concurrency is a whole number from 1';
  if (!isCount(memoryMb, 16)) return 'its memoryMb is a whole number from 16';
  const timeoutMs = timeout === null ? null : parseDuration(typeof timeout === 'string' ? timeout : '');
  if (timeout !== null && (timeoutMs === null || timeoutMs < 1)) return 'its timeout is a duration such as "30s"';
  return { concurrency, timeoutMs, memoryMb };
}

const isCount = (value: unknown, least: number): value is number | null =>
  value === null || (typeof value === 'number' && Number.isInteger(value) && value >= least);

function wordsOf(given: Unchecked, name: string, file: string) {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const icon = text(given['icon']);
  return {
    summary: text(given['summary']) || `${name}, of ${file}.`,
    docs: text(given['docs']),
    icon: /^[MmLlHhVvCcAaZz0-9 .,-]+$/.test(icon) ? icon : null,
    examples: examplesOf(given['examples']),
  };
}

function examplesOf(given: unknown): Described['examples'] {
  if (!Array.isArray(given)) return [];
  return (given as readonly unknown[]).flatMap((each) => {
    if (typeof each !== 'object' || each === null || !('with' in each)) return [];
    const plain = plainJson(each.with);
    const title = 'title' in each && typeof each.title === 'string' ? each.title : 'Example';
    return plain.ok ? [{ title, with: plain.value }] : [];
  });
}
