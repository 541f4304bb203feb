import { isExpression } from '../expression/index.ts';
import { isMarked } from '../definition/secrets.ts';
import { isObject, type Json } from '../json.ts';
import { nearest } from '../nearest.ts';
import { type SchemaProblem, validateAgainst } from '../validate.ts';
import { isEffectful, type Model, type StepModel, text } from './model.ts';
import type { Path } from './pointer.ts';
import { meant, type Report } from './report.ts';
import { said } from './sentences.ts';

/** An activity that can be run where the document is. */
export interface KnownActivity {
  readonly name: string;
  /** JSON Schema; absent: anything may be its input. */
  readonly input?: Json;
}

/** Names of activities, and what is certain of their input already: these are warnings, since other workers may offer other ones. */
export function checkActivities(model: Model, known: readonly KnownActivity[], report: Report): void {
  const byName = new Map(known.map((one) => [one.name, one]));
  for (const step of model.blocks.flatMap((block) => [...block.steps.values()])) {
    const { at, type, json } = step;
    if (type === 'task') checkUse(json, at, step, byName, report);
    const undo = isEffectful(step) ? json['compensate'] : undefined;
    if (isObject(undo) && undo['activity'] !== undefined) checkUse(undo, [...at, 'compensate'], step, byName, report);
  }
}

interface Use {
  readonly [field: string]: Json;
}

type Activities = ReadonlyMap<string, KnownActivity>;

function checkUse(use: Use, at: Path, { id }: StepModel, known: Activities, report: Report): void {
  const name = text(use['activity']);
  if (name === null || name === '') return;
  const activity = known.get(name);
  if (activity === undefined) {
    const near = nearest(name, known.keys());
    const says = said('ACTIVITY_UNKNOWN', { name, ...meant(near, said('hint.worker')) });
    report.add({ code: 'ACTIVITY_UNKNOWN', at: [...at, 'activity'], step: id, says });
    return;
  }
  if (activity.input === undefined) return;
  for (const { pointer, message, keyword, expected } of knownProblems(activity.input, use['with'] ?? {})) {
    const missing = keyword === 'required' && typeof expected === 'string' ? { missing: expected } : {};
    const values = { name, pointer, problem: message, keyword, ...missing };
    const says = said(pointer === '' ? 'ACTIVITY_INPUT' : 'ACTIVITY_INPUT.at', values);
    report.add({ code: 'ACTIVITY_INPUT', at: [...at, 'with', ...partsOf(pointer)], step: id, says });
  }
}

/** What an expression, or a secret, may turn out to be. */
const guesses: readonly Json[] = ['x', '', 1, 0.5, true, {}, [], null];

type Verdicts = WeakMap<object, readonly SchemaProblem[]>;
const verdicts = new WeakMap<object, Verdicts>();

/** Kept by what they are of: an edit of one step leaves what all others are given as it was. */
function knownProblems(schema: Json, template: Json): readonly SchemaProblem[] {
  if (!isObject(schema) || !isObject(template)) return certainProblems(schema, template);
  const ofSchema: Verdicts = verdicts.get(schema) ?? new WeakMap();
  verdicts.set(schema, ofSchema);
  const known = ofSchema.get(template);
  if (known) return known;
  const found = certainProblems(schema, template);
  ofSchema.set(template, found);
  return found;
}

const choosing = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains', 'uniqueItems']);

/** What is wrong whatever the expressions in it give. */
function certainProblems(schema: Json, template: Json): readonly SchemaProblem[] {
  if (isHole(template)) return [];
  if (!hasHole(template)) return problemsOf(schema, template);
  const [first = [], ...others] = guesses.map((guess) => problemsOf(schema, filled(template, guess)));
  return first.filter(
    (problem) =>
      others.every((found) => found.some((one) => isSame(one, problem))) &&
      !(choosing.has(problem.keyword) && hasHole(valueAt(template, problem.pointer))),
  );
}

function problemsOf(schema: Json, value: Json): readonly SchemaProblem[] {
  const verdict = validateAgainst(schema, value);
  return verdict.ok ? [] : verdict.problems;
}

const isSame = (a: SchemaProblem, b: SchemaProblem): boolean => a.pointer === b.pointer && a.keyword === b.keyword;

const isHole = (value: Json): boolean => (typeof value === 'string' ? isExpression(value) : isMarked(value));

function hasHole(value: Json): boolean {
  if (isHole(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some((part: Json) => hasHole(part));
}

function filled(value: Json, guess: Json): Json {
  if (isHole(value)) return guess;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((part) => filled(part, guess));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part, guess)]));
}

const partsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function valueAt(value: Json, pointer: string): Json {
  let at: Json = value;
  for (const part of partsOf(pointer)) {
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(part)] ?? null;
    else at = isObject(at) ? (at[part] ?? null) : null;
  }
  return at;
}
