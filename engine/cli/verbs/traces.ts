import { once } from 'node:events';
import { inPieces } from '../../contract/pieces.ts';
import type { ImportProgress, TraceSummary } from '../../contract/traces.ts';
import { appendAll, openTraceStore, piecesOf, type TraceStore } from '../../traces/index.ts';
import { ENVIRONMENT, type ExitCode, failed, type Failed, SUCCESS, wrongInput } from '../codes.ts';
import { readInteger } from '../inputs.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface TracesOptions {
  readonly db: string;
  readonly json?: true;
}

export interface TraceListOptions extends TracesOptions {
  readonly text?: string;
  readonly workflow?: string;
  readonly errors?: true;
  readonly limit: string;
  readonly cursor?: string;
}

async function withStore<T>(database: string, work: (store: TraceStore) => Promise<T>): Promise<T> {
  const store = openTraceStore(database);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

export async function listTraces({ db, limit, json, ...query }: TraceListOptions): Promise<ExitCode> {
  const count = readInteger('--limit', limit, 1, 500);
  if (!count.ok) return fail(count);
  const page = await withStore(db, (store) => store.list({ ...query, limit: count.value }));
  if (json) printJson(page);
  else if (page.items.length === 0) say('There are no such traces: `sagaloom traces import FILE` brings some.');
  else print(table(['TRACE', 'NAME', 'SERVICE', 'SPANS', 'ERRORS', 'STARTED', 'MS'], page.items.map(cells)));
  if (!json && page.next !== null) say(`There are more: --cursor ${page.next}`);
  return SUCCESS;
}

const cells = ({ traceId, name, service, spans, errors, startedAt, durationMs }: TraceSummary): readonly string[] => [
  traceId,
  name,
  service,
  String(spans),
  String(errors),
  startedAt,
  String(durationMs),
];

interface Imported extends ImportProgress {
  readonly file: string;
}

/** All that can be read is kept; the first file that could not be read whole decides how it ends. */
export async function importTraces(files: readonly string[], { db, json }: TracesOptions): Promise<ExitCode> {
  const imported: Imported[] = [];
  let first: Failed | null = null;
  await withStore(db, async (store) => {
    for (const file of files) {
      const progress = await importFile(store, file);
      if ('ok' in progress) first ??= progress;
      else {
        imported.push({ file, ...progress });
        first ??= troubleOf(file, progress);
      }
    }
  });
  if (json) printJson(imported);
  else for (const { file, spans, traces, refused } of imported) say(line(file, spans, traces, refused));
  return first === null ? SUCCESS : fail(first);
}

const line = (file: string, spans: number, traces: number, refused: number): string =>
  `${file}: ${spans} spans of ${traces} traces${refused === 0 ? '' : `, ${refused} refused`}.`;

function troubleOf(file: string, { spans, why, refused }: ImportProgress): Failed | null {
  if (spans === 0 && why === null) return wrongInput(`${file} holds no spans: it has to be OTLP JSON or Jaeger JSON.`);
  if (why === null) return null;
  return wrongInput(`${file}: ${why}${spans > 0 && refused === 0 ? ' What was read before is kept.' : ''}`);
}

async function importFile(store: TraceStore, file: string): Promise<ImportProgress | Failed> {
  const id = await store.importBegin();
  try {
    const pieces = file === '-' ? inPieces(process.stdin) : piecesOf(file);
    await appendAll(store, id, pieces, (progress) => tell(file, progress));
  } catch (error) {
    await store.importAbort(id);
    const told = unreadable(file, error);
    if (told === null) throw error;
    return told;
  }
  const ended = await store.importEnd(id);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  return ended ?? { bytes: 0, spans: 0, traces: 0, traceIds: [], refused: 0, why: null };
}

/** Progress, where somebody looks. */
function tell(file: string, progress: ImportProgress): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001b[K${file}: ${progress.spans} spans, ${Math.round(progress.bytes / 1e6)} MB`);
}

function unreadable(file: string, error: unknown): Failed | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return wrongInput(`There is no file ${file}.`);
  if (code === 'EISDIR') return wrongInput(`${file} is a folder; name a file.`);
  if (code === 'EACCES') return failed(ENVIRONMENT, `${file} may not be read: check its permissions.`);
  return null;
}

const noTrace = (id: string, database: string): Failed =>
  wrongInput(`There is no trace ${id} in ${database}.traces; \`sagaloom traces list\` lists them.`);

export async function showTrace(id: string, { db }: TracesOptions): Promise<ExitCode> {
  return withStore(db, async (store) => {
    const traceId = id.toLowerCase();
    let part = await store.otlp(traceId, null);
    if (part === null) return fail(noTrace(id, db));
    for (;;) {
      if (!process.stdout.write(part.text)) await once(process.stdout, 'drain');
      if (part.next === null) break;
      const next = await store.otlp(traceId, part.next);
      if (next === null) return fail(noTrace(id, db)); // removed meanwhile
      part = next;
    }
    print('');
    return SUCCESS;
  });
}

export async function removeTraces(ids: readonly string[], { db, json }: TracesOptions): Promise<ExitCode> {
  const removed = await withStore(db, (store) => store.remove(ids.map((id) => id.toLowerCase())));
  if (json) printJson({ removed });
  else say(removed === 1 ? 'One trace was removed.' : `${removed} traces were removed.`);
  const [first = ''] = ids;
  return removed === 0 ? fail(noTrace(first, db)) : SUCCESS;
}
