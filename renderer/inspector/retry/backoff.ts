import { fillRetryRule, isObject, type Json, parseDuration, type RetryRule } from '@sagaloom/engine/core';

/** What one retry rule comes to: the waits between its attempts. Times are milliseconds. */
export interface Backoff {
  readonly attempts: number;
  /** One fewer than attempts; at most the first hundred. */
  readonly waitsMs: readonly number[];
  /** Of all of them. */
  readonly waitingMs: number;
  /** The longest wait there may be, where some wait reaches it. */
  readonly capMs: number | null;
  /** Each wait is a random part of what is drawn. */
  readonly hasJitter: boolean;
}

const shownWaits = 100;
/** Waits that still grow after so many hardly do: the rest is taken to be as long as the last. */
const manySteps = 10_000;
/** Nobody waits longer: it is as good as for ever. */
const foreverMs = 100 * 365 * 86_400_000;

/** Where a half-drawn rule says nothing that makes sense, the defaults hold: 3 attempts, 1 s, doubling, at most 1 m. */
export function backoffOf(rule: Json | undefined): Backoff {
  const { attempts, initial, factor, most, jitter } = numbersOf(rule);
  const wait = (index: number): number => (initial === 0 ? 0 : Math.round(Math.min(initial * factor ** index, most)));
  const count = attempts - 1;
  const waitsMs = Array.from({ length: Math.min(count, shownWaits) }, (_, index) => wait(index));
  const reachesCap = count > 0 && wait(count - 1) >= most && most > 0;
  return {
    attempts,
    waitsMs,
    waitingMs: sumOfWaits(count, wait),
    capMs: reachesCap ? most : null,
    hasJitter: jitter,
  };
}

/** Waits grow until they are as long as the longest, and stay so: the rest is counted, not added one by one. */
function sumOfWaits(count: number, wait: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    const ms = wait(index);
    sum += ms;
    if (ms === wait(index + 1) || index > manySteps) return sum + (count - index - 1) * wait(count - 1);
    if (sum > foreverMs) return sum;
  }
  return sum;
}

interface Numbers {
  readonly attempts: number;
  readonly initial: number;
  readonly factor: number;
  readonly most: number;
  readonly jitter: boolean;
}

const defaults = fillRetryRule({});

function numbersOf(rule: Json | undefined): Numbers {
  const given = isObject(rule ?? null) ? (rule as Partial<Record<keyof RetryRule, Json>>) : {};
  const attempts = numberOf(given.maxAttempts) ?? defaults.maxAttempts;
  return {
    attempts: Math.floor(attempts),
    initial: durationOf(given.initialInterval) ?? durationOf(defaults.initialInterval) ?? 0,
    factor: numberOf(given.backoffCoefficient) ?? defaults.backoffCoefficient,
    most: durationOf(given.maxInterval) ?? durationOf(defaults.maxInterval) ?? 0,
    jitter: given.jitter === 'full',
  };
}

/** How long attempts may take: one of them, its wait in the queue, and all with their waits. Null: without end. */
export interface Limits {
  readonly attemptMs: number | null;
  readonly queueMs: number | null;
  readonly allMs: number | null;
}

export interface WorstCase {
  readonly attempts: number;
  /** Null: one attempt may take any time, or all take as good as for ever. */
  readonly totalMs: number | null;
  readonly waitingMs: number;
  /** How many attempts begin before the limit of all is over, where that cuts them short; else null. */
  readonly fitting: number | null;
}

/** What rules come to together: each counts for itself, and the first attempt is one for all. */
export function worstCase(rules: readonly Json[], { attemptMs, queueMs, allMs }: Limits): WorstCase {
  const all = rules.map(backoffOf);
  const attempts = 1 + all.reduce((sum, { attempts: own }) => sum + own - 1, 0);
  const waitingMs = all.reduce((sum, { waitingMs: own }) => sum + own, 0);
  const each = attemptMs === null ? null : attemptMs + (queueMs ?? 0);
  const uncut = each === null ? null : attempts * each + waitingMs;
  const totalMs = least(uncut, allMs);
  const fitting = each === null || allMs === null ? null : begunBefore(allMs, attempts, each, all);
  return {
    attempts,
    waitingMs,
    totalMs: totalMs !== null && totalMs > foreverMs ? null : totalMs,
    fitting: fitting !== null && fitting < attempts ? fitting : null,
  };
}

function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** No attempt starts at or after the limit. Waits that are not listed are as long as the last that is. */
function begunBefore(limitMs: number, attempts: number, each: number, rules: readonly Backoff[]): number {
  if (limitMs <= 0) return 0;
  let at = 0;
  let begun = 1;
  for (const { waitsMs, attempts: own } of rules) {
    for (const wait of waitsMs) {
      at += each + wait;
      if (at >= limitMs) return begun;
      begun += 1;
    }
    const step = each + (waitsMs.at(-1) ?? 0);
    const rest = own - 1 - waitsMs.length;
    if (rest <= 0) continue;
    const fit = step === 0 ? rest : Math.min(rest, Math.ceil((limitMs - at) / step) - 1);
    if (fit < rest) return begun + fit;
    begun += rest;
    at += rest * step;
  }
  return Math.min(begun, attempts);
}

/** The rule that people mean by "attempts": the first that is not for lost workers alone. */
export function mainRule(retry: Json | undefined): number {
  if (!Array.isArray(retry)) return 0;
  const index = (retry as readonly Json[]).findIndex((rule) => !isForWorkers(rule));
  return index === -1 ? 0 : index;
}

function isForWorkers(rule: Json): boolean {
  const errors = isObject(rule) && Array.isArray(rule.errors) ? (rule.errors as readonly Json[]) : [];
  return errors.length > 0 && errors.every((error) => typeof error === 'string' && /^worker(\.|$)/.test(error));
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 1 ? value : null;
}

export function durationOf(value: Json | undefined): number | null {
  return typeof value === 'string' ? parseDuration(value) : null;
}

/** Short, as people say it: 300 ms, 1.5 s, 93 s, 12 min, 3 h, 4 d. */
export function shortTime(ms: number): { readonly value: number; readonly unit: 'ms' | 's' | 'min' | 'h' | 'd' } {
  if (ms < 1_000) return { value: Math.round(ms), unit: 'ms' };
  if (ms < 120_000) return { value: rounded(ms / 1_000), unit: 's' };
  if (ms < 7_200_000) return { value: rounded(ms / 60_000), unit: 'min' };
  if (ms < 172_800_000) return { value: rounded(ms / 3_600_000), unit: 'h' };
  return { value: rounded(ms / 86_400_000), unit: 'd' };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
