import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { createEngineHost, type EngineHost } from '../host.ts';
import { saga } from '../testing/place.ts';
import { historyOf, textAt } from './git.ts';

let repository: string;
let workspace: string;
beforeEach(() => {
  repository = testFolder();
  workspace = path.join(repository, 'flows');
  mkdirSync(path.join(workspace, 'a'), { recursive: true });
});

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=Ada Ünder', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return execFileSync('git', [...who, ...args], { cwd: repository, encoding: 'utf8', env });
}

function commit(file: string, text: string, subject: string): void {
  writeFileSync(path.join(workspace, file), text);
  git('add', '-A');
  git('commit', '-q', '-m', subject);
}

async function valueOf<T>(outcome: Promise<{ readonly kind: string; readonly value?: T }>): Promise<T | undefined> {
  const said = await outcome;
  expect(said).toMatchObject({ kind: 'ok' });
  return said.value;
}

describe('what git knows of a file', () => {
  test('its commits, newest first, and the text it had in each', async () => {
    git('init', '-q', '-b', 'main');
    commit('a/one.saga.json', '{ "v": 1 }\r\n', 'First: a "quoted" subject, --with-dashes');
    commit('other.saga.json', '{}', 'Another file');
    commit('a/one.saga.json', '{ "v": "二" }', '第二版');
    const history = await valueOf(historyOf(workspace, 'a/one.saga.json'));
    expect(history?.map(({ subject }) => subject)).toEqual(['第二版', 'First: a "quoted" subject, --with-dashes']);
    const [newest, oldest] = history ?? [];
    expect(newest).toMatchObject({ author: 'Ada Ünder', id: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(newest?.id.startsWith(newest.short)).toBe(true);
    expect(new Date(newest?.when ?? '').getTime()).toBeGreaterThan(0);
    expect(await valueOf(textAt(workspace, 'a/one.saga.json', oldest?.id ?? ''))).toBe('{ "v": 1 }\r\n');
    expect(await valueOf(textAt(workspace, 'a/one.saga.json', 'HEAD'))).toBe('{ "v": "二" }');
    expect(await textAt(workspace, 'other.saga.json', oldest?.id ?? '')).toMatchObject({ kind: 'notFound' });
    expect(await textAt(workspace, 'a/one.saga.json', 'feed0000')).toMatchObject({ kind: 'notFound' });
  });

  test('nothing of a file, or a repository, without a commit; a refusal where there is no repository', async () => {
    expect(await historyOf(workspace, 'a/one.saga.json')).toMatchObject({ kind: 'refused', code: 'git.noRepository' });
    git('init', '-q', '-b', 'main');
    expect(await valueOf(historyOf(workspace, 'a/one.saga.json'))).toEqual([]);
    expect(await textAt(workspace, 'a/one.saga.json', 'HEAD')).toMatchObject({ kind: 'notFound' });
    commit('a/one.saga.json', '{}', 'First');
    expect(await valueOf(historyOf(workspace, 'a/two.saga.json'))).toEqual([]);
  });

  test('a path is a path: not an option, not a pattern, and never outside the workspace', async () => {
    git('init', '-q', '-b', 'main');
    commit('a/one.saga.json', '{}', 'First');
    writeFileSync(path.join(repository, 'secret.saga.json'), 'secret');
    git('add', '-A');
    git('commit', '-q', '-m', 'Outside');
    for (const given of ['../secret.saga.json', '/etc/passwd.saga.json', 'x.json']) {
      expect(await textAt(workspace, given, 'HEAD')).toMatchObject({ kind: 'refused', code: 'workspace.path' });
      expect(await historyOf(workspace, given)).toMatchObject({ kind: 'refused', code: 'workspace.path' });
    }
    expect(await valueOf(historyOf(workspace, 'a/*.saga.json'))).toEqual([]);
    expect(await valueOf(historyOf(workspace, '--all.saga.json'))).toEqual([]);
  });

  test('what a repository wants to have run is not run', async () => {
    git('init', '-q', '-b', 'main');
    const trace = path.join(repository, 'ran');
    commit('a/one.saga.json', '{ "v": 1 }', 'First');
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'gpg.program',
      'filter.x.smudge',
      'diff.x.textconv',
    ]) {
      git('config', name, `touch ${trace}`);
    }
    git('config', 'log.showSignature', 'true');
    writeFileSync(path.join(repository, '.git', 'info', 'attributes'), '*.json filter=x diff=x\n');
    expect(await valueOf(historyOf(workspace, 'a/one.saga.json'))).toHaveLength(1);
    expect(await valueOf(textAt(workspace, 'a/one.saga.json', 'HEAD'))).toBe('{ "v": 1 }');
    expect(() => rmSync(trace)).toThrow('ENOENT');
  });
});

describe('through the contract', () => {
  let host: EngineHost | null = null;
  afterEach(async () => {
    await host?.close();
    host = null;
  });

  test('history and text come back; what is refused says so by code', async () => {
    host = await createEngineHost({
      workspace,
      database: '.sagaloom/runs.db',
      shop: null,
      env: { HOME: testFolder() },
    });
    const client = createRouterClient(host.router, { context: { ...host.context, isLocal: true, by: 'designer' } });
    const file = { path: 'a/one.saga.json' };
    await expect(client.workspace.history(file)).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'git.noRepository' },
    });
    git('init', '-q', '-b', 'main');
    commit(file.path, '{ "v": 1 }', 'First');
    const { items } = await client.workspace.history(file);
    expect(items).toMatchObject([{ subject: 'First' }]);
    expect(await client.workspace.readAt({ ...file, revision: 'HEAD' })).toEqual({ text: '{ "v": 1 }' });
    await expect(client.definitions.latest({ workflow: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const document = saga({ name: 'sent', start: 'a', steps: { a: { type: 'succeed' } } });
    const { version, hash } = await client.definitions.deploy({ document });
    expect(await client.definitions.latest({ workflow: 'sent' })).toMatchObject({
      version,
      hash,
      definition: { name: 'sent', steps: { a: { type: 'succeed' } } },
    });
    await expect(client.workspace.readAt({ ...file, revision: '--all' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(client.workspace.readAt({ path: 'b.saga.json', revision: 'HEAD' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
