import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NodeEngine } from '../../node/index.ts';
import { openHostEngine } from '../../server/engine.ts';
import { inFolder } from '../measure/folder.ts';
import { openBenchEngine } from './host.ts';

test('what is measured has every projection that hosts have', async () => {
  const projections = async (open: (file: string) => Promise<NodeEngine>): Promise<readonly string[]> =>
    inFolder(async (folder) => {
      const engine = await open(join(folder, 'runs.db'));
      await engine.projected();
      const names = engine.reader.views.lag().map(({ projection }) => projection);
      await engine.close();
      return names;
    });
  const ofHosts = await projections((file) => openHostEngine(file));
  expect(await projections((file) => openBenchEngine(file))).toEqual(ofHosts);
  expect(ofHosts).not.toEqual([]);
});
