import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { hello, writeSaga } from './testing/documents.ts';
import { type Told, within } from './testing/within.ts';

let cwd: string;
beforeEach(async () => {
  cwd = testFolder();
  await mkdir(path.join(cwd, 'flows'));
});

const cli = (...args: readonly string[]): Promise<Told> => within(args, { cwd });
const given = (name: string): Promise<string> => writeSaga(path.join(cwd, 'flows'), name, hello);
const sample = (): Promise<void> => writeFile(path.join(cwd, 'flows', 'input.json'), '{"from":"the sample"}');
const outputOf = ({ stdout }: Told): unknown => (JSON.parse(stdout) as { output: unknown }).output;

test('a folder with one workflow stands for it, and is run with the sample beside it, which is said', async () => {
  await given('hello');
  await sample();
  const ran = await cli('run', 'flows', '--virtual-time', '--json');
  expect(outputOf(ran)).toEqual({ from: 'the sample' });
  expect(ran.stderr).toContain('flows/hello.saga.json, with flows/input.json');
});

test('an input that is given goes before the sample; and a file that is named has none', async () => {
  const file = await given('hello');
  await sample();
  expect(outputOf(await cli('run', 'flows', '--input', '1', '--virtual-time', '--json'))).toBe(1);
  expect(outputOf(await cli('run', `flows/${file}`, '--virtual-time', '--json'))).toBeNull();
});

test('of several, one has to be named; none is said to be none', async () => {
  expect(await cli('compile', 'flows')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/without a workflow/) as string,
  });
  await given('b');
  await given('a');
  const { code, stderr } = await cli('run', 'flows');
  expect([code, stderr]).toEqual([
    1,
    'sagaloom: flows is a folder with 2 workflows; name one: flows/a.saga.json, flows/b.saga.json.\n',
  ]);
});

test('validate takes all the workflows of a folder', async () => {
  await given('b');
  await given('a');
  const { code, stdout } = await cli('validate', 'flows', '--json');
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { file: string }[]).map(({ file }) => file)).toEqual([
    'flows/a.saga.json',
    'flows/b.saga.json',
  ]);
});
