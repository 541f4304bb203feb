import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, describe, expect, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { createEngineHost, type EngineHost } from '../host.ts';
import { isLoopback } from '../page/socket.ts';
import { makeWorkspace, saga } from '../testing/place.ts';

const open: EngineHost[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((host) => host.close()));
});

async function makeHost(env: NodeJS.ProcessEnv = {}, files: Record<string, string> = {}) {
  const home = testFolder();
  const workspace = await makeWorkspace(files);
  const host = await createEngineHost({
    workspace,
    database: '.sagaloom/runs.db',
    shop: null,
    env: { HOME: home, ...env },
  });
  open.push(host);
  const clientFor = (isLocal: boolean) =>
    createRouterClient(host.router, { context: { ...host.context, isLocal, by: 'designer' } });
  return { host, home, workspace, client: clientFor(true), stranger: clientFor(false) };
}

const document = saga({
  start: 'a',
  steps: { a: { type: 'task', activity: 'log', with: { message: '{% secrets.TOKEN %}' }, readOnly: true } },
});

describe('secrets through the contract', () => {
  test('[DA7] values go in, are used by the next attempt, and never come out', async () => {
    const { client } = await makeHost({ SAGALOOM_SECRETS_PASSPHRASE: 'p' });
    expect(await client.secrets.check({ document })).toMatchObject([{ code: 'RUN_SECRET', step: 'a' }]);
    const info = { name: 'TOKEN', provider: 'file', place: '.sagaloom/secrets.age', hidden: [] };
    const answers: unknown[] = [await client.secrets.set({ name: 'TOKEN', value: 'planted-value-3' })];
    expect(answers).toEqual([info]);
    answers.push(await client.secrets.list(), await client.secrets.check({ document }));
    expect(answers.slice(1)).toEqual([{ items: [info], problems: [] }, []]);
    const { runId } = await client.runs.start({ document, input: null });
    for await (const events of await client.runs.watch({ runId })) answers.push(events);
    expect(await client.runs.get({ runId })).toMatchObject({ status: 'completed' });
    answers.push(await client.secrets.remove({ name: 'TOKEN' }));
    expect(JSON.stringify(answers)).not.toContain('planted-value-3');
  }, 60_000);

  test('what cannot be kept, or is kept by others, is refused', async () => {
    const { client } = await makeHost({ SAGALOOM_SECRET_ENV: 'x' });
    await expect(client.secrets.set({ name: 'A B', value: 'x' })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(client.secrets.set({ name: 'A', value: '' })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(client.secrets.remove({ name: 'A' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.secrets.remove({ name: 'ENV' })).rejects.toMatchObject({
      message: expect.stringContaining('kept in the environment') as string,
    });
    await expect(client.secrets.check({ workflow: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the first one makes a key of its person’s own, where there is none', async () => {
    const { client, home, workspace } = await makeHost();
    expect(await client.secrets.set({ name: 'A', value: 'planted-value-4' })).toMatchObject({ provider: 'file' });
    expect(readFileSync(path.join(home, '.config', 'sagaloom', 'secrets.key'), 'utf8')).toContain('AGE-SECRET-KEY-1');
    const kept = readFileSync(path.join(workspace, '.sagaloom', 'secrets.age'), 'utf8');
    expect(kept).toContain('BEGIN AGE ENCRYPTED FILE');
  });

  test('[DA7] one that cannot be decrypted fails the attempt with no effect, and says why', async () => {
    const { client, workspace } = await makeHost({ SAGALOOM_SECRETS_PASSPHRASE: 'p' });
    mkdirSync(path.join(workspace, '.sagaloom'), { recursive: true });
    writeFileSync(path.join(workspace, '.sagaloom', 'secrets.age'), 'no age file');
    expect((await client.secrets.list()).problems).toEqual([expect.stringContaining('secrets.age cannot be opened')]);
    const { runId } = await client.runs.start({ document, input: null });
    for await (const _ of await client.runs.watch({ runId }));
    expect(await client.runs.get({ runId })).toMatchObject({
      status: 'failed',
      error: { type: 'activity.secret', message: expect.stringContaining('cannot be opened') as string },
    });
  });

  test('whoever is not on this machine may ask for none of it', async () => {
    const { stranger } = await makeHost();
    const refused = { code: 'REFUSED', data: { code: 'notLocal' } };
    await expect(stranger.secrets.list()).rejects.toMatchObject(refused);
    await expect(stranger.secrets.set({ name: 'A', value: 'x' })).rejects.toMatchObject(refused);
    await expect(stranger.secrets.remove({ name: 'A' })).rejects.toMatchObject(refused);
    await expect(stranger.secrets.check({ document })).rejects.toMatchObject(refused);
    await expect(stranger.workspace.trust.get()).rejects.toMatchObject(refused);
    await expect(stranger.workspace.trust.set({ trusted: true })).rejects.toMatchObject(refused);
    expect((await stranger.workspace.list()).items).toEqual([]);
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['1.127.0.0', false],
    ['fe80::1', false],
    [undefined, false],
  ])('the address %s is of this machine: %s', (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });
});

describe('trust through the contract', () => {
  test('is given and taken, recorded with who said so, and seen by the next attempt', async () => {
    const { client, home, workspace } = await makeHost();
    expect(await client.workspace.trust.get()).toEqual({ workspace, trusted: false });
    expect(await client.workspace.trust.set({ trusted: true })).toEqual({ workspace, trusted: true });
    const file = path.join(home, '.local/state/sagaloom/trusted.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ folders: { [workspace]: { by: 'designer' } } });
    expect(await client.workspace.trust.set({ trusted: false })).toEqual({ workspace, trusted: false });
    expect(await client.workspace.trust.get()).toEqual({ workspace, trusted: false });
  });
});
