import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../node/testing/folder.ts';
import { type Running, said, start } from './testing/bin.ts';
import { approval, nightly, writeSaga } from './testing/documents.ts';
import { type Told, within } from './testing/within.ts';

const cwd = suiteFolder();
const env = { XDG_STATE_HOME: path.join(cwd, 'state') };
let server: Running;
let url: string;

beforeAll(async () => {
  await writeSaga(cwd, 'approval', approval);
  await writeSaga(cwd, 'nightly', nightly);
  server = start(['serve', '--port', '0', '--keep', '30d'], { cwd, env });
  url = /http:\S+/.exec(await said(server, /Sagaloom is at/))?.[0] ?? '';
}, 60_000);

afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
});

const cli = (args: readonly string[], more: Record<string, string> = {}): Promise<Told> =>
  within(args, { cwd, env: { ...env, ...more } });

const remote = (...args: readonly string[]): Promise<Told> => cli([...args, '--url', url]);

async function asked(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await remote(...args, '--json');
  if (code !== 0) throw new Error(`${code}: ${stderr}`);
  return JSON.parse(stdout);
}

describe('[PG3] a server of the same user is asked by its URL alone', () => {
  test('all that can be done with a run', async () => {
    expect(await asked('deploy', 'approval.saga.json')).toMatchObject({ version: 1 });
    expect(await asked('start', 'approval', '--id', 'r1')).toMatchObject({ runId: 'r1', status: 'running' });
    expect(await asked('query', 'r1', 'progress')).toMatchObject({ result: { count: 0 } });
    expect(await asked('update', 'r1', 'add', '--input', '{"n":1}')).toMatchObject({ result: 1 });
    expect(await asked('pause', 'r1')).toMatchObject({ status: 'paused' });
    expect(await asked('resume', 'r1')).toMatchObject({ status: 'running' });
    const reset = (await asked('reset', 'r1', '--to', 'ask')) as { runId: string };
    const fork = (await asked('fork', reset.runId, '--at', '2')) as { runId: string };
    expect(await asked('signal', reset.runId, 'approved', '--payload', '{"by":"Ada"}')).toMatchObject({
      workflow: 'approval',
    });
    expect(await asked('cancel', fork.runId, '--why', 'enough')).toMatchObject({ status: 'cancelled' });
    const { stdout } = await cli(['history', 'r1', '--json']);
    expect(stdout).toContain('"by": "cli"');
    expect(stdout).not.toContain('"by": "designer"');
  });

  test('its schedules as well', async () => {
    await asked('deploy', 'nightly.saga.json');
    expect(await asked('schedules')).toMatchObject({ items: [{ name: 'at9' }, { name: 'often' }], next: null });
    expect(await asked('trigger', 'at9')).toMatchObject({ workflow: 'nightly' });
  });
});

const refused: readonly (readonly [what: string, args: readonly string[], code: number, says: RegExp])[] = [
  ['a run that is not there', ['cancel', 'none'], 1, /no run none in http:/],
  ['a command that makes no sense', ['resume', 'r2'], 5, /not paused/],
  ['what does not fit', ['update', 'r2', 'add'], 1, /does not fit update add/],
  ['what is no event', ['reset', 'r2', '--to', '0'], 1, /: to is wrong: it is less than 1\.$/m],
  ['a workflow that is not there', ['start', 'nobody'], 1, /no workflow nobody/],
  ['a step it was not at', ['fork', 'r2', '--at', 'nowhere'], 1, /not come to a step nowhere/],
  ['two places at once', ['cancel', 'r2', '--db', 'other.db'], 1, /cannot be used with option/],
];

describe('what a server refuses is one line', () => {
  beforeAll(async () => {
    await remote('start', 'approval.saga.json', '--id', 'r2');
  });

  test.each(refused)('%s', async (_, args, code, says) => {
    const told = await remote(...args);
    expect(told).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) as string });
    expect(told.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each<[string, readonly string[], Record<string, string>, number, RegExp]>([
    [
      'a server nobody knows',
      ['--url', 'http://127.0.0.1:9'],
      {},
      4,
      /No server of yours is known at http:\/\/127\.0\.0\.1:9/,
    ],
    ['nobody there', ['--url', 'http://127.0.0.1:9'], { SAGALOOM_TOKEN: 'x' }, 4, /could not be reached/],
    ['no address', ['--url', 'there'], {}, 1, /--url there is not the address/],
    ['a wrong token', [], { SAGALOOM_TOKEN: 'wrong' }, 4, /does not know you/],
  ])('%s', async (_, where, more, code, says) => {
    const told = await cli(['cancel', 'r2', ...(where.length > 0 ? where : ['--url', url])], more);
    expect(told).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) as string });
    expect(told.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('its database is in use, and the line says whom to ask', async () => {
    const told = await cli(['cancel', 'r2']);
    expect(told).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining(`--url ${new URL(url).origin}`) as string,
    });
  });
});
