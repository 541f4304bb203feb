import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { compile } from '@sagaloom/engine/core';
import { openReader } from '@sagaloom/engine/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningServer, sagaloom, startServer } from '../testing/processes.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const here = import.meta.dirname;
const script = path.join(here, 'worker.py');
const document = path.join(here, 'flows', 'statistics.saga.json');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const TOKEN = 'a-token-of-the-example';

test('the saga compiles, and there is nothing to say about it', () => {
  expect(compile(readFileSync(document, 'utf8')).diagnostics).toEqual([]);
});

test('the worker has sixty lines at most, and needs no package', () => {
  const text = readFileSync(script, 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  const modules = Array.from(text.matchAll(/^(?:import|from) (.+?)(?: import.*)?$/gm), ([, names = '']) => names);
  expect(modules.flatMap((names) => names.split(', ').map((name) => name.split('.')[0]))).toEqual(
    'json os random signal statistics threading time urllib urllib'.split(' '),
  );
});

describe.skipIf(!hasPython)('the worker in Python (SKIPPED where there is no python3)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-python-'));
  const database = path.join(folder, '.sagaloom', 'runs.db');
  let server: RunningServer;
  let worker: ChildProcess;

  beforeAll(async () => {
    cpSync(path.join(here, 'flows'), folder, { recursive: true });
    server = await startServer(folder, { SAGALOOM_WORKER_TOKEN: TOKEN });
    worker = await startWorker();
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function startWorker(): Promise<ChildProcess> {
    const env = { PATH: process.env['PATH'], HOME: folder, SAGALOOM_URL: server.url, SAGALOOM_WORKER_TOKEN: TOKEN };
    const child = spawn('python3', [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(child.stdout)) if (line === 'registered') return child;
    throw new Error('the worker ended before it was registered');
  }

  async function start(runId: string, numbers: readonly unknown[]): Promise<void> {
    const args = ['start', document, '--id', runId, '--input', JSON.stringify({ numbers }), '--url', server.url];
    const { code, stderr } = await sagaloom(args, server.env);
    if (code !== 0) throw new Error(stderr);
  }

  const run = (runId: string) => {
    const reader = openReader(database);
    try {
      return reader.run(runId);
    } finally {
      reader.close();
    }
  };
  async function ended(runId: string): Promise<void> {
    await expect.poll(() => run(runId)?.endedAt ?? null, { timeout: 30_000 }).not.toBeNull();
  }

  test('does a step', async () => {
    await start('one', [1, 2, 3, 4, 10]);
    await ended('one');
    expect(run('one')).toMatchObject({ status: 'completed', output: { count: 5, mean: 4, median: 3 } });
  });

  test('[AT2] says of numbers that will never do that nothing was done, and that trying again is of no use', async () => {
    await start('none', []);
    await ended('none');
    expect(run('none')).toMatchObject({ status: 'failed', error: { type: 'describe', effect: 'none' } });
  });

  test('goes on when the server is started anew; a step that waits is done then', async () => {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
    expect(worker.exitCode).toBe(0);
    await start('later', [7]);
    await server.stop();
    server = await startServer(folder, { SAGALOOM_WORKER_TOKEN: TOKEN });
    worker = await startWorker();
    await ended('later');
    expect(run('later')).toMatchObject({ status: 'completed', output: { count: 1, mean: 7, median: 7 } });
  });
});
