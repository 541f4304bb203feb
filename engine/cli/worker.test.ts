import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { type Ended, type Running, said, sagaloom, start } from './testing/bin.ts';
import { writeSaga } from './testing/documents.ts';

const TIME = { timeout: 120_000 };
const running: Running[] = [];

afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map(({ ended }) => ended));
});

const kept = (one: Running): Running => {
  running.push(one);
  return one;
};

async function place() {
  const cwd = testFolder();
  const env = { XDG_STATE_HOME: path.join(cwd, 'state') };
  await writeSaga(cwd, 'remote', {
    start: 'a',
    steps: { a: { type: 'task', activity: 'log', taskQueue: 'q', with: { message: 'over there' } } },
  });
  const cli = (...args: readonly string[]): Promise<Ended> => sagaloom(args, { cwd, env });
  const serve = async (port: string): Promise<{ server: Running; url: string }> => {
    const server = kept(start(['serve', '--port', port], { cwd, env }));
    return { server, url: /http:\S+\d/.exec(await said(server, /Sagaloom is at/))?.[0] ?? '' };
  };
  const work = (...args: readonly string[]): Running => kept(start(['worker', ...args], { cwd, env }));
  const json = async (...args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await cli(...args, '--json');
    if (code !== 0) throw new Error(`${code}: ${stderr}`);
    return JSON.parse(stdout);
  };
  return { cwd, env, cli, serve, work, json };
}

type Runs = { items: { status: string }[] };

describe('sagaloom worker', () => {
  test(
    'does the tasks of a server that it finds by itself, is listed, drains on SIGTERM, and ends with 0',
    TIME,
    async () => {
      const { serve, work, json } = await place();
      const { url } = await serve('0');
      const worker = work('--queue', 'q', '--id', 'w1', '--concurrency', '3', '--build', 'b7');
      await said(worker, /Registered as w1/);
      expect(await json('workers', '--url', url)).toMatchObject({
        items: [{ id: 'w1', build: 'b7', queues: ['q'], slots: { used: 0, free: 3 }, draining: false }],
        next: null,
      });
      const log = said(worker, /over there/); // it is done there
      await json('start', 'remote.saga.json', '--url', url);
      await log;
      await expect
        .poll(async () => ((await json('runs')) as Runs).items, {
          timeout: 20_000,
        })
        .toMatchObject([{ status: 'completed' }]);
      worker.child.kill('SIGTERM');
      expect(await worker.ended).toMatchObject({ code: 0, stdout: '' });
      expect(await json('workers', '--url', url)).toEqual({ items: [], next: null });
    },
  );

  test('goes on with a server that was killed and started anew, with another token', TIME, async () => {
    const { serve, work, json } = await place();
    const first = await serve('0');
    const worker = work('--queue', 'q', '--id', 'w1', '--url', first.url);
    await said(worker, /Registered/);
    first.server.child.kill('SIGKILL');
    await first.server.ended;
    const again = said(worker, /Registered/);
    const { url } = await serve(new URL(first.url).port);
    await again;
    const log = said(worker, /over there/);
    await json('start', 'remote.saga.json', '--url', url);
    await log;
    worker.child.kill('SIGINT');
    expect(await worker.ended).toMatchObject({ code: 0 });
  });

  test('asked twice to end, it ends at once: 3', TIME, async () => {
    const { cwd, serve, work, json } = await place();
    await writeSaga(cwd, 'hang', {
      start: 'a',
      steps: { a: { type: 'task', activity: 'http', taskQueue: 'q', with: { url: '{% input %}' } } },
    });
    const { createServer } = await import('node:http');
    const asked = Promise.withResolvers<void>();
    const silent = createServer(() => asked.resolve()).listen(0, '127.0.0.1');
    onTestFinished(() => {
      silent.close();
      silent.closeAllConnections();
    });
    const { url } = await serve('0');
    const worker = work('--queue', 'q');
    await said(worker, /Registered/);
    const { port } = silent.address() as { port: number };
    await json('start', 'hang.saga.json', '--input', JSON.stringify(`http://127.0.0.1:${port}`), '--url', url);
    await asked.promise;
    const finishing = said(worker, /Finishing 1 tasks/);
    worker.child.kill('SIGINT');
    await finishing;
    worker.child.kill('SIGINT');
    expect(await worker.ended).toMatchObject({ code: 3 });
  });
});

describe('what cannot be done is told in one line', () => {
  test.each<[string, readonly string[], number, RegExp, Record<string, string>]>([
    ['no server', ['worker', '--url', 'http://127.0.0.1:1'], 4, /127\.0\.0\.1:1 could not be reached/, {}],
    ['no address', ['worker', '--url', 'ftp://x'], 1, /--url ftp:\/\/x is not the address/, {}],
    ['no slots', ['worker', '--concurrency', '0'], 1, /--concurrency 0/, {}],
    ['no folder', ['worker', '--workspace', 'nowhere'], 1, /no folder nowhere/, {}],
    ['open to others without a token', ['serve', '--listen', '0.0.0.0'], 1, /set SAGALOOM_WORKER_TOKEN/, {}],
    ['a token to be guessed', ['serve'], 1, /16 characters/, { SAGALOOM_WORKER_TOKEN: 'short' }],
    ['a name to listen on', ['serve', '--listen', 'everywhere'], 1, /no IP address/, {}],
    [
      'an address of another machine',
      ['serve', '--port', '0', '--listen', '192.0.2.1'],
      4,
      /no address of this machine/,
      { SAGALOOM_WORKER_TOKEN: 'long-enough-to-be-used' },
    ],
  ])('%s', TIME, async (_, args, code, says, env) => {
    const cwd = testFolder();
    await mkdir(path.join(cwd, 'state'), { recursive: true });
    const ended = await sagaloom(args, { cwd, env: { XDG_STATE_HOME: path.join(cwd, 'state'), ...env } });
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('a wrong token', TIME, async () => {
    const { cwd, env, serve } = await place();
    const { url } = await serve('0');
    const wrong = { ...env, SAGALOOM_WORKER_TOKEN: 'not-the-one-it-has' };
    const ended = await sagaloom(['worker', '--url', url], { cwd, env: wrong });
    expect(ended).toMatchObject({ code: 4, stdout: '' });
    expect(ended.stderr).toMatch(/token is missing or wrong.*Set SAGALOOM_WORKER_TOKEN/);
  });
});
