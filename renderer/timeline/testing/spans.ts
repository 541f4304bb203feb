import type { SpanRecord } from '@sagaloom/engine/contract';
import type { JsonObject } from '@sagaloom/engine/core';

interface Said {
  readonly path?: string;
  readonly visit?: number;
  readonly type?: string;
  readonly frame?: string;
  readonly attempt?: number;
  readonly undo?: boolean;
  readonly status?: string;
  readonly reason?: string;
  readonly error?: string;
  readonly start: number;
  readonly end: number | null;
}

const origin = 1_700_000_000_000;
let made = 0;

/** A span as engine/telemetry makes it, times from the start of the trace. */
export function span(role: string, said: Said): SpanRecord {
  const { path = '', visit = 1, error, start, end } = said;
  const place =
    path === '' ? {} : { 'sagaloom.step.path': path, 'sagaloom.step.id': path, 'sagaloom.step.visit': visit };
  const attributes: JsonObject = {
    'sagaloom.span': role,
    ...place,
    'sagaloom.frame': said.frame ?? '',
    'sagaloom.undo': said.undo ?? false,
    'sagaloom.event.seq': ++made,
    ...(said.type === undefined ? {} : { 'sagaloom.step.type': said.type }),
    ...(said.attempt === undefined ? {} : { 'sagaloom.attempt': said.attempt }),
    ...(said.reason === undefined ? {} : { 'sagaloom.wait.reason': said.reason }),
    ...(error === undefined ? {} : { 'error.type': error }),
    ...(end === null ? {} : { 'sagaloom.status': said.status ?? (error === undefined ? 'completed' : 'failed') }),
  };
  return {
    traceId: 'a'.repeat(32),
    spanId: String(made).padStart(16, '0'),
    parentSpanId: null,
    name: role === 'run' ? 'order' : path,
    kind: 'internal',
    startMs: origin + start,
    endMs: end === null ? null : origin + end,
    status: error === undefined ? 'unset' : 'error',
    statusMessage: error === undefined ? null : `${error} happened`,
    attributes,
    events: [],
    links: [],
  };
}

export function compensated(): readonly SpanRecord[] {
  const body = { frame: 'place#1/body' };
  const busy = { ...body, path: 'ship', error: 'http.429' };
  const undo = { ...body, path: 'reserve', undo: true, start: 620, end: 890 };
  return [
    span('started', { start: 0, end: 0 }),
    span('run', { start: 0, end: 900, error: 'http.429', status: 'compensated' }),
    span('step', { path: 'check', type: 'choice', start: 5, end: 5 }),
    span('step', { path: 'place', type: 'saga', start: 10, end: 900, error: 'http.429' }),
    span('step', { ...body, path: 'reserve', type: 'task', start: 10, end: 200 }),
    span('attempt', { ...body, path: 'reserve', type: 'task', attempt: 1, start: 10, end: 200 }),
    span('step', { ...busy, type: 'task', start: 300, end: 600 }),
    span('attempt', { ...busy, attempt: 1, start: 300, end: 400 }),
    span('wait', { ...body, path: 'ship', reason: 'retry', start: 400, end: 500 }),
    span('attempt', { ...busy, attempt: 2, start: 500, end: 600 }),
    span('compensation', { ...body, start: 610, end: 900 }),
    span('undo', undo),
    span('attempt', { ...undo, attempt: 1 }),
  ];
}

export function open(): readonly SpanRecord[] {
  return [
    span('run', { start: 0, end: null }),
    span('step', { path: 'ship', type: 'task', start: 0, end: null }),
    span('attempt', { path: 'ship', attempt: 1, start: 0, end: 100, error: 'http.503' }),
    span('wait', { path: 'ship', reason: 'retry', start: 100, end: null }),
    span('step', { path: 'ask', type: 'task', start: 0, end: null }),
    span('wait', { path: 'ask', reason: 'person', start: 0, end: null }),
    span('step', { path: 'nap', type: 'wait', start: 0, end: null }),
  ];
}
