import { decodeColumns } from '../../contract/columns-merge.ts';
import type { SpanColumns } from '../../contract/span-columns.ts';
import { aligned } from './overlay.ts';
import type { TraceReader } from './reader.ts';

/** A whole trace by column, for whoever works through all of it in the engine. */
export interface WholeTrace {
  readonly columns: SpanColumns;
}

export function wholeOf(reader: TraceReader, traceId: string): WholeTrace | null {
  const parts: ArrayBuffer[] = [];
  let cursor: string | null = null;
  do {
    const part = reader.columns(traceId, cursor);
    if (part === null) return null;
    parts.push(aligned(Buffer.from(part.data.buffer, part.data.byteOffset, part.data.byteLength)));
    cursor = part.next;
  } while (cursor !== null);
  return { columns: decodeColumns(parts) };
}

export const isWholeTrace = (value: unknown): value is WholeTrace =>
  typeof value === 'object' && value !== null && 'columns' in value;

/** What it is made of goes to another thread without a copy. */
export function buffersOf({ columns }: WholeTrace): ArrayBuffer[] {
  const all: readonly unknown[] = [...Object.values<unknown>({ ...columns }), ...Object.values(columns.attributes)];
  const buffers = all.filter((value) => ArrayBuffer.isView(value)).map(({ buffer }) => buffer);
  return [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))];
}
