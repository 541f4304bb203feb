/**
 * `npm run bench:traces`: how fast traces from elsewhere are received, imported and read, each in processes of their own, beside whatever
 * else this machine does. `--json`: one JSON document. `--large`: also a file and a trace of a million spans. `--spans N`: received.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Imported } from './import-process.ts';
import { openTraceStore } from '../../traces/index.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    spans: { type: 'string', default: '500000' },
    connections: { type: 'string', default: '16' },
    'per-trace': { type: 'string', default: '100' },
  },
});

const child = (name: string, args: readonly string[]): ChildProcess =>
  fork(path.join(import.meta.dirname, name), args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });

async function said<T>(from: ChildProcess, has: string): Promise<T> {
  for (;;) {
    const [message] = (await once(from, 'message')) as [object];
    if (has in message) return message as T;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Received {
  readonly spansPerSecond: number;
  readonly acknowledged: number;
  /** Counted in the file after the receiver was killed as soon as the last was acknowledged. */
  readonly stored: number;
  readonly cpuSecondsPer100k: number;
  readonly rssMb: number;
}

async function receive(folder: string, format: 'protobuf' | 'json'): Promise<Received> {
  const database = path.join(folder, `${format}.db`);
  const port = await freePort();
  const receiver = child('receiver-process.ts', [database, String(port)]);
  let usage = { cpuSeconds: 0, rss: 0 };
  receiver.on('message', (message: typeof usage) => {
    usage = message;
  });
  await once(receiver.stdout ?? receiver, 'data');
  const load = child('load-process.ts', [String(port), format, values.spans, values.connections, values['per-trace']]);
  await said(load, 'ready');
  const before = usage.cpuSeconds;
  load.send('go');
  const { acknowledged, ms } = await said<{ acknowledged: number; ms: number }>(load, 'acknowledged');
  receiver.kill('SIGKILL');
  await once(receiver, 'exit');
  return {
    spansPerSecond: Math.round((acknowledged / ms) * 1000),
    acknowledged,
    stored: await storedIn(database),
    cpuSecondsPer100k: Number((((usage.cpuSeconds - before) / acknowledged) * 1e5).toFixed(2)),
    rssMb: Math.round(usage.rss / 1e6),
  };
}

async function storedIn(database: string): Promise<number> {
  const store = openTraceStore(database);
  let spans = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof store.list>> = await store.list({ cursor, limit: 500 });
    spans += page.items.reduce((sum, each) => sum + each.spans, 0);
    cursor = page.next;
  } while (cursor !== null);
  await store.close();
  return spans;
}

async function importing(folder: string, spans: number): Promise<Imported> {
  const importer = child('import-process.ts', [path.join(folder, `import-${spans}.db`), String(spans)]);
  const [imported] = (await once(importer, 'message')) as [Imported];
  await once(importer, 'exit');
  return imported;
}

const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-bench-traces-'));
try {
  const result = {
    cores: availableParallelism(),
    receive: { protobuf: await receive(folder, 'protobuf'), json: await receive(folder, 'json') },
    import: [await importing(folder, 100_000), ...(values.large ? [await importing(folder, 1_000_000)] : [])],
  };
  if (values.json) console.log(JSON.stringify(result, null, 2));
  else tell(result);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tell(result: { receive: Record<string, Received>; import: readonly Imported[] }): void {
  for (const [format, each] of Object.entries(result.receive))
    console.log(
      `receive ${format}: ${each.spansPerSecond} spans/s, ${each.acknowledged} acknowledged, ${each.stored} there after the kill, ` +
        `${each.cpuSecondsPer100k} CPU s per 100,000, ${each.rssMb} MB`,
    );
  for (const each of result.import)
    console.log(
      `import ${each.spans} spans (${each.fileMb} MB): ${each.spansPerSecond} spans/s, ${each.cpuSecondsPer100k} CPU s per 100,000, ` +
        `${each.rssMb} MB at most; columns read in ${each.readMs} ms (${each.columnsMb} MB), merged in ${each.mergeMs} ms; ` +
        `${each.storedMb} MB kept`,
    );
}
