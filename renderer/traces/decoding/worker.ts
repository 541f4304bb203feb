import { decodeColumns, type SpanColumns } from '@sagaloom/engine/contract';
import type { Decoded } from './host.ts';

addEventListener('message', ({ data }: MessageEvent<readonly ArrayBuffer[]>) => {
  try {
    const columns = decodeColumns(data);
    answer({ columns }, buffersOf(columns));
  } catch (error) {
    answer({ problem: error instanceof Error ? error.message : String(error) }, []);
  }
});

function answer(decoded: Decoded, transfer: ArrayBuffer[]): void {
  postMessage(decoded, { transfer });
}

/** What a million spans are made of goes over without a copy; columns may share one buffer. */
function buffersOf(columns: SpanColumns): ArrayBuffer[] {
  const all: readonly unknown[] = [...Object.values<unknown>({ ...columns }), ...Object.values(columns.attributes)];
  const buffers = all.filter((value) => ArrayBuffer.isView(value)).map(({ buffer }) => buffer);
  return [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))];
}
