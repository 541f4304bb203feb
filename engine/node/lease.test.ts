import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openEngine, openReader } from './index.ts';
import { takeLease } from './lease.ts';
import { startChild } from './testing/child.ts';
import { testFolder } from './testing/folder.ts';

vi.setConfig({ testTimeout: 60_000 }); // processes are started, and the machine may be busy

const idle = { perform: () => new Promise<never>(() => {}) };

describe('one engine a database', () => {
  test('[HO3][LE1] a second one is refused in one line that names the first, and gets it when the first is killed', async () => {
    const database = join(testFolder(), 'runs.db');
    const child = startChild('./open-child.ts', [database]);
    onTestFinished(() => child.kill());
    expect(await child.line()).toEqual({ open: true });
    await expect(openEngine({ database, activities: idle })).rejects.toMatchObject({
      code: 'database.inUse',
      message: expect.stringMatching(
        new RegExp(`^[^\\n]*runs\\.db is in use by another engine \\(process ${child.pid}\\)\\. [^\\n]+$`),
      ),
    });
    await child.kill();
    const engine = await openEngine({ database, activities: idle });
    await engine.close();
  });

  test('[LE1] in one process too, and through a link', async () => {
    const folder = testFolder();
    const database = join(folder, 'runs.db');
    const engine = await openEngine({ database, activities: idle });
    symlinkSync(database, join(folder, 'link.db'));
    for (const same of [database, join(folder, '..', basename(folder), 'runs.db'), join(folder, 'link.db')]) {
      await expect(openEngine({ database: same, activities: idle })).rejects.toMatchObject({ code: 'database.inUse' });
    }
    await engine.close();
    await (await openEngine({ database: join(folder, 'link.db'), activities: idle })).close();
  });

  test('[LE1] a lease that is released is free, as often as you like', () => {
    const database = join(testFolder(), 'runs.db');
    for (let i = 0; i < 3; i += 1) expect(() => takeLease(database).release()).not.toThrow();
  });

  test('[HO3][LE2] readers work beside a running engine', async () => {
    const database = join(testFolder(), 'runs.db');
    const engine = await openEngine({ database, activities: idle });
    const reader = openReader(database);
    expect(reader.runs()).toEqual({ items: [], next: null });
    reader.close();
    await engine.close();
  });
});
