import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const BIN = resolve(import.meta.dirname, '../bin/sagaloom');
const run = promisify(execFile);

test('sagaloom bench measures, and gives one document', async () => {
  const args = ['bench', 'w2', '--rounds', '1', '--seconds', '0.05', '--no-peers', '--json'];
  const { stdout } = await run(process.execPath, [BIN, ...args]);
  const above = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0);
  expect(JSON.parse(stdout)).toMatchObject({
    rounds: 1,
    fsyncPerSecond: above,
    w2: { runsPerSecond: above, p50Ms: above, cpuSecondsPer1000Steps: above, rssMb: above, ratioToLog: above },
  });
}, 60_000);

test('sagaloom bench refuses what it does not know with exit code 1 and one line', async () => {
  await expect(run(process.execPath, [BIN, 'bench', 'w9'])).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^sagaloom: There is no bench named w9.*\n$/),
  });
});
