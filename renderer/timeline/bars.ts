import type { SpanRecord } from '@sagaloom/engine/contract';
import { hasAttempts, isComposite, isUndo, number, text } from './span.ts';

/** What a bar says; its colour, its texture and its glyph follow from it. */
export const barKinds = [
  'run',
  'composite',
  'done',
  'failed',
  'running',
  'stopped',
  'undone',
  'undoing',
  'undoFailed',
  'timer',
  'wait',
  'person',
  'instant',
] as const;
export type BarKind = (typeof barKinds)[number];

export interface OpenBar {
  readonly kind: BarKind;
  readonly start: number;
  readonly end: number;
  /** Of an attempt; else 0. */
  readonly attempt: number;
  readonly span: number;
}

/** All bars in columns; those of row `r` are from `first[r]` up to `first[r + 1]`. */
export interface Bars {
  readonly first: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly kind: Uint8Array;
  readonly attempt: Uint32Array;
  readonly span: Uint32Array;
}

/** The bar a span adds to its row. What has attempts, and an undo, are drawn by their attempts and waits alone. */
export function barOf(span: SpanRecord, index: number, origin: number): OpenBar | null {
  const kind = kindOf(span);
  if (!kind) return null;
  const end = span.endMs === null ? Infinity : span.endMs - origin;
  return { kind, start: span.startMs - origin, end, attempt: number(span, 'attempt') ?? 0, span: index };
}

function kindOf(span: SpanRecord): BarKind | null {
  switch (text(span, 'role')) {
    case 'run':
      return 'run';
    case 'attempt':
      return attemptKind(span);
    case 'wait':
      return text(span, 'reason') === 'person' ? 'person' : 'wait';
    case 'step':
      return stepKind(span);
    case null:
      return span.status === 'error' ? 'failed' : span.endMs === null ? 'running' : 'done';
    default:
      return null;
  }
}

function attemptKind(span: SpanRecord): BarKind {
  const undo = isUndo(span);
  if (span.endMs === null) return undo ? 'undoing' : 'running';
  if (span.status === 'error') return undo ? 'undoFailed' : 'failed';
  if (text(span, 'status') !== 'completed') return 'stopped';
  return undo ? 'undone' : 'done';
}

function stepKind(span: SpanRecord): BarKind | null {
  const type = text(span, 'type');
  if (hasAttempts(span)) return null;
  if (isComposite(span)) return 'composite';
  if (type === 'wait' || type === 'receive') return 'timer';
  if (span.endMs === span.startMs) return span.status === 'error' ? 'failed' : 'instant';
  return span.endMs === null ? 'running' : span.status === 'error' ? 'failed' : 'done';
}

export function toBars(rows: readonly (readonly OpenBar[])[]): Bars {
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  const bars = {
    first: new Uint32Array(rows.length + 1),
    start: new Float64Array(count),
    end: new Float64Array(count),
    kind: new Uint8Array(count),
    attempt: new Uint32Array(count),
    span: new Uint32Array(count),
  };
  let at = 0;
  rows.forEach((row, index) => {
    bars.first[index] = at;
    for (const bar of row) {
      bars.start[at] = bar.start;
      bars.end[at] = bar.end;
      bars.kind[at] = barKinds.indexOf(bar.kind);
      bars.attempt[at] = bar.attempt;
      bars.span[at] = bar.span;
      at++;
    }
  });
  bars.first[rows.length] = at;
  return bars;
}

export function barAt(bars: Bars, index: number): OpenBar {
  return {
    kind: barKinds[bars.kind[index] ?? 0] ?? 'done',
    start: bars.start[index] ?? 0,
    end: bars.end[index] ?? 0,
    attempt: bars.attempt[index] ?? 0,
    span: bars.span[index] ?? 0,
  };
}
