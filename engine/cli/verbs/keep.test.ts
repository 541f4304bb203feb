import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { suiteFolder } from '../../node/testing/folder.ts';
import { type Told, within } from '../testing/within.ts';

vi.setConfig({ testTimeout: 60_000 });

const hello = {
  format: 'sagaloom/v1',
  name: 'hello',
  start: 'greet',
  steps: { greet: { type: 'set', assign: {} } },
};

describe('backup and projections', () => {
  const cwd = suiteFolder();
  const cli = (...args: readonly string[]): Promise<Told> => within(args, { cwd });

  test('how far each read model is behind is shown, as text and as JSON', async () => {
    await writeFile(join(cwd, 'hello.saga.json'), JSON.stringify(hello));
    expect(await cli('run', 'hello.saga.json', '--id', 'r1')).toMatchObject({ code: 0 });
    const { code, stdout } = await cli('projections', '--json');
    expect(code).toBe(0);
    const names = ['attributes', 'ledger', 'run_list', 'tasks', 'timers', 'used_definitions'];
    const items = names.map((projection) => ({ projection, behindAppends: 0, behindMs: 0 }));
    expect(JSON.parse(stdout)).toEqual({ items, next: null });
    expect((await cli('projections')).stdout).toMatch(/^PROJECTION +APPENDS BEHIND +MS BEHIND\nattributes +0 +0\n/);
  });

  test('what stands after rebuild is for rebuild', async () => {
    expect(await cli('projections', 'rebuild', '--db', 'none/at/all.db')).toMatchObject({ code: 0, stdout: '' });
    expect(existsSync(join(cwd, 'none/at/all.db'))).toBe(true);
  });

  test('a backup is a database like the one it was made of, and overwrites nothing', async () => {
    expect(await cli('backup', 'copies/monday.db')).toMatchObject({ code: 0, stdout: '' });
    const [one, other] = [await cli('runs', '--json'), await cli('runs', '--json', '--db', 'copies/monday.db')];
    expect(other).toEqual(one);
    const again = await cli('backup', 'copies/monday.db');
    expect(again.code).toBe(4);
    expect(again.stderr).toMatch(/^sagaloom: .*monday\.db is there already and was left as it is\. .*\n$/);
    expect(await cli('backup', 'x.db', '--db', 'nothing.db')).toMatchObject({ code: 4, stdout: '' });
  });
});
