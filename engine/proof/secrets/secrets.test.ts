/** DA7, proven by a byte search of all that is left of runs which betray what they are given. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { makeKey } from '../../server/secrets/age-keys.ts';
import { workspaceSecrets } from '../../server/secrets/index.ts';
import { findSecrets, type Planted } from './find.ts';

const plant = path.join(import.meta.dirname, 'testing', 'plant-child.ts');
const leaking = path.join(import.meta.dirname, 'testing', 'leaking-child.ts');
const bin = path.join(import.meta.dirname, '..', '..', 'bin', 'sagaloom');

/** High entropy, and signs that are written otherwise in URLs, JSON and base64. */
const planted = (): string => `${randomBytes(18).toString('base64')}+/"&ä${randomBytes(6).toString('hex')}`;

interface Scene {
  /** A workspace with a secret in each of its places, and all that is said. */
  readonly folder: string;
  readonly secrets: Planted;
  /** Runs Node, with what it says kept in the folder. The answer is its stdout. */
  readonly node: (name: string, args: readonly string[]) => Promise<string>;
  readonly found: () => ReturnType<typeof findSecrets>;
}

async function makeScene(): Promise<Scene> {
  const folder = testFolder();
  const home = testFolder();
  const secrets = {
    PLANTED_ENV: planted(),
    PLANTED_DOTENV: planted(),
    PLANTED_FILE: planted(),
    PLANTED_STAGE: planted(),
  };
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    SAGALOOM_ENV: 'staging',
    SAGALOOM_SECRET_PLANTED_ENV: secrets.PLANTED_ENV,
  };
  writeFileSync(path.join(folder, '.env'), `PLANTED_DOTENV='${secrets.PLANTED_DOTENV}'\n`);
  writeFileSync(path.join(folder, '.env.staging'), `SAGALOOM_SECRET_PLANTED_STAGE='${secrets.PLANTED_STAGE}'\n`);
  writeFileSync(path.join(folder, 'sagaloom.config.json'), '{ "environments": { "staging": {} } }');
  await makeKey(env);
  await workspaceSecrets({ workspace: folder, env }).set('PLANTED_FILE', secrets.PLANTED_FILE);
  mkdirSync(path.join(folder, 'said'));
  return {
    folder,
    secrets,
    async node(name, args) {
      const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      writeFileSync(path.join(folder, 'said', `${name}.stdout`), stdout);
      writeFileSync(path.join(folder, 'said', `${name}.stderr`), stderr);
      return stdout;
    },
    found: () => findSecrets(folder, secrets, (file) => file.startsWith('.env')),
  };
}

/** Answers with all that it is told, in each place an answer has. */
async function echo(): Promise<string> {
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      const told = JSON.stringify({ url: request.url, headers: request.rawHeaders, body });
      response.setHeader('x-told', Buffer.from(told).toString('base64'));
      response
        .writeHead(request.url?.startsWith('/fail') ? 422 : 200, { 'content-type': 'application/json' })
        .end(told);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asked = (url: string, next: string, change: object = {}) => ({
  type: 'task',
  activity: 'http',
  with: {
    method: 'POST',
    url,
    headers: { authorization: '{% secrets.PLANTED_ENV %}', 'x-stage': '{% secrets.PLANTED_STAGE %}' },
    query: { token: '{% secrets.PLANTED_DOTENV %}' },
    body: { kept: '{% secrets.PLANTED_FILE %}' },
    ...change,
  },
  retry: [{ maxAttempts: 1 }],
  catch: [{ next }],
  next,
});

const overHttp = (url: string) => ({
  format: 'sagaloom/v1',
  name: 'over-http',
  searchAttributes: { body: { type: 'string', value: '{% $substring($string(vars.body), 0, 200) %}' } },
  variables: { body: null },
  start: 'tell',
  steps: {
    tell: { ...asked(`${url}/tell`, 'fail'), assign: { body: '{% result %}' } },
    fail: asked(`${url}/fail`, 'refused'),
    refused: asked('http://127.0.0.1:1/', 'log'),
    log: {
      type: 'task',
      activity: 'log',
      with: { message: '{% secrets.PLANTED_FILE %}', data: ['{% secrets.PLANTED_ENV %}'] },
      readOnly: true,
      next: 'wrong',
    },
    // a secret where it cannot stand: the message says what is wrong with it
    wrong: {
      ...asked(`${url}/`, 'done'),
      with: { method: '{% secrets.PLANTED_ENV %}', url: '{% secrets.PLANTED_DOTENV %}' },
    },
    done: { type: 'succeed', output: '{% vars.body %}' },
  },
});

describe('[DA7] no planted secret is found, byte by byte,', () => {
  test.each([
    ['that ended', []],
    ['that was killed with its log of writes as it was', ['--killed']],
  ])(
    'in what is left of a process %s whose activity betrays what it is given',
    async (_, flags) => {
      const scene = await makeScene();
      const stdout = await scene.node('leaking', [leaking, scene.folder, ...flags]);
      expect(JSON.parse(stdout)).toMatchObject({ entry: { status: 'completed' } });
      expect(stdout).toContain('[secret PLANTED_ENV]');
      expect(readdirSync(path.join(scene.folder, '.sagaloom'))).toContain('runs.db');
      expect(scene.found()).toEqual([]);
    },
    60_000,
  );

  test('in what the command line keeps and says: runs over HTTP, histories, traces, lists, backups', async () => {
    const scene = await makeScene();
    const cli = (name: string, args: readonly string[]) => scene.node(name, [bin, ...args]);
    writeFileSync(path.join(scene.folder, 'over-http.saga.json'), JSON.stringify(overHttp(await echo())));
    const run = await cli('run', ['run', 'over-http.saga.json', '--id', 'one', '--json']);
    expect(JSON.parse(run)).toMatchObject({ status: 'completed' });
    expect(run).toContain('[secret PLANTED_FILE]');
    await cli('run-otlp', ['run', 'over-http.saga.json', '--id', 'two', '--trace', 'otlp']);
    await cli('run-virtual', ['run', 'over-http.saga.json', '--virtual-time']);
    await cli('history', ['history', 'one', '--json']);
    await cli('trace', ['trace', 'one', '--json']);
    await cli('timeline', ['trace', 'one']);
    await cli('runs', ['runs', '--json']);
    await cli('secrets', ['secrets', 'list', '--json']);
    await cli('backup', ['backup', 'copy.db']);
    await cli('rebuilt', ['projections', 'rebuild']);
    const said = readFileSync(path.join(scene.folder, 'said', 'run.stderr'), 'utf8');
    expect(said).toContain('[secret PLANTED_ENV]');
    expect(readdirSync(scene.folder)).toContain('copy.db');
    expect(JSON.parse(readFileSync(path.join(scene.folder, 'said', 'secrets.stdout'), 'utf8'))).toMatchObject({
      items: Object.keys(scene.secrets)
        .toSorted()
        .map((name) => ({ name })),
    });
    expect(scene.found()).toEqual([]);
  }, 120_000);
});

describe('the proof itself', () => {
  test('finds all of them where nothing is taken out', async () => {
    const scene = await makeScene();
    await scene.node('leaking', ['--import', plant, leaking, scene.folder, '--killed']);
    const found = scene.found();
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(['PLANTED_ENV', 'PLANTED_DOTENV', 'PLANTED_FILE']));
    const places = new Set(found.map(({ where }) => where.replace(/,.*/, '')));
    for (const place of ['said/leaking.stdout', 'said/leaking.stderr', '.sagaloom/runs.db'])
      expect(places).toContain(place);
  }, 60_000);
});
