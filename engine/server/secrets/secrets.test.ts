import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../core/compile/index.ts';
import { testFolder } from '../../node/testing/folder.ts';
import { saga } from '../testing/place.ts';
import { keyFileOf, makeKey } from './age-keys.ts';
import { type Keychain, type SecretsOptions, workspaceSecrets } from './index.ts';
import { missingSecrets, neededSecrets } from './needed.ts';

interface Place {
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: ReturnType<typeof workspaceSecrets>;
  readonly file: string;
  readonly write: (name: string, text: string) => void;
  readonly again: (change?: Partial<SecretsOptions>) => ReturnType<typeof workspaceSecrets>;
}

function place(env: NodeJS.ProcessEnv = {}, keychain?: Keychain): Place {
  const workspace = testFolder();
  const all = { XDG_CONFIG_HOME: path.join(testFolder(), 'config'), ...env };
  const again = (change: Partial<SecretsOptions> = {}) =>
    workspaceSecrets({ workspace, env: all, keychain, ...change });
  return {
    workspace,
    env: all,
    secrets: again(),
    file: path.join(workspace, '.sagaloom', 'secrets.age'),
    write: (name, text) => writeFileSync(path.join(workspace, name), text),
    again,
  };
}

async function keyed(env: NodeJS.ProcessEnv = {}) {
  const made = place(env);
  const key = await makeKey(made.env);
  if (key === null) throw new Error('there was a key');
  return { ...made, key };
}

const program = 'age';
const hasAge = spawnSync(program, ['--version']).status === 0;
const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('where secrets are looked for', () => {
  test('[DA7] the environment, with its prefix only', async () => {
    const { secrets } = place({ SAGALOOM_SECRET_TOKEN: 'from env', OTHER: 'x', SAGALOOM_SECRET_EMPTY: '' });
    expect(await secrets.get('TOKEN')).toBe('from env');
    for (const name of ['OTHER', 'EMPTY', 'SAGALOOM_SECRET_TOKEN', 'toString'])
      expect(await secrets.get(name)).toBe(null);
  });

  test('[DA7] a .env of the workspace, with the prefix or without, and never more of it than secrets', async () => {
    const { secrets, write } = place();
    write(
      '.env',
      'PLAIN=one\nexport SAGALOOM_SECRET_BOTH="two # 2"\nBOTH=three\n# no\nSAGALOOM_ENV=x\nMANY="a\nb"\nNONE=\n',
    );
    expect(await Promise.all(['PLAIN', 'BOTH', 'MANY'].map((name) => secrets.get(name)))).toEqual([
      'one',
      'two # 2',
      'a\nb',
    ]);
    expect((await secrets.list()).items.map(({ name }) => name)).toEqual(['BOTH', 'MANY', 'PLAIN']);
  });

  test('[DA7] of several places the first counts, and the list says which, and which do not', async () => {
    const { secrets, again, write, env } = await keyed();
    await secrets.set('A', 'file');
    write('.env', 'A=dotenv');
    write('.env.production', 'A=production');
    const keychain = { load: async () => '{"A":"keychain"}', save: async () => {} };
    const all = again({ keychain, env: { ...env, SAGALOOM_ENV: 'production', SAGALOOM_SECRET_A: 'environment' } });
    expect(await all.get('A')).toBe('environment');
    expect(await again({ keychain, env: { ...env, SAGALOOM_ENV: 'production' } }).get('A')).toBe('production');
    expect([await again({ keychain }).get('A'), await again().get('A')]).toEqual(['dotenv', 'dotenv']);
    expect(await all.list()).toEqual({
      items: [
        {
          name: 'A',
          provider: 'environment',
          place: 'the environment',
          hidden: ['.env.production', '.env', 'the keychain', '.sagaloom/secrets.age'],
        },
      ],
      problems: [],
    });
  });

  test('[DA7] a change is seen without a restart', async () => {
    const { secrets, write } = place();
    write('.env', 'A=1');
    expect(await secrets.get('A')).toBe('1');
    write('.env', 'A=2');
    await expect.poll(() => secrets.get('A')).toBe('2');
  });

  test('[DA7] what another process keeps in the encrypted file is seen without a restart', async () => {
    const { secrets, again } = await keyed();
    expect(await secrets.get('A')).toBe(null);
    await again().set('A', 'late');
    await expect.poll(() => secrets.get('A')).toBe('late');
    await again().set('A', 'later');
    await expect.poll(() => secrets.get('A')).toBe('later');
  });
});

describe('the encrypted file', () => {
  test('keeps any text, changes it, and forgets it; it is its owner’s alone, and holds no value in the clear', async () => {
    const { secrets, file } = await keyed();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), async (text) => {
        fc.pre(text.isWellFormed() && !text.includes('\0'));
        await secrets.set('ANY', text);
        expect(await secrets.get('ANY')).toBe(text);
      }),
      { numRuns: 25 },
    );
    await secrets.set('TOKEN', 'kept-in-the-clear?');
    expect(readFileSync(file, 'latin1')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    expect(readFileSync(file, 'latin1')).not.toContain('TOKEN');
    expect([modeOf(file), modeOf(path.dirname(file))]).toEqual([0o600, 0o700]);
    expect([await secrets.remove('TOKEN'), await secrets.remove('TOKEN'), await secrets.get('TOKEN')]).toEqual([
      true,
      false,
      null,
    ]);
    expect((await secrets.list()).items.map(({ name }) => name)).toEqual(['ANY']);
  });

  test('changes of several at once are all kept', async () => {
    const { again, secrets } = await keyed();
    const names = Array.from({ length: 12 }, (_, i) => `N${i}`);
    await Promise.all(names.map((name) => again().set(name, `value of ${name}`)));
    expect((await secrets.list()).items.map(({ name }) => name)).toEqual(names.toSorted());
  });

  test('a lock left by a process that died holds up nobody', async () => {
    const { secrets, file } = await keyed();
    await secrets.set('A', '1');
    const dead = spawnSync(process.execPath, ['-e', '0']).pid;
    writeFileSync(`${file}.lock`, String(dead));
    await secrets.set('B', '2');
    expect([await secrets.get('B'), existsSync(`${file}.lock`)]).toEqual(['2', false]);
  });

  test('without a key nothing is kept, and what is kept cannot be read: told apart from not being set', async () => {
    const { secrets } = place();
    await expect(secrets.set('A', 'x')).rejects.toMatchObject({
      code: 'secrets.noKey',
      message: expect.stringContaining('sagaloom secrets keygen') as string,
    });
    const other = await keyed();
    await other.secrets.set('A', 'x');
    const locked = other.again({ env: { XDG_CONFIG_HOME: '/nowhere' } });
    await expect(locked.get('A')).rejects.toMatchObject({ code: 'secrets.unreadable' });
    expect((await locked.list()).problems).toEqual([expect.stringContaining('there is no key for it')]);
    const wrong = other.again({ env: { SAGALOOM_SECRETS_PASSPHRASE: 'not this' } });
    await expect(wrong.get('A')).rejects.toMatchObject({ message: expect.stringContaining('another key') as string });
  });

  test('a key that others can read is refused, and one that is there is never replaced', async () => {
    const { secrets, env } = await keyed();
    const file = keyFileOf(env);
    expect([modeOf(file), modeOf(path.dirname(file))]).toEqual([0o600, 0o700]);
    const before = readFileSync(file, 'utf8');
    expect(await makeKey(env)).toBe(null);
    expect(readFileSync(file, 'utf8')).toBe(before);
    await secrets.set('A', 'x');
    chmodSync(file, 0o644);
    await expect.poll(() => secrets.get('A').catch((error: unknown) => String(error))).toContain('chmod 600');
  });

  test.each([
    ['damaged', 'no age file at all'],
    ['cut off', '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl'],
    ['empty', ''],
  ])('one that is %s is an error, and is not written over', async (_, text) => {
    const { secrets, file } = await keyed();
    mkdirSync(path.dirname(file));
    writeFileSync(file, text);
    await expect(secrets.get('A')).rejects.toMatchObject({ code: 'secrets.unreadable' });
    await expect(secrets.set('A', 'x')).rejects.toMatchObject({ code: 'secrets.unreadable' });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('with a passphrase, and a key in the environment', async () => {
    const { secrets, again } = place({ SAGALOOM_SECRETS_PASSPHRASE: 'correct horse battery' });
    await secrets.set('A', 'by passphrase');
    expect(await again().get('A')).toBe('by passphrase');
    const other = await keyed();
    const key = /AGE-SECRET-KEY-1\w+/.exec(readFileSync(keyFileOf(other.env), 'utf8'))?.[0];
    await other.secrets.set('A', 'by key');
    expect(await other.again({ env: { SAGALOOM_SECRETS_KEY: key } }).get('A')).toBe('by key');
    await expect(other.again({ env: { SAGALOOM_SECRETS_KEY: 'x' } }).get('A')).rejects.toMatchObject({
      message: 'SAGALOOM_SECRETS_KEY holds no key of age.',
    });
  }, 60_000);

  test.each(['', 'a\0b', '\ud800', 'x'.repeat(65_537)])('a value that cannot be one is refused (%#)', async (value) => {
    const { secrets } = await keyed();
    await expect(secrets.set('A', value)).rejects.toMatchObject({ code: 'secrets.refused' });
  });

  test.each(['', '1A', 'A B', '__proto__'.repeat(20), 'A=B'])('the name "%s" is refused', async (name) => {
    const { secrets } = await keyed();
    await expect(secrets.set(name, 'x')).rejects.toMatchObject({ code: 'secrets.refused' });
  });

  test('the name __proto__ is a name like any other', async () => {
    const { secrets } = await keyed();
    await secrets.set('__proto__', 'fine');
    expect(await secrets.get('__proto__')).toBe('fine');
  });
});

describe.skipIf(!hasAge)('age itself (skipped loudly: age is not installed)', () => {
  const age = (args: readonly string[], input?: string): string =>
    execFileSync(program, [...args], { input, encoding: 'utf8' });

  test('reads what was kept here', async () => {
    const { secrets, env, file } = await keyed();
    await secrets.set('B', 'zwei');
    await secrets.set('A', 'eins\n"1"');
    expect(age(['--decrypt', '-i', keyFileOf(env), file])).toBe('{\n  "A": "eins\\n\\"1\\"",\n  "B": "zwei"\n}\n');
  });

  test.each([
    ['armored', ['--armor']],
    ['binary', []],
  ])('is read here when it wrote %s', async (_, flags) => {
    const { secrets, key, file } = await keyed();
    mkdirSync(path.dirname(file));
    age([...flags, '-r', key.recipient, '-o', file], '{"A":"from age"}');
    expect(await secrets.get('A')).toBe('from age');
    await secrets.set('B', 'and on');
    expect([await secrets.get('A'), await secrets.get('B')]).toEqual(['from age', 'and on']);
  });

  test('makes keys that are used here', async () => {
    const { secrets, env, file } = place();
    mkdirSync(path.dirname(keyFileOf(env)), { recursive: true });
    execFileSync(`${program}-keygen`, ['-o', keyFileOf(env)], { stdio: 'ignore' });
    await secrets.set('A', 'x');
    expect(age(['--decrypt', '-i', keyFileOf(env), file])).toContain('"A": "x"');
  });

  test('whom it encrypted for as well is not shut out: first it is refused, then all are named', async () => {
    const { secrets, key, file, env, workspace } = await keyed();
    const other = await keyed();
    mkdirSync(path.dirname(file));
    age(['-r', key.recipient, '-r', other.key.recipient, '-o', file], '{"A":"for two"}');
    await expect(secrets.set('B', 'x')).rejects.toMatchObject({
      code: 'secrets.refused',
      message: expect.stringContaining('encrypted for 2 keys, of which 1 are known') as string,
    });
    writeFileSync(path.join(workspace, '.sagaloom/secrets.recipients'), `# who else\n${other.key.recipient}\n`);
    await secrets.set('B', 'x');
    for (const each of [env, other.env]) expect(age(['--decrypt', '-i', keyFileOf(each), file])).toContain('for two');
  });
});

describe('the keychain', () => {
  function held(): Keychain & { text: string | null; isLocked: boolean } {
    const kept = { text: null as string | null, isLocked: false };
    return Object.assign(kept, {
      load: async () => (kept.isLocked ? Promise.reject(new Error('it is locked')) : kept.text),
      save: async (text: string) => {
        kept.text = text;
      },
    });
  }

  test('keeps what is set, in order, and forgets it', async () => {
    const keychain = held();
    const { secrets } = place({}, keychain);
    await Promise.all(['A', 'B', 'C'].map((name) => secrets.set(name, `of ${name}`)));
    expect(JSON.parse(keychain.text ?? '')).toEqual({ A: 'of A', B: 'of B', C: 'of C' });
    expect(await secrets.remove('B')).toBe(true);
    expect((await secrets.list()).items.map(({ name, provider }) => [name, provider])).toEqual([
      ['A', 'keychain'],
      ['C', 'keychain'],
    ]);
  });

  test('locked, it says so, and is asked again', async () => {
    const keychain = held();
    keychain.isLocked = true;
    const { secrets } = place({}, keychain);
    await expect(secrets.get('A')).rejects.toMatchObject({ message: 'The keychain cannot be used: it is locked' });
    keychain.isLocked = false;
    expect(await secrets.get('A')).toBe(null);
  });
});

describe('what a definition needs', () => {
  const definition = () => {
    const compiled = compile(
      saga({
        start: 'pay',
        steps: {
          pay: {
            type: 'saga',
            start: 'charge',
            steps: {
              charge: {
                type: 'task',
                activity: 'http',
                with: { url: 'http://x', headers: { a: '{% secrets.TOKEN %}', b: ['{% secrets.OTHER %}'] } },
                compensate: { activity: 'http', with: { url: '{% secrets.UNDO_URL %}' } },
                next: 'log',
              },
              log: { type: 'task', activity: 'log', with: { message: '{% secrets.TOKEN %}' } },
            },
          },
        },
      }),
    );
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    return compiled.definition;
  };

  test('[DA7] is found with its steps, also in what undoes them', () => {
    expect(neededSecrets(definition()).map(({ name, key }) => `${name} ${key}`)).toEqual([
      'TOKEN charge',
      'OTHER charge',
      'UNDO_URL charge#undo',
      'TOKEN log',
    ]);
  });

  test('[DA7] and what of it is not set is warned of once, where it is not mocked', async () => {
    const { secrets } = place({ SAGALOOM_SECRET_OTHER: 'x' });
    const warnings = await missingSecrets(definition(), secrets);
    expect(warnings.map(({ code, step, message }) => [code, step, message])).toEqual([
      ['RUN_SECRET', 'charge', expect.stringContaining('sagaloom secrets set TOKEN')],
      ['RUN_SECRET', 'charge', expect.stringContaining('SAGALOOM_SECRET_UNDO_URL')],
    ]);
    expect(await missingSecrets(definition(), secrets, (key) => key.startsWith('charge'))).toMatchObject([
      { step: 'log' },
    ]);
  });
});
