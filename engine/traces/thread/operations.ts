import { randomUUID } from 'node:crypto';
import type { ImportProgress, TraceKeep, TraceRule } from '../../contract/traces.ts';
import { guarded } from '../../node/failure.ts';
import { ImportSession } from '../import/session.ts';
import { TraceReader } from '../read/reader.ts';
import { wholeOf } from '../read/whole.ts';
import type { TracesQuery } from '../read/list.ts';
import type { SearchQuery } from '../read/search.ts';
import { Receiver } from '../receiver/receiver.ts';
import { openTraces, openTracesReadable } from '../store/file.ts';
import { keepingHouse } from '../store/housekeeping.ts';
import { removeTraces } from '../store/remove.ts';
import { keepIn, type ReceiverSettings, receiverIn, setKeep, setReceiver, setRules } from '../store/settings.ts';
import { TraceWriter } from '../store/writer.ts';

/** What the thread that reads can be asked. */
export function readerOperations(file: string) {
  const database = openTracesReadable(file);
  const reader = new TraceReader(database);
  return {
    list: (query: TracesQuery) => reader.list(query),
    count: () => reader.count(),
    summary: (traceId: string) => reader.summary(traceId),
    columns: (traceId: string, cursor: string | null) => reader.columns(traceId, cursor),
    whole: (traceId: string) => wholeOf(reader, traceId),
    spans: (traceId: string, ids: readonly string[]) => reader.spans(traceId, ids),
    search: (traceId: string, query: SearchQuery) => reader.search(traceId, query),
    otlp: (traceId: string, cursor: string | null) => reader.otlp(traceId, cursor),
    rules: () => reader.rules(),
    keep: () => keepIn(database),
    /** Changes whenever somebody has written. */
    version: () => Number(database.pragma('data_version', { simple: true })),
    close: () => void database.close(),
  };
}

/** What the thread that writes can be asked. */
export function writerOperations(file: string) {
  const database = openTraces(file);
  const writer = new TraceWriter(database, Date.now);
  const receiver = new Receiver(writer, file, receiverIn(database));
  const house = keepingHouse(database, (error) => console.error(error));
  return {
    receiver: () => receiver.info(),
    /** `remembered`: also for the next time. */
    setReceiver(settings: ReceiverSettings, remembered: boolean) {
      if (remembered) setReceiver(database, settings);
      return receiver.set(settings);
    },
    remove(traceIds: readonly string[]): number {
      house.soon();
      return removeTraces(database, traceIds);
    },
    setKeep(keep: TraceKeep): TraceKeep {
      setKeep(database, keep);
      house.soon();
      return keep;
    },
    setRules(rules: readonly TraceRule[]): readonly TraceRule[] {
      setRules(database, rules);
      return rules;
    },
    ...importOperations(writer, file),
    async close() {
      house.close();
      await receiver.close();
      database.close();
    },
  };
}

/** Those that nobody ended are forgotten when there are too many; what they read is kept. */
const SESSIONS = 32;

function importOperations(writer: TraceWriter, file: string) {
  const sessions = new Map<string, ImportSession>();
  const forget = (id: string): void => {
    sessions.get(id)?.abort();
    sessions.delete(id);
  };
  return {
    importBegin(): string {
      const [oldest] = sessions.keys();
      if (sessions.size >= SESSIONS && oldest !== undefined) forget(oldest);
      const id = randomUUID();
      sessions.set(id, new ImportSession(writer));
      return id;
    },
    /** Null: there is no such import. */
    async importAppend(id: string, chunk: Uint8Array, at?: number): Promise<ImportProgress | null> {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      return (await guarded(file, () => sessions.get(id)?.append(bytes, at))) ?? null;
    },
    /** As far as it was read; what is still before the thread comes first. */
    importProgress: (id: string): ImportProgress | null => sessions.get(id)?.progress() ?? null,
    async importEnd(id: string): Promise<ImportProgress | null> {
      const session = sessions.get(id);
      sessions.delete(id);
      return (await session?.end()) ?? null;
    },
    importAbort: forget,
  };
}

export type ReaderOperations = ReturnType<typeof readerOperations>;
export type WriterOperations = ReturnType<typeof writerOperations>;
