import type { SpanColumns } from '@sagaloom/engine/contract';
import { code, type CodeOf, codesOf, hasAttemptsType, isCompositeType } from './model/codes.ts';

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

/** Of a span that draws no bar: what has attempts, and an undo, are drawn by their attempts and waits alone. */
export const noBar = 255;
export const kindCode = Object.fromEntries(barKinds.map((kind, index) => [kind, index])) as Readonly<
  Record<BarKind, number>
>;

/** The spans that are drawn in each row, by start: those of row `r` are from `first[r]` up to `first[r + 1]`. */
export interface Bars {
  readonly first: Uint32Array;
  readonly span: Uint32Array;
}

/** By span, the kind of its bar, or `noBar`. */
export function barKindsOf(columns: SpanColumns): Uint8Array {
  const of = codesOf(columns);
  const read: Read = {
    columns,
    role: of('sagaloom.span'),
    type: of('sagaloom.step.type'),
    status: of('sagaloom.status'),
    reason: of('sagaloom.wait.reason'),
  };
  const undo = undoneOf(columns);
  const kinds = new Uint8Array(columns.count);
  for (let span = 0; span < columns.count; span++) {
    const kind = kindOf(read, span, undo(span));
    kinds[span] = kind === null ? noBar : kindCode[kind];
  }
  return kinds;
}

/** Whether a span is of undoing. */
export function undoneOf({ attributes, values }: SpanColumns): (span: number) => boolean {
  const column = attributes['sagaloom.undo'];
  return column ? (span) => values[column[span] ?? 0] === true : () => false;
}

interface Read {
  readonly columns: SpanColumns;
  readonly role: CodeOf;
  readonly type: CodeOf;
  readonly status: CodeOf;
  readonly reason: CodeOf;
}

const failedStatus = 2;
const isFailed = ({ columns }: Read, span: number): boolean => columns.status[span] === failedStatus;
const isOpen = ({ columns }: Read, span: number): boolean => columns.end[span] === Infinity;

function kindOf(read: Read, span: number, undo: boolean): BarKind | null {
  switch (read.role(span)) {
    case code.run:
      return 'run';
    case code.attempt:
      return attemptKind(read, span, undo);
    case code.wait:
      return read.reason(span) === code.person ? 'person' : 'wait';
    case code.step:
      return stepKind(read, span);
    case code.started:
    case code.undo:
    case code.compensation:
      return null;
    default:
      return isFailed(read, span) ? 'failed' : isOpen(read, span) ? 'running' : 'done';
  }
}

function attemptKind(read: Read, span: number, undo: boolean): BarKind {
  if (isOpen(read, span)) return undo ? 'undoing' : 'running';
  if (isFailed(read, span)) return undo ? 'undoFailed' : 'failed';
  if (read.status(span) !== code.completed) return 'stopped';
  return undo ? 'undone' : 'done';
}

function stepKind(read: Read, span: number): BarKind | null {
  const type = read.type(span);
  if (hasAttemptsType(type)) return null;
  if (isCompositeType(type)) return 'composite';
  if (type === code.wait || type === code.receive) return 'timer';
  if (read.columns.start[span] === read.columns.end[span]) return isFailed(read, span) ? 'failed' : 'instant';
  return isOpen(read, span) ? 'running' : isFailed(read, span) ? 'failed' : 'done';
}
