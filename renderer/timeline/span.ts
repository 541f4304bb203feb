import type { SpanRecord } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';

/** The attributes the timeline reads; docs/telemetry.md says what each means. */
const names = {
  role: 'sagaloom.span',
  path: 'sagaloom.step.path',
  visit: 'sagaloom.step.visit',
  id: 'sagaloom.step.id',
  type: 'sagaloom.step.type',
  frame: 'sagaloom.frame',
  undo: 'sagaloom.undo',
  attempt: 'sagaloom.attempt',
  status: 'sagaloom.status',
  reason: 'sagaloom.wait.reason',
  seq: 'sagaloom.event.seq',
  error: 'error.type',
} as const;

export function text(span: SpanRecord, name: keyof typeof names): string | null {
  const value = valueOf(span, name);
  return typeof value === 'string' ? value : null;
}

export function number(span: SpanRecord, name: keyof typeof names): number | null {
  const value = valueOf(span, name);
  return typeof value === 'number' ? value : null;
}

export function isUndo(span: SpanRecord): boolean {
  return valueOf(span, 'undo') === true;
}

function valueOf(span: SpanRecord, name: keyof typeof names): Json | undefined {
  return span.attributes[names[name]];
}

/** A step's visit, and whether it goes forward or undoes: what one row shows. */
export function rowKey(path: string, visit: number, undo: boolean): string {
  return `${undo ? 'undo' : 'do'} ${path}#${visit}`;
}

/** `both#1/left` is a block of `both#1`. */
export function ownerKey(frame: string): string | null {
  return frame === '' ? null : `do ${frame.slice(0, frame.lastIndexOf('/'))}`;
}
