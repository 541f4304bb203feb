import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { appendFile, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { testFolder } from '../../../node/testing/folder.ts';
import type { Delivered } from '../../../runtime/index.ts';
import type { Delivery, TriggerPorts } from '../source.ts';
import { matchesFile, mayHold } from './pattern.ts';
import { fileSource } from './source.ts';

type FileTrigger = Parameters<typeof fileSource.open>[0]['trigger'];

interface Change {
  readonly trigger?: Partial<FileTrigger>;
  readonly answer?: () => Delivered;
}

/** Watches the folder, and keeps what was delivered. */
async function watching(folder: string, { trigger, answer }: Change = {}) {
  const delivered: Delivery[] = [];
  const said: string[] = [];
  const ports: TriggerPorts = {
    deliver: async (delivery) => {
      const given = answer?.() ?? { kind: 'started', runId: 'r' };
      delivered.push(delivery);
      return given;
    },
    place: () => ({ ok: true, place: { workspace: folder, settings: {}, isTrusted: false } }),
    secret: async () => null,
    warn: (message) => said.push(message),
    failed: (message) => said.push(message),
  };
  const deployment = { workflow: 'w', version: 1, hash: 'h', at: 0, by: 'me' };
  const spec: FileTrigger = { type: 'file', pattern: 'inbox/*.csv', settle: '40ms', ...trigger };
  const close = await fileSource.open({ workflow: 'w', name: 'files', trigger: spec, deployment }, ports);
  onTestFinished(close);
  const paths = (): readonly unknown[] => delivered.map((one) => one.path);
  const until = (count: number): Promise<void> =>
    vi.waitFor(() => expect(delivered).toHaveLength(count), { timeout: 10_000, interval: 10 });
  return { delivered, said, paths, until, close };
}

function place(): { folder: string; at: (name: string) => string } {
  const folder = realpathSync(testFolder());
  return { folder, at: (name) => path.join(folder, name) };
}

/** It says that it is there: whatever else was seen before it, has been seen. */
const MARK = 'inbox/zzz.csv';

describe('files of the workspace', () => {
  test('[TR5] that are there, that come, and that change, each with a key of what it holds', async () => {
    const { folder, at } = place();
    await mkdir(at('inbox'));
    await writeFile(at('inbox/a.csv'), 'one');
    const { delivered, until } = await watching(folder);
    await until(1);
    await writeFile(at('inbox/b.csv'), 'two');
    await until(2);
    await writeFile(at('inbox/a.csv'), 'three');
    await until(3);
    const sha256 = '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed'; // of "one", by sha256sum
    expect(delivered[0]).toEqual({
      key: `inbox/a.csv:${sha256}`,
      path: 'inbox/a.csv',
      payload: { path: 'inbox/a.csv', event: 'created', size: 3, modifiedAt: expect.stringMatching(/Z$/), sha256 },
    });
    expect(delivered.map(({ payload }) => payload)).toMatchObject([
      { path: 'inbox/a.csv', event: 'created' },
      { path: 'inbox/b.csv', event: 'created' },
      { path: 'inbox/a.csv', event: 'changed', size: 5 },
    ]);
    expect(new Set(delivered.map(({ key }) => key)).size).toBe(3);
  });

  test('[LI5][TR5] found again by the next engine have the same key, so that they start nothing twice', async () => {
    const { folder, at } = place();
    await mkdir(at('inbox'));
    await writeFile(at('inbox/a.csv'), 'one');
    const first = await watching(folder);
    await first.until(1);
    await first.close();
    await utimes(at('inbox/a.csv'), 1_000, 1_000);
    const second = await watching(folder);
    await second.until(1);
    expect(second.delivered[0]?.key).toBe(first.delivered[0]?.key);
  });

  test('[TR5] are whole before anybody hears of them', async () => {
    const { folder, at } = place();
    await mkdir(at('inbox'));
    let wroteAt = 0;
    const silences: number[] = [];
    const answer = (): Delivered => {
      silences.push(Date.now() - wroteAt);
      return { kind: 'started', runId: 'r' };
    };
    const { delivered } = await watching(folder, { trigger: { settle: '200ms' }, answer });
    for (let i = 0; i < 20; i += 1) {
      await appendFile(at('inbox/slow.csv'), `${i}\n`);
      wroteAt = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 10)); // the writer's pace
    }
    await vi.waitFor(() => expect(delivered.at(-1)?.payload).toMatchObject({ size: 50 }), 10_000);
    for (const silence of silences) expect(silence).toBeGreaterThanOrEqual(195); // timers are a little early at times
  });

  test('[TR5] moved in at once, in a folder that was not there, or over another one', async () => {
    const { folder, at } = place();
    const { delivered, paths, until } = await watching(folder);
    await mkdir(at('elsewhere'));
    await writeFile(at('elsewhere/a.csv'), 'one');
    await mkdir(at('inbox'));
    await rename(at('elsewhere/a.csv'), at('inbox/a.csv'));
    await until(1);
    await writeFile(at('elsewhere/a.csv'), 'two!');
    await rename(at('elsewhere/a.csv'), at('inbox/a.csv'));
    await until(2);
    expect(paths()).toEqual(['inbox/a.csv', 'inbox/a.csv']);
    expect(delivered[1]?.payload).toMatchObject({ size: 4 });
    await rename(at('inbox'), at('gone'));
    await mkdir(at('later'));
    await writeFile(at('later/b.csv'), 'three');
    await rename(at('later'), at('inbox'));
    await until(3);
    expect(paths()).toContain('inbox/b.csv');
  });

  test('[TR5] only those that match, only what the trigger asks for', async () => {
    const { folder, at } = place();
    await mkdir(at('inbox/deep'), { recursive: true });
    await mkdir(at('other'));
    const { delivered, paths } = await watching(folder, { trigger: { on: ['changed'] } });
    for (const name of ['inbox/a.txt', 'inbox/deep/a.csv', 'other/a.csv', 'a.csv', 'inbox/.a.csv', 'inbox/x.csv'])
      await writeFile(at(name), 'one');
    await writeFile(at(MARK), 'one');
    await vi.waitFor(async () => {
      await appendFile(at(MARK), '+');
      expect(paths()).toContain(MARK);
    }, 10_000);
    expect(new Set(paths())).toEqual(new Set([MARK]));
    expect(delivered[0]?.payload).toMatchObject({ event: 'changed' });
  });

  test('[TR5] links lead nowhere, and what is no file is none', async () => {
    const { folder, at } = place();
    const outside = realpathSync(testFolder());
    await writeFile(path.join(outside, 'secret.csv'), 'secret');
    await mkdir(at('inbox'));
    await symlink(path.join(outside, 'secret.csv'), at('inbox/link.csv'));
    await symlink(outside, at('linked'));
    await mkdir(at('inbox/folder.csv'));
    execFileSync('mkfifo', [at('inbox/pipe.csv')]);
    const { paths, until } = await watching(folder, { trigger: { pattern: '{inbox,linked}/*.csv' } });
    await symlink(path.join(outside, 'secret.csv'), at('inbox/later.csv'));
    await writeFile(at(MARK), 'one');
    await until(1);
    expect(paths()).toEqual([MARK]);
  });

  test('[TR5] that went before they were whole are forgotten', async () => {
    const { folder, at } = place();
    await mkdir(at('inbox'));
    const { paths, until } = await watching(folder, { trigger: { settle: '200ms' } });
    await writeFile(at('inbox/short.csv'), 'one');
    await rm(at('inbox/short.csv'));
    await writeFile(at(MARK), 'one');
    await until(1);
    expect(paths()).toEqual([MARK]);
  });

  test('[TR5] are delivered again until that is known to be durable; what is refused is told', async () => {
    const { folder, at } = place();
    await mkdir(at('inbox'));
    const answers: (() => Delivered)[] = [
      () => {
        throw new Error('the disk is unwell');
      },
      () => ({ kind: 'refused', code: 'invalid', reason: 'no' }),
    ];
    const { said, until } = await watching(folder, { answer: () => answers.shift()?.() ?? { kind: 'passed' } });
    await writeFile(at('inbox/a.csv'), 'one');
    await until(1);
    await vi.waitFor(() => expect(said).toEqual(['The file inbox/a.csv did not start w by files: no']));
  });

  test('[TR5] a thousand at once are all told of', async () => {
    const { folder, at } = place();
    await mkdir(at('inbox'));
    const { paths, until } = await watching(folder);
    const names = Array.from({ length: 1_000 }, (_, i) => `inbox/${i}.csv`);
    await Promise.all(names.map((name) => writeFile(at(name), name)));
    await until(1_000);
    expect(new Set(paths())).toEqual(new Set(names));
  });

  test('a workspace that is not there is said so', async () => {
    await expect(watching(path.join(testFolder(), 'none'))).resolves.toBeDefined(); // it is watched for
  });
});

describe('a pattern', () => {
  test.each([
    ['inbox/*.csv', 'inbox/a.csv', true],
    ['inbox/*.csv', 'inbox/.a.csv', false],
    ['inbox/**/*.csv', 'inbox/a.csv', true],
    ['inbox/**/*.csv', 'inbox/a/b/c.csv', true],
    ['inbox/**/*.csv', 'inbox/.git/c.csv', false],
    ['**/*.csv', 'a.csv', true],
    ['{a,b}/[0-9].txt', 'b/7.txt', true],
    ['a?c', 'abc', true],
    ['a', 'a/b', false],
  ])('%s on %s: %s', (pattern, file, matches) => {
    expect(matchesFile(pattern, file)).toBe(matches);
  });

  test('what matches is in folders that are looked into', () => {
    const name = fc.constantFrom('a', 'b', 'inbox', 'x.csv', '.hidden', 'node_modules');
    const part = fc.constantFrom('a', '*', '**', '?', '{a,b}', 'inbox', '*.csv', '[ab]', '.hidden');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (pattern, names) => {
          const [glob, file] = [pattern.join('/'), names.join('/')];
          if (!matchesFile(glob, file) || names.includes('node_modules')) return;
          for (let depth = 1; depth < names.length; depth += 1)
            expect(mayHold(glob, names.slice(0, depth).join('/'))).toBe(true);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test('what is of others is not looked into', () => {
    expect(mayHold('**/*.csv', 'node_modules')).toBe(false);
    expect(mayHold('**/*.csv', 'a/.git')).toBe(false);
    expect(mayHold('inbox/*.csv', 'inbox/deep')).toBe(false);
    expect(mayHold('*.csv', 'inbox')).toBe(false);
  });
});
