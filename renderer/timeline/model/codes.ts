import type { ColumnAttribute, SpanColumns } from '@sagaloom/engine/contract';
import { columnValue } from '@sagaloom/engine/contract';

/** Words that spans say of themselves, by number: what a million spans are asked for must not be compared as text a million times. */
const words = [
  '',
  'started',
  'run',
  'step',
  'attempt',
  'wait',
  'undo',
  'compensation',
  'task',
  'emit',
  'child',
  'saga',
  'try',
  'parallel',
  'map',
  'receive',
  'retry',
  'person',
  'slot',
  'completed',
  'failed',
  'caught',
  'cancelled',
  'skipped',
  'abandoned',
  'compensated',
  'terminated',
  'continuedAsNew',
] as const;
export type Word = (typeof words)[number];

/** A word that is not known here. */
const other = 255;
const unread = 254;
export const code = Object.fromEntries(words.map((word, index) => [word, index])) as Readonly<Record<Word, number>>;

export type CodeOf = (span: number) => number;

const readers = new WeakMap<SpanColumns, (attribute: ColumnAttribute) => CodeOf>();

/** What spans say under these attributes, as numbers of `code`. A value is looked at once, however many spans have it. */
export function codesOf(columns: SpanColumns): (attribute: ColumnAttribute) => CodeOf {
  const made = readers.get(columns) ?? reader(columns);
  readers.set(columns, made);
  return made;
}

function reader(columns: SpanColumns): (attribute: ColumnAttribute) => CodeOf {
  const known = new Uint8Array(columns.values.length).fill(unread);
  return (attribute) => {
    const column = columns.attributes[attribute];
    if (!column) return () => 0;
    return (span) => {
      const at = column[span] ?? 0;
      if (at === 0) return 0;
      const found = known[at] ?? other;
      return found === unread ? (known[at] = codeOf(columns.values[at])) : found;
    };
  };
}

function codeOf(value: unknown): number {
  return typeof value === 'string' && Object.hasOwn(code, value) ? code[value as Word] : other;
}

/** A number a span has under an attribute, or `none`. */
export function numbersOf(columns: SpanColumns, attribute: ColumnAttribute, none: number): CodeOf {
  const column = columns.attributes[attribute];
  if (!column) return () => none;
  const { values } = columns;
  return (span) => {
    const value = values[column[span] ?? 0];
    return typeof value === 'number' ? value : none;
  };
}

export function textAt(columns: SpanColumns, span: number, attribute: ColumnAttribute): string | null {
  const value = columnValue(columns, span, attribute);
  return typeof value === 'string' ? value : null;
}

const composites: ReadonlySet<number> = new Set([code.saga, code.try, code.parallel, code.map]);
const withAttempts: ReadonlySet<number> = new Set([code.task, code.emit, code.child]);

export const isCompositeType = (type: number): boolean => composites.has(type);
export const hasAttemptsType = (type: number): boolean => withAttempts.has(type);
