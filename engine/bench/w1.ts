/**
 * W1: runs of ten steps that do nothing, one after the other, each result durable before the next begins; 1 and 64 runs at a time.
 * Beside it what the disk and better-sqlite3 alone can do, on the same machine in the same minute. `node engine/bench/w1.ts`
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openEngine } from '../node/index.ts';
import type { Activities } from '../runtime/index.ts';

const STEPS = 10;
const folder = mkdtempSync(join(tmpdir(), 'sagaloom-bench-'));
const instant: Activities = { perform: async () => ({ kind: 'completed', output: null }) };

const definition = {
  format: 'sagaloom/v1',
  name: 'w1',
  start: 's1',
  steps: Object.fromEntries(
    Array.from({ length: STEPS }, (_, i) => [
      `s${i + 1}`,
      { type: 'task', activity: 'nothing', readOnly: true, ...(i + 1 < STEPS ? { next: `s${i + 2}` } : {}) },
    ]),
  ),
};

function fsyncsPerSecond(count: number): number {
  const file = openSync(join(folder, 'fsync'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const started = performance.now();
  for (let i = 0; i < count; i += 1) {
    writeSync(file, page, 0, page.length, i * page.length);
    fdatasyncSync(file);
  }
  closeSync(file);
  return (count / (performance.now() - started)) * 1_000;
}

/** Rows of a step's size, so many a transaction: the log without an engine. */
function rowsPerSecond(perCommit: number, commits: number): number {
  const database = new Database(join(folder, `rows-${perCommit}.db`));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE log (id INTEGER PRIMARY KEY, event TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO log (event) VALUES (?)');
  const event = 'x'.repeat(200);
  const commit = database.transaction(() => {
    for (let i = 0; i < perCommit; i += 1) insert.run(event);
  });
  const started = performance.now();
  for (let i = 0; i < commits; i += 1) commit.immediate();
  const perSecond = ((perCommit * commits) / (performance.now() - started)) * 1_000;
  database.close();
  return perSecond;
}

async function w1(inFlight: number, runs: number): Promise<object> {
  const engine = await openEngine({ database: join(folder, `w1-${inFlight}.db`), activities: instant });
  const one = async (): Promise<number> => {
    const started = performance.now();
    const outcome = await engine.start({ definition, hash: 'w1', input: null, config: {}, by: 'bench' });
    if (outcome.kind === 'rejected') throw new Error(outcome.reason);
    const end = await engine.settled(outcome.entry.runId);
    if (end?.status !== 'completed') throw new Error(`the run ended ${end?.status}`);
    return performance.now() - started;
  };
  const times: number[] = [];
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < runs) {
      begun += 1;
      times.push(await one());
    }
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  await engine.close();
  const sorted = times.toSorted((a, b) => a - b);
  return {
    inFlight,
    stepsPerSecond: Math.round((runs * STEPS) / seconds),
    p50Ms: round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    p99Ms: round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
    cpuSecondsPer1000Steps: round((user + system) / 1_000 / (runs * STEPS)),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

try {
  console.log({ fsyncPerSecond: Math.round(fsyncsPerSecond(2_000)) });
  console.log({ rowsPerSecond: [1, 64].map((n) => Math.round(rowsPerSecond(n, 2_000))) });
  await w1(64, 640); // warm
  console.log(await w1(1, 500));
  console.log(await w1(64, 6_400));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
