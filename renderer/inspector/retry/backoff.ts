import { isObject, type Json, parseDuration } from '@sagaloom/engine/core';

/** What a retry rule comes to: the waits between attempts, and how long it takes at most. */
export interface Backoff {
  readonly attempts: number;
  /** Milliseconds, one fewer than attempts; at most the first hundred. */
  readonly waitsMs: readonly number[];
  /** Null: no end in sight. */
  readonly totalMs: number | null;
}

const many = 1_000;
const shownWaits = 100;

/** A rule's defaults: 3 attempts, 1 s, doubling, at most 1 m. An attempt takes a minute at most unless it is said. */
export function backoffOf(rule: Json | undefined, limit: Json | undefined): Backoff {
  const given = isObject(rule) ? rule : {};
  const attempts = numberOf(given.maxAttempts) ?? 3;
  const initial = durationOf(given.initialInterval) ?? 1_000;
  const factor = numberOf(given.backoffCoefficient) ?? 2;
  const most = durationOf(given.maxInterval) ?? 60_000;
  const wait = (index: number): number => (initial === 0 ? 0 : Math.min(initial * factor ** index, most));
  const waits = Array.from({ length: Math.min(attempts - 1, many) }, (_, index) => wait(index));
  const each = durationOf(limit) ?? 60_000;
  const totalMs = attempts >= many ? null : attempts * each + waits.reduce((sum, ms) => sum + ms, 0);
  return { attempts, waitsMs: waits.slice(0, shownWaits), totalMs };
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

function durationOf(value: Json | undefined): number | null {
  return typeof value === 'string' ? parseDuration(value) : null;
}

/** Short, as people say it: 300 ms, 1.5 s, 93 s, 12 min, 3 h. */
export function shortTime(ms: number): { readonly value: number; readonly unit: 'ms' | 's' | 'min' | 'h' } {
  if (ms < 1_000) return { value: Math.round(ms), unit: 'ms' };
  if (ms < 120_000) return { value: rounded(ms / 1_000), unit: 's' };
  if (ms < 7_200_000) return { value: rounded(ms / 60_000), unit: 'min' };
  return { value: rounded(ms / 3_600_000), unit: 'h' };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
