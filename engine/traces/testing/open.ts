import { testFolder } from '../../node/testing/folder.ts';
import { decodeColumns } from '../../contract/columns-merge.ts';
import type { SpanColumns } from '../../contract/span-columns.ts';
import { fileSink, Importing } from '../import/importing.ts';
import { TraceReader } from '../read/reader.ts';
import { aligned } from '../read/overlay.ts';
import { openTraces } from '../store/file.ts';
import { TraceWriter } from '../store/writer.ts';

/** A store of the test's own, without threads. */
export function testStore(file = `${testFolder()}/runs.db.traces`) {
  const database = openTraces(file);
  const writer = new TraceWriter(database, Date.now);
  const reader = new TraceReader(database);
  return {
    file,
    database,
    writer,
    reader,
    /** In pieces of so many bytes. */
    importText(text: string | Buffer, piece = 1 << 20): Importing & { readonly broken: string | null } {
      const importing = new Importing(fileSink(writer));
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += piece) importing.push(bytes.subarray(at, at + piece));
      return Object.assign(importing, { broken: importing.end() });
    },
    columns(traceId: string): SpanColumns {
      const parts: ArrayBuffer[] = [];
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        const part = reader.columns(traceId, cursor);
        if (part === null) break;
        parts.push(aligned(Buffer.from(part.data)));
        cursor = part.next;
      }
      return decodeColumns(parts);
    },
    otlp(traceId: string): unknown {
      let text = '';
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        const part = reader.otlp(traceId, cursor);
        text += part?.text ?? '';
        cursor = part?.next ?? null;
      }
      return JSON.parse(text);
    },
  };
}
