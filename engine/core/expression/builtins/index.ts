import { Refusal } from '../failure.ts';
import { uuidFrom } from '../random.ts';
import { base64decode, base64encode } from './base64.ts';
import { distinct, extreme, shuffle, sort } from './lists.ts';
import { type Evaluation, type Implementation, libraryFunction, type NativeFunction, sealed } from './native.ts';
import { payingMatcher } from './replace.ts';
import { checks } from './text.ts';
import { checkTime, toMillis } from './time.ts';

export type { Evaluation, NativeFunction } from './native.ts';

type Current = () => Evaluation;
type Replacement = (current: Current, library: Implementation) => Implementation;

const largest = extreme(Math.max);
const smallest = extreme(Math.min);

const onText =
  (convert: (text: string) => string): Replacement =>
  () =>
  (text) =>
    typeof text === 'string' ? convert(text) : undefined;

/** Ours in place of the library's: what would ask the clock, chance or the platform, or would not scale. */
const replacements: Readonly<Record<string, Replacement>> = {
  millis: (current) => () => current().nowMs,
  now: (current) => {
    const format = libraryFunction('fromMillis')?.implementation;
    return function (picture, zone) {
      return format?.call(this, current().nowMs, picture, zone);
    };
  },
  random: (current) => () => current().random(),
  uuid: (current) => () => uuidFrom(current().random),
  shuffle: (current) => (list) => shuffle(list, current().random),
  eval: () => () => {
    throw new Refusal('function', 'calls $eval, which a workflow must not.');
  },
  fromMillis: (_current, library) =>
    function (millis, picture, zone) {
      if (typeof millis === 'number') checkTime(millis);
      return library.call(this, millis, picture, zone);
    },
  toMillis: (current, library) => toMillis(library, () => current().nowMs),
  base64encode: onText(base64encode),
  base64decode: onText(base64decode),
  max: () => (list) => largest(list),
  min: () => (list) => smallest(list),
  sort: (current) => (list, comparator) => sort(list, comparator, current().meter),
  distinct: (current) =>
    function (list) {
      return distinct(list, () => this.createSequence?.() ?? [], current().meter);
    },
  replace: (current, library) =>
    function (text, pattern, replacement, limit) {
      const matcher = payingMatcher(pattern, replacement, current().meter);
      return library.call(this, text, matcher, replacement, limit);
    },
};

/** Only in our engine: `$uuid()`. */
const ours = new Set(['uuid']);

export const isBuiltin = (name: string): boolean => ours.has(name) || libraryFunction(name) !== undefined;

/** The built-in of that name for evaluations one after the other, each bounded and fed by the `current` one. */
export function builtin(name: string, current: Current): NativeFunction | undefined {
  const library = libraryFunction(name);
  const unbounded = replacements[name]?.(current, library?.implementation ?? nothing) ?? library?.implementation;
  if (!unbounded) return undefined;
  const check = checks[name];
  return sealed(function (...args) {
    const evaluation = current();
    evaluation.meter.spend(1);
    for (const arg of args) payFor(arg, evaluation);
    check?.(args, evaluation);
    const result = unbounded.apply(this, args);
    return result instanceof Promise
      ? result.then((value: unknown) => paid(value, evaluation))
      : paid(result, evaluation);
  }, library);
}

const nothing: Implementation = () => undefined;

/** Here and not where the call stands in the syntax: a call in tail position is made from elsewhere. */
function paid(result: unknown, { meter }: Evaluation): unknown {
  meter.walk(result);
  return result;
}

function payFor(argument: unknown, { meter }: Evaluation): void {
  if (typeof argument === 'string') meter.string(argument.length);
  else if (Array.isArray(argument)) meter.spend(argument.length / 256);
}
