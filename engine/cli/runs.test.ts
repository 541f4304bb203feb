import { beforeEach, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { hello, napping, writeSaga } from './testing/documents.ts';
import { type Told, within } from './testing/within.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const slowly = { timeout: 60_000 };
const cli = (...args: readonly string[]): Promise<Told> => within(args, { cwd });
const idsOf = ({ stdout }: Told): readonly string[] =>
  (JSON.parse(stdout) as { readonly items: readonly { readonly runId: string }[] }).items.map(({ runId }) => runId);

test('runs are filtered by a text, sorted and counted', slowly, async () => {
  const done = await writeSaga(cwd, 'hello', hello);
  const open = await writeSaga(cwd, 'napping', napping('1h'));
  for (const id of ['one', 'two']) await cli('run', done, '--id', id, '--input', '{}', '--db', '.sagaloom/runs.db');
  await cli('run', open, '--id', 'three', '--timeout', '10ms', '--db', '.sagaloom/runs.db');
  expect(idsOf(await cli('runs', 'status:completed started:<1h', '--json'))).toEqual(['two', 'one']);
  expect(idsOf(await cli('runs', 'workflow:hello', '--sort', 'started:asc', '--json'))).toEqual(['one', 'two']);
  expect(idsOf(await cli('runs', 'thr', '--json'))).toEqual(['three']);
  expect(idsOf(await cli('runs', 'duration:>1d', '--json'))).toEqual([]);
  const counts = JSON.parse((await cli('runs', '--count', '--json')).stdout) as object;
  expect(counts).toMatchObject({
    total: { count: 3, more: false },
    statuses: [
      { status: 'running', count: 1 },
      { status: 'completed', count: 2 },
    ],
  });
});

test.each([
  [['runs', 'color:red'], /color:red: there is no such filter/],
  [['runs', 'status:blue'], /status:blue: there is no such status/],
  [['runs', '--sort', 'size'], /--sort size is no order/],
  [['runs', '--sort', 'ended:up'], /--sort ended:up is no order/],
])('%j is refused in one line', slowly, async (args, line) => {
  const { code, stderr } = await cli(...args);
  expect(code).toBe(1);
  expect(stderr).toMatch(line);
});
