import { hash } from 'node:crypto';
import type { Place } from '../core/index.ts';

/**
 * Ids are hashes of the run's id and of what the span is about, never random: replay, recovery and a rebuild make the same span again,
 * not a second copy, and an attempt knows its id before it runs.
 */
export function traceIdOf(runId: string): string {
  return hex(`trace:${runId}`, 16);
}

export function spanIdOf(runId: string, about: string): string {
  return hex(`span:${runId}:${about}`, 8);
}

function hex(text: string, bytes: number): string {
  return hash('sha256', text, 'hex').slice(0, 2 * bytes);
}

/** What a span is about, within its run: the part of its id that people can read. */
export const about = {
  started: 'started',
  run: 'run',
  /** The wait for a slot of its concurrency key. */
  slot: 'wait:slot',
  compositeStarted: (place: string): string => `started:${place}`,
  step: (place: string): string => `step:${place}`,
  undo: (place: string): string => `undo:${place}`,
  attempt: (place: string, attempt: number, undo: boolean): string =>
    `${undo ? 'undo-attempt' : 'attempt'}:${place}:${attempt}`,
  /** Of the waits of one step or undo, the one that began with this event. */
  wait: (place: string, seq: number): string => `wait:${place}:${seq}`,
  compensation: (frame: string, seq: number): string => `compensation:${frame}:${seq}`,
} as const;

/** The first span of another run: what is linked to it. */
export function startOf(runId: string): { readonly traceId: string; readonly spanId: string } {
  return { traceId: traceIdOf(runId), spanId: spanIdOf(runId, about.started) };
}

export function placeKey({ path, visit }: Place): string {
  return `${path}#${visit}`;
}

/**
 * W3C `traceparent` for what an attempt sends out: its span's id, known before the attempt begins. `isSampled`: whether that span will be
 * sent to where traces are collected, so that a service can leave out its own.
 */
export function attemptTraceparent(
  runId: string,
  place: Place,
  attempt: number,
  undo: boolean,
  isSampled = true,
): string {
  const spanId = spanIdOf(runId, about.attempt(placeKey(place), attempt, undo));
  return `00-${traceIdOf(runId)}-${spanId}-${isSampled ? '01' : '00'}`;
}

const traceparentPattern = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** The caller's span, or null when the text is no valid W3C trace context. */
export function parseTraceparent(
  text: string | null,
): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number } | null {
  const [, traceId, spanId, flags] = traceparentPattern.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16) };
}
