import type { Json, JsonObject } from '@sagaloom/engine/core';
import { type Draft, isEffectful } from '../../document/index.ts';
import { spaced } from './expression.ts';
import { caughtErrors } from './summary.ts';

/** The small facts under a card. */
export interface Pill {
  readonly kind: 'attempts' | 'limit' | 'pivot' | 'catch' | 'readOnly' | 'afterPivot';
  /** Beside the glyph; empty where the glyph says it all. */
  readonly text: string;
  /** What the words about it name, where `text` is not that: the errors of a catch. */
  readonly about?: string;
}

/** `afterPivot`: it is tried for ever, whatever its own rules say (RT5). */
export function pillsOf(step: JsonObject, document: Draft, afterPivot = false): readonly Pill[] {
  const pills: Pill[] = [];
  const attempts = afterPivot
    ? null
    : attemptsOf(step.retry ?? (step.type === 'task' ? defaultOf(document, 'retry') : undefined));
  if (attempts !== null) pills.push({ kind: 'attempts', text: attempts });
  const limit = textIn(step.timeouts, 'startToClose') ?? (step.type === 'receive' ? null : textOf(step.timeout));
  if (limit !== null) pills.push({ kind: 'limit', text: spaced(limit) });
  if (afterPivot && isEffectful(step.type)) pills.push({ kind: 'afterPivot', text: '∞' });
  const caught = caughtErrors(step);
  if (caught !== '' && step.type !== 'try') pills.push({ kind: 'catch', text: '', about: caught });
  if (step.readOnly === true) pills.push({ kind: 'readOnly', text: '' });
  if (step.pivot === true) pills.push({ kind: 'pivot', text: '' });
  return pills;
}

/** Attempts of the rule that people mean: a rule for lost workers alone is not it. */
export function attemptsOf(retry: Json | undefined): string | null {
  if (!Array.isArray(retry) || retry.length === 0) return null;
  const rules = (retry as readonly Json[]).filter((rule) => !isForWorkersOnly(rule));
  const counts = (rules.length > 0 ? rules : (retry as readonly Json[])).map(maxAttempts);
  const most = Math.max(...counts);
  return most >= 1_000 ? '∞' : String(most);
}

function isForWorkersOnly(rule: Json): boolean {
  if (typeof rule !== 'object' || rule === null || !('errors' in rule) || !Array.isArray(rule.errors)) return false;
  return (
    rule.errors.length > 0 && rule.errors.every((error) => typeof error === 'string' && /^worker(\.|$)/.test(error))
  );
}

function maxAttempts(rule: Json): number {
  return typeof rule === 'object' && rule !== null && 'maxAttempts' in rule && typeof rule.maxAttempts === 'number'
    ? rule.maxAttempts
    : 3;
}

function defaultOf(document: Draft, key: string): Json | undefined {
  const { defaults } = document;
  return typeof defaults === 'object' && defaults !== null && key in defaults
    ? (defaults as JsonObject)[key]
    : undefined;
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

function textIn(value: Json | undefined, key: string): string | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? textOf((value as JsonObject)[key])
    : null;
}
