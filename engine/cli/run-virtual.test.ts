import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { json, listen } from '../activities/testing/server.ts';
import { testFolder } from '../node/testing/folder.ts';
import { toJsonObject } from '../server/json.ts';
import { compileDocument } from '../server/prepare-run.ts';
import { virtualHost } from './run/host.ts';
import { approval, hello, napping, writeSaga } from './testing/documents.ts';
import { within } from './testing/within.ts';
import { workforceIn } from './workforce.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const virtually = (file: string, ...flags: readonly string[]) =>
  within(['run', file, '--virtual-time', ...flags], { cwd });

/** Of what is said, the line about how it was left. */
const left = (stderr: string): readonly string[] => stderr.split('\n').filter((line) => line.includes('still open'));

describe('in virtual time, a run that nobody can move', () => {
  test('ends with 3 and says what it waits for', async () => {
    const { code, stderr } = await virtually(await writeSaga(cwd, 'approval', approval));
    expect(code).toBe(3);
    expect(left(stderr)).toEqual([
      expect.stringMatching(/nothing will move it: ask waits for the signal approved\. Signals .* --signals FILE\.$/),
    ]);
  });

  test('says so of its children as well', async () => {
    await writeSaga(cwd, 'approval', approval);
    const steps = { one: { type: 'child', workflow: 'approval' } };
    const { code, stderr } = await virtually(await writeSaga(cwd, 'parent', { start: 'one', steps }));
    expect(code).toBe(3);
    expect(left(stderr)).toEqual([expect.stringMatching(/: ask waits for the signal approved \(in run .+\)\./)]);
  });

  test('may still be moved by a signal that comes later', async () => {
    const later = [{ name: 'approved', payload: { by: 'eve' }, at: '3h' }];
    await writeFile(path.join(cwd, 'later.json'), JSON.stringify(later));
    const file = await writeSaga(cwd, 'approval', approval);
    const { code, stdout } = await virtually(file, '--signals', 'later.json', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { output: { by: 'eve' }, durationMs: 10_800_000 }]);
  });

  test('is not one with a real request under way', async () => {
    const shop = await listen((_, response) => void setTimeout(200).then(() => json(response, 200, { ok: true })));
    onTestFinished(() => shop.close());
    const ask = { type: 'task', activity: 'http', with: { url: shop.url }, readOnly: true };
    const { code } = await virtually(await writeSaga(cwd, 'asking', { start: 'ask', steps: { ask } }));
    expect(code).toBe(0);
  });
});

describe('the time limit of a run in virtual time', () => {
  test.each([
    ['1h', 3],
    ['2h', 0],
    ['3h', 0],
  ])('%s of a wait of two hours: %d, at once', async (limit, code) => {
    const begun = performance.now();
    expect(await virtually(await writeSaga(cwd, 'nap', napping('2h')), '--timeout', limit)).toMatchObject({ code });
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  test('strikes in our time too: virtual time stands still while a real activity does not answer', async () => {
    const shop = await listen(() => {});
    onTestFinished(() => shop.close());
    const ask = { type: 'task', activity: 'http', with: { url: shop.url }, readOnly: true };
    const file = await writeSaga(cwd, 'asking', { start: 'ask', steps: { ask } });
    expect(await virtually(file, '--timeout', '300ms')).toMatchObject({ code: 3 });
  });
});

test('what goes on by itself is not said to wait', async () => {
  expect(left((await virtually(await writeSaga(cwd, 'hello', hello))).stderr)).toEqual([]);
});

test('[DA7] an attempt that is being given its secrets is neither timed out nor without a move', async () => {
  const a = { type: 'task', activity: 'log', with: { message: '{% secrets.TOKEN %}' }, readOnly: true };
  const compiled = compileDocument(
    JSON.stringify({ format: 'sagaloom/v1', name: 'one', start: 'a', steps: { a } }),
    null,
  );
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const workforce = await workforceIn(cwd);
  onTestFinished(() => workforce.close());
  const secrets = { get: () => setTimeout(50, 'planted') };
  const host = await virtualHost({ workforce, mocks: {}, mocksOnly: false, workflows: cwd, sources: [], secrets });
  onTestFinished(() => host.close(0));
  const { definition, hash } = compiled.value;
  const start = { definition: toJsonObject(definition), hash, input: null, config: {}, by: 'test', runId: 'r1' };
  await host.engine.start(start);
  expect(await host.until(host.engine.settled('r1'))).toMatchObject({ status: 'completed' });
});
