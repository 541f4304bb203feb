import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Validator } from '@cfworker/json-schema';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { liveWorkspaceConfig, readWorkspaceConfig } from './config-file.ts';
import { configJsonSchema } from './config-schema.ts';

async function workspaceWith(text: string | null): Promise<string> {
  const folder = testFolder();
  if (text !== null) await writeFile(path.join(folder, 'sagaloom.config.json'), text);
  return folder;
}

async function messageOf(text: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const config = readWorkspaceConfig(await workspaceWith(text), env);
  if (config.ok) throw new Error('it was understood');
  return config.message.replace(/^.*sagaloom\.config\.json/, 'FILE');
}

describe('sagaloom.config.json', () => {
  test('absent, it says nothing', async () => {
    expect(readWorkspaceConfig(await workspaceWith(null), {})).toMatchObject({ ok: true, source: { values: {} } });
  });

  test('[DA6] present, it gives values', async () => {
    const folder = await workspaceWith('{ "$schema": "./x.json", "config": { "A": 1, "B": true } }');
    expect(readWorkspaceConfig(folder, {})).toMatchObject({ ok: true, source: { values: { A: 1, B: true } } });
  });

  test.each([
    ['{', 'FILE:1:2: This is not JSON: a } is missing.'],
    ['[]', 'FILE:1:1: it is wrong: Invalid input: expected object, received array.'],
    [
      '{\n  "config": {\n    "A": null\n  }\n}',
      'FILE:3:10: it is wrong at /config/A: a value of config is a text, a number, true or false.',
    ],
    [
      '{\n  "confg": {} }',
      'FILE:2:12: it is wrong at /confg: there is no setting "confg": write config if that is meant.',
    ],
    ['{ "config": {}, "config": {} }', 'FILE:1:13: "config" is here twice: rename or remove one.'],
    ['{ // a\n }', 'FILE:1:3: This is not JSON: comments are not allowed (use description).'],
    [
      '{ "environments": { "x": { "environments": {} } } }',
      'FILE:1:44: it is wrong at /environments/x/environments: there is no setting "environments": remove it, or correct its name.',
    ],
  ])('that cannot be understood (%s) is told with line and column', async (text, message) => {
    expect(await messageOf(text)).toBe(message);
  });

  test('that cannot be read is an error, not an empty one', async () => {
    const config = readWorkspaceConfig(path.join(await workspaceWith('{}'), 'sagaloom.config.json', '..'), {});
    expect(config).toMatchObject({ ok: true }); // a path as good as any
    const folder = testFolder();
    const { mkdirSync } = await import('node:fs');
    mkdirSync(path.join(folder, 'sagaloom.config.json'));
    expect(readWorkspaceConfig(folder, {})).toMatchObject({
      ok: false,
      message: expect.stringContaining('could not be read: EISDIR') as string,
    });
  });
});

describe('environments', () => {
  const file = JSON.stringify({
    config: { URL: 'http://base', LIMIT: 1 },
    connections: { db: { type: 'sqlite', file: 'base.db' }, other: { type: 'sqlite', file: 'other.db' } },
    environments: {
      production: { config: { URL: 'http://real' }, connections: { db: { type: 'postgres', url: 'x' } } },
      staging: {},
    },
  });
  const inEnvironment = async (SAGALOOM_ENV: string) =>
    readWorkspaceConfig(await workspaceWith(file), { SAGALOOM_ENV });

  test('[DA6] the chosen one replaces what it names, name by name, and leaves the rest', async () => {
    expect(await inEnvironment('production')).toMatchObject({
      environment: 'production',
      source: { values: { URL: 'http://real', LIMIT: 1 } },
      settings: { connections: { db: { type: 'postgres', url: 'x' }, other: { type: 'sqlite', file: 'other.db' } } },
    });
    const { source, settings } = (await inEnvironment('production')) as Extract<
      ReturnType<typeof readWorkspaceConfig>,
      { ok: true }
    >;
    expect([Object.keys(source.values), settings.connections?.['db']]).toEqual([
      ['URL', 'LIMIT'],
      { type: 'postgres', url: 'x' },
    ]);
  });

  test('[DA6] none, or one that names nothing, is what stands above', async () => {
    const base = { URL: 'http://base', LIMIT: 1 };
    expect(await inEnvironment('')).toMatchObject({ environment: null, source: { values: base } });
    expect(await inEnvironment('staging')).toMatchObject({ environment: 'staging', source: { values: base } });
  });

  test('[DA6] one that is not there is an error that lists those that are', async () => {
    expect(await messageOf(file, { SAGALOOM_ENV: 'prodution' })).toContain(
      'FILE; there are production, staging. Did you mean production?',
    );
    expect(await messageOf('{}', { SAGALOOM_ENV: 'toString' })).toContain('FILE; there are none. Add "environments"');
    const absent = readWorkspaceConfig(await workspaceWith(null), { SAGALOOM_ENV: 'production' });
    expect(absent).toMatchObject({ ok: false });
  });
});

describe('a live file', () => {
  const valueOf = (config: ReturnType<typeof readWorkspaceConfig>) =>
    config.ok ? config.source.values['A'] : config.message;

  test('[DA6] is what it says now: changed, wrong, right again, gone', async () => {
    const folder = await workspaceWith('{ "config": { "A": 1 } }');
    const file = path.join(folder, 'sagaloom.config.json');
    const now = liveWorkspaceConfig(folder, {});
    expect(valueOf(now())).toBe(1);
    await writeFile(file, '{ "config": { "A": 2 } }');
    await expect.poll(() => valueOf(now())).toBe(2);
    await writeFile(file, '{ "config": ');
    await expect.poll(() => valueOf(now())).toContain('sagaloom.config.json:1:13: This is not JSON');
    await writeFile(file, '{ "config": { "A": 3 } }');
    await expect.poll(() => valueOf(now())).toBe(3);
  });

  test('[DA6] two changes in one tick of the clock are both seen', async () => {
    const folder = await workspaceWith('{ "config": { "A": 1 } }');
    const file = path.join(folder, 'sagaloom.config.json');
    const now = liveWorkspaceConfig(folder, {});
    const tick = new Date();
    writeFileSync(file, '{ "config": { "A": 2 } }');
    utimesSync(file, tick, tick);
    expect(valueOf(now())).toBe(2);
    writeFileSync(file, '{ "config": { "A": 3 } }');
    utimesSync(file, tick, tick);
    await expect.poll(() => valueOf(now())).toBe(3);
  });
});

describe('the published JSON Schema', () => {
  const file = path.resolve(import.meta.dirname, '../schema/config.v1.schema.json');

  test('is what the code makes: run `npm run schema`', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(configJsonSchema());
  });

  test('says of a file what the code says', async () => {
    const validator = new Validator(configJsonSchema(), '2020-12');
    const files = [
      {},
      { config: { A: 1 } },
      { config: { A: null } },
      { confg: {} },
      { environments: { a: { config: { A: 'x' } } } },
      { environments: { 'a b': {} } },
      { environments: { a: { environments: {} } } },
      { connections: { db: { type: 'x', n: 1 } } },
      { connections: { db: { n: 1 } } },
    ];
    for (const each of files) {
      const config = readWorkspaceConfig(await workspaceWith(JSON.stringify(each)), {});
      expect([each, validator.validate(each).valid]).toEqual([each, config.ok]);
    }
  });
});
