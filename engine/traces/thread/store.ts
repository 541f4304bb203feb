import { existsSync } from 'node:fs';
import type {
  ImportProgress,
  ReceiverInfo,
  StoredSpan,
  TraceKeep,
  TraceRule,
  TraceSummary,
} from '../../contract/traces.ts';
import type { Page } from '../../contract/types.ts';
import type { TracesQuery } from '../read/list.ts';
import type { ColumnsPart, TextPart } from '../read/reader.ts';
import type { SearchQuery } from '../read/search.ts';
import type { WholeTrace } from '../read/whole.ts';
import { DEFAULT_KEEP, DEFAULT_PORT } from '../store/settings.ts';
import { tracesFile } from '../store/file.ts';
import { changing } from './changes.ts';
import type { ReaderOperations, WriterOperations } from './operations.ts';
import { openThread, type Thread } from './threads.ts';

/** Null where a trace, or an import, is not there. Rejects with an `EnvironmentError` where the file cannot be had. */
export interface TraceStore {
  list(query: TracesQuery): Promise<Page<TraceSummary>>;
  summary(traceId: string): Promise<TraceSummary | null>;
  /** How many there are: at once, and whenever that or any of them changed, until it is returned. */
  changes(): AsyncIterableIterator<number>;
  remove(traceIds: readonly string[]): Promise<number>;
  columns(traceId: string, cursor: string | null): Promise<ColumnsPart | null>;
  /** All of it, put together beside the engine: of a million spans that takes more than half a second. */
  whole(traceId: string): Promise<WholeTrace | null>;
  spans(traceId: string, ids: readonly string[]): Promise<readonly StoredSpan[] | null>;
  search(traceId: string, query: SearchQuery): Promise<Uint8Array | null>;
  otlp(traceId: string, cursor: string | null): Promise<TextPart | null>;
  importBegin(): Promise<string>;
  /** The bytes are handed over: they are gone here. `at`: where in the file they begin; rejects where that is not what comes next. */
  importAppend(id: string, chunk: ArrayBuffer, at?: number): Promise<ImportProgress | null>;
  importProgress(id: string): Promise<ImportProgress | null>;
  importEnd(id: string): Promise<ImportProgress | null>;
  importAbort(id: string): Promise<void>;
  rules(): Promise<readonly TraceRule[]>;
  setRules(rules: readonly TraceRule[]): Promise<readonly TraceRule[]>;
  keep(): Promise<TraceKeep>;
  setKeep(keep: TraceKeep): Promise<TraceKeep>;
  receiver(): Promise<ReceiverInfo>;
  /** `remembered`: also for the next time. The port stays what it was where none is given. */
  setReceiver(
    given: { readonly on: boolean; readonly port?: number | undefined },
    remembered?: boolean,
  ): Promise<ReceiverInfo>;
  /** Where the receiver was on the last time, it is again; and what reads gets ready. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

type Answers<O> = {
  readonly [K in keyof O]: O[K] extends (...given: infer G) => infer R ? (...given: G) => Promise<Awaited<R>> : never;
};

/** Beside the database; made when the first trace comes, or something is set. Until then there is nothing, and no thread. */
export function openTraceStore(database: string): TraceStore {
  const file = tracesFile(database);
  const threads = { reader: openThread('reader', file), writer: openThread('writer', file) };
  const reader = asking<ReaderOperations>(threads.reader);
  const writer = asking<WriterOperations>(threads.writer);
  const unless = <T>(nothing: T, read: () => Promise<T>): Promise<T> =>
    existsSync(file) ? read() : Promise.resolve(nothing);
  const count = () => unless(0, () => reader.count());
  return {
    list: (query) => unless({ items: [], next: null }, () => reader.list(query)),
    summary: (traceId) => unless(null, () => reader.summary(traceId)),
    changes: () => changing(count, () => unless(-1, () => reader.version())),
    remove: (traceIds) => unless(0, () => writer.remove(traceIds)),
    columns: (traceId, cursor) => unless(null, () => reader.columns(traceId, cursor)),
    whole: (traceId) => unless(null, () => reader.whole(traceId)),
    spans: (traceId, ids) => unless(null, () => reader.spans(traceId, ids)),
    search: (traceId, query) => unless(null, () => reader.search(traceId, query)),
    otlp: (traceId, cursor) => unless(null, () => reader.otlp(traceId, cursor)),
    importBegin: () => writer.importBegin(),
    importAppend: async (id, chunk, at) =>
      (await threads.writer.ask('importAppend', [id, new Uint8Array(chunk), at], [chunk])) as ImportProgress | null,
    importProgress: (id) => writer.importProgress(id),
    importEnd: (id) => writer.importEnd(id),
    importAbort: (id) => writer.importAbort(id),
    rules: () => unless([], () => reader.rules()),
    setRules: (rules) => writer.setRules(rules),
    keep: () => unless(DEFAULT_KEEP, () => reader.keep()),
    setKeep: (keep) => writer.setKeep(keep),
    receiver: () => unless(receiverOff, () => writer.receiver()),
    async setReceiver({ on, port }, remembered = true) {
      const given = port ?? (existsSync(file) ? (await writer.receiver()).port : DEFAULT_PORT);
      return writer.setReceiver({ on, port: given }, remembered);
    },
    async begin() {
      void count().catch(() => {}); // whoever looks first does not wait for its thread
      await unless(null, () => writer.receiver());
    },
    async close() {
      await threads.reader.close();
      await threads.writer.close();
    },
  };
}

const receiverOff: ReceiverInfo = { on: false, port: DEFAULT_PORT, url: null, problem: null, received: 0, refused: 0 };

/** Each operation of a thread, as a call. */
function asking<O>(thread: Thread): Answers<O> {
  return new Proxy(
    {},
    {
      get:
        (_, operation) =>
        (...given: unknown[]) =>
          thread.ask(String(operation), given),
    },
  ) as Answers<O>;
}
