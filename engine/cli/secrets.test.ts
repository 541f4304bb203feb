import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { rememberGiven } from '../runtime/performing/given.ts';
import { promptHidden } from './prompt.ts';
import { tellThrown } from './start.ts';
import { sagaloom } from './testing/bin.ts';
import { hello, writeSaga } from './testing/documents.ts';
import { within } from './testing/within.ts';

const withSecret = {
  start: 'a',
  steps: { a: { type: 'task', activity: 'log', with: { message: '{% secrets.TOKEN %}' }, readOnly: true } },
};

describe('sagaloom secrets', () => {
  test('[DA7] a value goes in by stdin, is used by a run, and is shown nowhere', async () => {
    const cwd = testFolder();
    await writeSaga(cwd, 'one', withSecret);
    const keygen = await sagaloom(['secrets', 'keygen'], { cwd });
    expect(keygen).toMatchObject({ code: 0, stdout: expect.stringMatching(/^age1\w+\n$/) as string });
    const set = await sagaloom(['secrets', 'set', 'TOKEN', '--from-stdin'], { cwd, stdin: 'planted-value-1\n' });
    expect(set).toMatchObject({ code: 0, stdout: '', stderr: 'TOKEN is kept in .sagaloom/secrets.age.\n' });
    const list = await within(['secrets', '--json'], { cwd });
    expect(JSON.parse(list.stdout)).toEqual({
      items: [{ name: 'TOKEN', provider: 'file', place: '.sagaloom/secrets.age', hidden: [] }],
      problems: [],
    });
    const run = await sagaloom(['run', 'one.saga.json', '--json'], { cwd });
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('[secret TOKEN]') as string });
    for (const each of [keygen, set, list, run]) expect(each.stdout + each.stderr).not.toContain('planted-value-1');
    const removed = await within(['secrets', 'remove', 'TOKEN'], { cwd });
    expect(removed).toMatchObject({ code: 0, stderr: 'TOKEN is forgotten.\n' });
    expect(await within(['secrets', 'remove', 'TOKEN'], { cwd })).toMatchObject({ code: 1 });
  });

  test('keygen leaves a key that is there', async () => {
    const cwd = testFolder();
    const first = await within(['secrets', 'keygen'], { cwd });
    const file = path.join(cwd, '.config/sagaloom/secrets.key');
    const key = readFileSync(file, 'utf8');
    expect(first.stdout + first.stderr).not.toContain('AGE-SECRET-KEY');
    expect(await within(['secrets', 'keygen'], { cwd })).toMatchObject({ code: 5, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe(key);
  });

  test('without a key, and with a name that is none, nothing is kept', async () => {
    const cwd = testFolder();
    const noKey = await sagaloom(['secrets', 'set', 'A'], { cwd, stdin: 'x' });
    expect(noKey).toMatchObject({ code: 4, stderr: expect.stringContaining('sagaloom secrets keygen') as string });
    const misnamed = await within(['secrets', 'set', 'A=secret-in-arguments'], { cwd });
    expect(misnamed).toMatchObject({ code: 1 });
    expect(existsSync(path.join(cwd, '.sagaloom', 'secrets.age'))).toBe(false);
  });

  test('a value of another place that comes first is told of, and is left to that place', async () => {
    const cwd = testFolder();
    const env = { SAGALOOM_SECRETS_PASSPHRASE: 'p' };
    writeFileSync(path.join(cwd, '.env'), 'A=1\n');
    const set = await sagaloom(['secrets', 'set', 'A'], { cwd, env, stdin: 'x' });
    expect(set.stderr).toBe('A is kept in .sagaloom/secrets.age; but that in .env comes first.\n');
    const list = await within(['secrets', 'list'], { cwd, env });
    expect(list.stdout).toMatch(/A +\.env +\.sagaloom\/secrets\.age/);
    const removed = await within(['secrets', 'remove', 'A'], { cwd, env });
    expect(removed.stderr).toBe('A is forgotten here; that in .env is still there.\n');
    expect(await within(['secrets', 'remove', 'A'], { cwd, env })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('.env, which is yours to change') as string,
    });
  }, 60_000);

  test('[DA7] one that is not set is warned of before anything is done, and not where its step is mocked', async () => {
    const cwd = testFolder();
    await writeSaga(cwd, 'one', withSecret);
    writeFileSync(path.join(cwd, 'mocks.json'), '{ "a": [{ "return": null }] }');
    const run = await within(['run', 'one.saga.json', '--trace', 'none'], { cwd });
    expect(run).toMatchObject({ code: 2 });
    const [warning, started] = run.stderr.split('\n');
    expect(warning).toMatch(
      /^one: warning RUN_SECRET \(step a, \/steps\/a\/with\/message\): The secret TOKEN, which a needs, is not set/,
    );
    expect(started).toMatch(/has started/);
    const mocked = await within(['run', 'one.saga.json', '--mocks', 'mocks.json', '--trace', 'none'], { cwd });
    expect(mocked.stderr).not.toContain('RUN_SECRET');
    const left = await within(['start', 'one.saga.json'], { cwd });
    expect(left.stderr).toContain('one.saga.json: warning RUN_SECRET');
  });

  test('[DA7] a run in virtual time has them as well', async () => {
    const cwd = testFolder();
    await writeSaga(cwd, 'one', withSecret);
    const env = { SAGALOOM_SECRET_TOKEN: 'planted-value-2' };
    const run = await within(['run', 'one.saga.json', '--virtual-time', '--trace', 'none'], { cwd, env });
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).not.toContain('planted-value-2');
  });
});

describe('what the command says when it breaks', () => {
  test('[DA7] holds no secret that an attempt was given, also with SAGALOOM_DEBUG', () => {
    rememberGiven('TOKEN', 'planted-value-4');
    vi.stubEnv('SAGALOOM_DEBUG', '1');
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    vi.spyOn(console, 'error').mockImplementation((text: unknown) => void said.push(String(text)));
    onTestFinished(() => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    });
    expect(tellThrown(new Error('A library broke at planted-value-4'))).toBe(70);
    expect(said.join('')).toContain('[secret TOKEN]');
    expect(said.join('')).not.toContain('planted-value-4');
  });
});

describe('a hidden prompt', () => {
  function keyboard() {
    const modes: boolean[] = [];
    const keys = Object.assign(new EventEmitter(), {
      setRawMode: (mode: boolean) => (modes.push(mode), keys),
      setEncoding: () => keys,
      resume: () => keys,
      pause: () => keys,
    });
    return { keys: keys as unknown as Parameters<typeof promptHidden>[1] & EventEmitter, modes };
  }

  test.each([
    ['typed', ['g', 'e', 'h', '\r'], 'geh'],
    ['pasted', ['geh heim\n'], 'geh heim'],
    ['corrected', ['ab\u007fc\u0008d\r'], 'ad'],
    ['begun anew', ['wrong\u0015right\r'], 'right'],
    ['of any letters', ['pä漢😀\u007f\r'], 'pä漢'],
    ['given up', ['ab\u0003'], null],
    ['ended', ['ab\u0004'], null],
  ])('takes a line that is %s, shows none of it, and leaves the terminal as it was', async (_, chunks, value) => {
    const { keys, modes } = keyboard();
    let shown = '';
    const asked = promptHidden('Value: ', keys, { write: (text: string) => (shown += text) });
    for (const chunk of chunks) keys.emit('data', chunk);
    expect(await asked).toBe(value);
    expect([shown, modes, keys.listenerCount('data')]).toEqual(['Value: \n', [true, false], 0]);
  });

  const terminal = 'script';
  const hasScript = process.platform === 'linux' && spawnSync(terminal, ['--version']).status === 0;

  test.skipIf(!hasScript)('on a real terminal (skipped where `script` is not installed)', async () => {
    const cwd = testFolder();
    const bin = path.join(import.meta.dirname, '..', 'bin', 'sagaloom');
    const command = `${process.execPath} ${bin} secrets set TOKEN`;
    const env = { ...process.env, HOME: cwd, SAGALOOM_SECRETS_PASSPHRASE: 'p' };
    const told = spawnSync(terminal, ['-qec', command, '/dev/null'], {
      cwd,
      env,
      input: 'typed-secret\r',
      encoding: 'utf8',
    });
    expect(told.stdout).toContain('TOKEN is kept in');
    const list = await within(['secrets', '--json'], { cwd, env: { SAGALOOM_SECRETS_PASSPHRASE: 'p' } });
    expect(list.stdout).toContain('"TOKEN"');
  });
});

describe('sagaloom trust', () => {
  test('trusts a folder, lists it, and takes it back', async () => {
    const cwd = testFolder();
    const folder = path.join(cwd, 'flows');
    mkdirSync(folder);
    expect(await within(['trust', 'none'], { cwd })).toMatchObject({ code: 1 });
    expect(await within(['trust', 'flows'], { cwd })).toMatchObject({ code: 0, stdout: '' });
    const list = await within(['trust', 'list', '--json'], { cwd });
    expect(JSON.parse(list.stdout)).toMatchObject({ items: [{ folder, by: 'cli' }], next: null });
    expect(await within(['trust', 'flows', '--remove'], { cwd })).toMatchObject({ code: 0 });
    expect((await within(['trust', 'list'], { cwd })).stderr).toContain('No workspace is trusted');
  });

  test('init trusts what it made, and nothing that was there before', async () => {
    const cwd = testFolder();
    mkdirSync(path.join(cwd, 'old'));
    writeFileSync(path.join(cwd, 'old', 'theirs.saga.json'), '{}');
    for (const folder of ['new', 'old']) expect(await within(['init', folder], { cwd })).toMatchObject({ code: 0 });
    const list = await within(['trust', 'list', '--json'], { cwd });
    expect(JSON.parse(list.stdout)).toMatchObject({ items: [{ folder: path.join(cwd, 'new'), by: 'init' }] });
  });
});

describe('--env', () => {
  const config = { config: { URL: 'base' }, environments: { production: { config: { URL: 'real' } } } };
  const workflow = {
    ...hello,
    config: { URL: { type: 'string' } },
    returns: '{% config.URL %}',
  };

  test('[DA6] chooses values of config, and a .env; one that is not there starts nothing', async () => {
    const cwd = testFolder();
    await writeSaga(cwd, 'one', workflow);
    writeFileSync(path.join(cwd, 'sagaloom.config.json'), JSON.stringify(config));
    writeFileSync(path.join(cwd, '.env.production'), 'A=1');
    const urlOf = async (args: readonly string[], env = {}) =>
      (
        JSON.parse((await within(['run', 'one.saga.json', '--json', ...args], { cwd, env })).stdout) as {
          output: string;
        }
      ).output;
    expect([await urlOf([]), await urlOf(['--env', 'production'])]).toEqual(['base', 'real']);
    expect(await urlOf([], { SAGALOOM_ENV: 'production' })).toBe('real');
    expect((await within(['secrets', '--env', 'production'], { cwd })).stdout).toMatch(/A +\.env\.production/);
    for (const verb of [['run', 'one.saga.json'], ['serve'], ['start', 'one.saga.json']])
      expect(await within([...verb, '--env', 'prod'], { cwd })).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('there are production') as string,
      });
  });
});
