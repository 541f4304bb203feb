import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import type { ActivityInfo } from '../contract/types.ts';
import { within } from '../cli/testing/within.ts';
import { testFolder } from '../node/testing/folder.ts';
import { createEngineHost } from './host.ts';
import { saga } from './testing/place.ts';
import { trust } from './trust.ts';

const twice = (n: number): string => `import { defineActivity } from 'sagaloom';
import { z } from 'zod';
export const twice = defineActivity({
  name: 'twice', summary: 'Doubles.', docs: 'It **doubles**.', examples: [{ title: 'Two', with: { n: 2 } }],
  input: z.object({ n: z.number().meta({ description: 'What is doubled.' }) }), output: z.object({ n: z.number() }),
  run: ({ n }) => ({ n: n * ${n} }),
});
`;

const doubling = saga({
  start: 'double',
  steps: { double: { type: 'task', activity: 'twice', with: { n: '{% input.n %}' } } },
  returns: '{% steps.double.output.n %}',
});

function write(workspace: string, text: string): void {
  mkdirSync(path.join(workspace, 'activities'), { recursive: true });
  writeFileSync(path.join(workspace, 'activities', 'twice.ts'), text);
}

test('who only opens a folder has its code loaded once it is trusted, and not before', async () => {
  const workspace = testFolder();
  const env = { HOME: testFolder() };
  write(workspace, twice(2));
  const host = await createEngineHost({ workspace, database: 'runs.db', shop: null, env, ownCode: 'whenTrusted' });
  onTestFinished(() => host.close());
  const { activities } = createRouterClient(host.router, { context: host.context });
  const problem = async () => (await activities.list()).find(({ name }) => name === 'twice')?.problem;
  expect(await problem()).toContain('sagaloom trust');
  const stop = new AbortController();
  const lists = await activities.changes(undefined, { signal: stop.signal }); // somebody looks, as a designer does
  await trust(workspace, 'test', env);
  await lists.next();
  await expect.poll(problem, { timeout: 10_000 }).toBeNull();
  stop.abort();
});

test('a folder of activities that is made while the engine is up is there at once, and run', async () => {
  const workspace = testFolder();
  const env = { HOME: testFolder() };
  const host = await createEngineHost({ workspace, database: 'runs.db', shop: null, env });
  onTestFinished(() => host.close());
  const client = createRouterClient(host.router, { context: host.context });
  const stop = new AbortController();
  const lists = await client.activities.changes(undefined, { signal: stop.signal });
  const until = async (fits: (info: ActivityInfo | undefined) => boolean): Promise<void> => {
    for (;;) {
      const { value } = await lists.next();
      if (fits((value as readonly ActivityInfo[] | undefined)?.find(({ name }) => name === 'twice'))) return;
    }
  };
  write(workspace, twice(2));
  await until((info) => info?.problem === null && info.source === 'workspace');
  const outputOf = async (n: number) => {
    const { runId } = await client.runs.start({ document: doubling, input: { n } });
    for await (const _ of await client.runs.watch({ runId }));
    return (await client.runs.get({ runId })).output;
  };
  expect(await outputOf(21)).toBe(42);
  write(workspace, `${twice(3)}export const x: = 1;`);
  await until((info) => /SyntaxError/.test(info?.problem ?? ''));
  write(workspace, twice(3));
  await until((info) => info?.problem === null);
  expect(await outputOf(21)).toBe(63);
  stop.abort();
  await expect
    .poll(() => readFileSync(path.join(workspace, '.sagaloom', 'types', 'activities.d.ts'), 'utf8'))
    .toContain('readonly twice: {');
});

test('the command line runs, lists and documents a workspace’s own activities', async () => {
  const cwd = testFolder();
  write(cwd, twice(2));
  writeFileSync(path.join(cwd, 'double.saga.json'), doubling);
  const run = () => within(['run', 'double.saga.json', '--input', '{"n":4}', '--json'], { cwd });
  expect(JSON.parse((await run()).stdout)).toMatchObject({ status: 'completed', output: 8 });
  expect((await within(['activities'], { cwd })).stdout).toMatch(/twice +workspace +Doubles\./);
  const page = (await within(['activities', 'twice'], { cwd })).stdout;
  expect(page).toContain('# twice\n\nDoubles.\n\nIt **doubles**.');
  expect(page).toContain('| `n` | `number` | yes | What is doubled. |');
  expect(page).toContain('"activity": "twice"');
  expect((await within(['activities', 'none'], { cwd })).code).toBe(1);
  expect((await within(['types'], { cwd })).code).toBe(0);
  expect(readFileSync(path.join(cwd, 'activities', 'tsconfig.json'), 'utf8')).toContain('.sagaloom/types');
});
