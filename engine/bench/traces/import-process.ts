/** Writes a file of one made-up trace, imports it in pieces as a screen does, and reads it back by column. */
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { decodeColumns } from '../../contract/columns-merge.ts';
import { appendAll, openTraceStore, piecesOf } from '../../traces/index.ts';
import { madeSpans } from './spans.ts';

export interface Imported {
  readonly spans: number;
  readonly fileMb: number;
  readonly spansPerSecond: number;
  readonly cpuSecondsPer100k: number;
  /** The whole process at its largest, the file's making left out. */
  readonly rssMb: number;
  readonly readMs: number;
  readonly columnsMb: number;
  /** The best of three: what comes later finds the code compiled. */
  readonly mergeMs: number;
  readonly storedMb: number;
}

const [database = '', total = ''] = process.argv.slice(2);
const count = Number(total);
const file = `${database}.json`;

function writeFile(): void {
  const out = openSync(file, 'w');
  const resource = '{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}';
  writeSync(out, `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":{"name":"bench"},"spans":[`);
  let texts: string[] = [];
  let isFirst = true;
  for (const span of madeSpans(count, count)) {
    texts.push((isFirst ? '' : ',') + JSON.stringify(span));
    isFirst = false;
    if (texts.length < 1000) continue;
    writeSync(out, texts.join(''));
    texts = [];
  }
  writeSync(out, `${texts.join('')}]}]}]}`);
  closeSync(out);
}

async function importFile(): Promise<Pick<Imported, 'spansPerSecond' | 'cpuSecondsPer100k' | 'rssMb'>> {
  const begun = performance.now();
  const before = process.cpuUsage();
  let most = 0;
  const id = await store.importBegin();
  await appendAll(store, id, piecesOf(file), () => {
    most = Math.max(most, process.memoryUsage.rss());
  });
  const ended = await store.importEnd(id);
  if (ended?.spans !== count) throw new Error(`${ended?.spans} of ${count} spans: ${ended?.why}`);
  const { user, system } = process.cpuUsage(before);
  return {
    spansPerSecond: Math.round((count / (performance.now() - begun)) * 1000),
    cpuSecondsPer100k: Number((((user + system) / 1e6 / count) * 1e5).toFixed(2)),
    rssMb: Math.round(most / 1e6),
  };
}

async function readColumns() {
  const begun = performance.now();
  const traceId = (await store.list({})).items[0]?.traceId ?? '';
  const parts: ArrayBuffer[] = [];
  let cursor: string | null = null;
  do {
    const part: Awaited<ReturnType<typeof store.columns>> = await store.columns(traceId, cursor);
    if (part === null) throw new Error('the trace is not there');
    parts.push(new Uint8Array(part.data).buffer);
    cursor = part.next;
  } while (cursor !== null);
  const readMs = Math.round(performance.now() - begun);
  const merges = [0, 1, 2].map(() => {
    const from = performance.now();
    if (decodeColumns(parts).count !== count) throw new Error('spans are missing');
    return performance.now() - from;
  });
  const columnsMb = Number((parts.reduce((sum, { byteLength }) => sum + byteLength, 0) / 1e6).toFixed(1));
  return { readMs, columnsMb, mergeMs: Math.round(Math.min(...merges)) };
}

writeFile();
const store = openTraceStore(database);
const imported = await importFile();
const read = await readColumns();
await store.close();
const mb = (name: string): number => Number((statSync(name).size / 1e6).toFixed(1));
process.send?.({
  spans: count,
  fileMb: mb(file),
  ...imported,
  ...read,
  storedMb: mb(`${database}.traces`),
} satisfies Imported);
rmSync(file);
process.disconnect();
