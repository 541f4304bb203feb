import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { json, listen } from '../activities/testing/server.ts';
import { openHostEngine } from '../server/engine.ts';
import { compileDocument } from '../server/prepare-run.ts';
import { toJsonObject } from '../server/json.ts';
import { testFolder } from '../node/testing/folder.ts';
import { hello, napping, writeSaga } from './testing/documents.ts';
import { within } from './testing/within.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

/** Leaves a run in the midst of an attempt, as a crash would. */
async function leaveOpen(runId: string): Promise<void> {
  const document = {
    format: 'sagaloom/v1',
    name: 'theirs',
    start: 'a',
    steps: { a: { type: 'task', activity: 'log' } },
  };
  const compiled = compileDocument(JSON.stringify(document), null);
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const { definition, hash } = compiled.value;
  const silent = { perform: () => new Promise<never>(() => {}) };
  const engine = await openHostEngine(`${cwd}/.sagaloom/runs.db`, { activities: silent });
  await engine.start({ definition: toJsonObject(definition), hash, input: null, config: {}, by: 'them', runId });
  await engine.close();
}

async function eventsOf(runId: string): Promise<readonly string[]> {
  const { stdout } = await within(['history', runId, '--json'], { cwd });
  return (JSON.parse(stdout) as { items: readonly { type: string }[] }).items.map(({ type }) => type);
}

test('a command moves its own run only: others that are open are left to whoever carries them on', async () => {
  await leaveOpen('theirs');
  const untouched = await eventsOf('theirs');
  expect(untouched).toEqual(['RunStarted', 'StepStarted']);
  const nap = await writeSaga(cwd, 'nap', napping('1h'));
  for (const args of [
    ['run', await writeSaga(cwd, 'hello', hello)],
    ['run', nap, '--id', 'mine', '--timeout', '20ms'],
    ['run', nap, '--id', 'mine', '--timeout', '20ms'],
    ['cancel', 'mine'],
    ['projections', 'rebuild'],
  ])
    expect((await within(args, { cwd })).stderr).not.toContain('sagaloom:');
  expect(await eventsOf('theirs')).toEqual(untouched);
  await within(['cancel', 'theirs'], { cwd });
  expect(await eventsOf('theirs')).toContain('AttemptFailed');
});

test('a cancel waits for what it has begun: every undo is done when it ends', async () => {
  const shop = await listen((_, response) => void setTimeout(() => json(response, 200, {}), 50));
  onTestFinished(() => shop.close());
  const compensate = { activity: 'http', with: { method: 'POST', url: shop.url } };
  const pay = { type: 'task', activity: 'log', with: { message: 'pay' }, compensate };
  const steps = { one: { ...pay, next: 'two' }, two: { ...pay, next: 'nap' }, nap: { type: 'wait', for: '1h' } };
  const file = await writeSaga(cwd, 'order', {
    start: 'order',
    steps: { order: { type: 'saga', start: 'one', steps } },
  });
  await within(['run', file, '--id', 'r1', '--timeout', '200ms'], { cwd });
  const { stdout } = await within(['cancel', 'r1', '--json'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({ status: 'cancelled', undo: 'complete' });
});
