import type { SpanRecord } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';

/** The attributes that are read of a span in detail; rows are made of columns. docs/telemetry.md says what each means. */
const names = {
  id: 'sagaloom.step.id',
  error: 'error.type',
  childRun: 'sagaloom.child.run.id',
  targetRun: 'sagaloom.target.run.id',
  parentRun: 'sagaloom.parent.run.id',
  fromRun: 'sagaloom.from.run.id',
  nextRun: 'sagaloom.next.run.id',
} as const;

export function text(span: SpanRecord, name: keyof typeof names): string | null {
  const value = valueOf(span, name);
  return typeof value === 'string' ? value : null;
}

const toRuns = ['childRun', 'targetRun', 'parentRun', 'fromRun', 'nextRun'] as const;
export type ToRun = (typeof toRuns)[number];

/** Other runs that a span leads to. */
export function runsOf(span: SpanRecord): readonly { readonly kind: ToRun; readonly runId: string }[] {
  return toRuns.flatMap((kind) => {
    const runId = text(span, kind);
    return runId === null ? [] : [{ kind, runId }];
  });
}

function valueOf(span: SpanRecord, name: keyof typeof names): Json | undefined {
  return span.attributes[names[name]];
}

/** Of a run: what happened last says whether anything is begun. */
export function isPaused(span: SpanRecord | undefined): boolean {
  const last = span?.events.findLast(({ name }) => name === 'sagaloom.paused' || name === 'sagaloom.resumed');
  return last?.name === 'sagaloom.paused';
}

/** A step's visit, and whether it goes forward or undoes: what one row shows. */
export function rowKey(path: string, visit: number, undo: boolean): string {
  return `${undo ? 'undo' : 'do'} ${path}#${visit}`;
}
