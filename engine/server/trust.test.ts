import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { livePlace } from './live-place.ts';
import { distrust, isTrusted, trust, trustedFolders } from './trust.ts';

function scene() {
  const env = { XDG_STATE_HOME: testFolder() };
  return { env, workspace: testFolder(), file: path.join(env.XDG_STATE_HOME, 'sagaloom', 'trusted.json') };
}

describe('trust', () => {
  test('is given to a folder by its real path, and taken back; it is kept in the state folder of the user', async () => {
    const { env, workspace, file } = scene();
    expect(isTrusted(workspace, env)).toBe(false);
    const link = path.join(testFolder(), 'link');
    symlinkSync(workspace, link);
    expect(await trust(link, 'cli', env)).toBe(workspace);
    expect([isTrusted(workspace, env), isTrusted(link, env)]).toEqual([true, true]);
    expect(trustedFolders(env)).toMatchObject([{ folder: workspace, by: 'cli', at: expect.any(String) as string }]);
    expect([statSync(file).mode & 0o777, statSync(path.dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(await distrust(link, env)).toBe(workspace);
    expect([isTrusted(workspace, env), trustedFolders(env)]).toEqual([false, []]);
  });

  test('of one folder is none of what is in it or around it, nor of a link that is turned elsewhere', async () => {
    const { env, workspace } = scene();
    const inner = path.join(workspace, 'inner');
    mkdirSync(inner);
    await trust(inner, 'cli', env);
    expect(isTrusted(workspace, env)).toBe(false);
    await distrust(inner, env);
    await trust(workspace, 'cli', env);
    expect(isTrusted(inner, env)).toBe(false);
    const link = path.join(testFolder(), 'link');
    symlinkSync(workspace, link);
    rmSync(link);
    symlinkSync(inner, link);
    expect(isTrusted(link, env)).toBe(false);
  });

  test('can be taken from a folder that is gone', async () => {
    const { env } = scene();
    const gone = testFolder();
    await trust(gone, 'cli', env);
    rmSync(gone, { recursive: true });
    await distrust(gone, env);
    expect(trustedFolders(env)).toEqual([]);
  });

  test.each(['', '{', '{"folders":[]}', '{"folders":{"/":true}}'])(
    'a damaged file (%s) trusts nobody',
    async (text) => {
      const { env, workspace, file } = scene();
      await trust(workspace, 'cli', env);
      writeFileSync(file, text);
      expect(isTrusted(workspace, env)).toBe(false);
      await trust(workspace, 'cli', env);
      expect(isTrusted(workspace, env)).toBe(true);
    },
  );

  test('of several at once is all kept', async () => {
    const { env, file } = scene();
    const folders = Array.from({ length: 8 }, () => testFolder());
    await Promise.all(folders.map((folder) => trust(folder, 'cli', env)));
    expect(trustedFolders(env).map(({ folder }) => folder)).toEqual(folders.toSorted());
    expect(readFileSync(file, 'utf8')).toContain('"by": "cli"');
  });

  test('and settings are seen by attempts without a restart; wrong settings are told with their place', async () => {
    const { env, workspace } = scene();
    const now = livePlace(workspace, env);
    expect(now()).toMatchObject({ ok: true, place: { workspace, isTrusted: false } });
    await trust(workspace, 'cli', env);
    await expect.poll(() => now()).toMatchObject({ place: { isTrusted: true } });
    const config = path.join(workspace, 'sagaloom.config.json');
    writeFileSync(config, '{ "connections": { "db": { "type": "sqlite" } } }');
    await expect.poll(() => now()).toMatchObject({ place: { settings: { connections: { db: { type: 'sqlite' } } } } });
    writeFileSync(config, '{\n "connections": 1 }');
    await expect
      .poll(() => now())
      .toMatchObject({
        ok: false,
        message: expect.stringContaining('sagaloom.config.json:2:17') as string,
      });
  });
});
