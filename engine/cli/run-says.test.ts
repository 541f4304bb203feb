import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { approval, hello, napping, order, writeSaga } from './testing/documents.ts';
import { within } from './testing/within.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const run = (file: string, ...flags: readonly string[]) => within(['run', file, ...flags], { cwd });

/** What is said beside the beginning. */
const said = (stderr: string): readonly string[] =>
  stderr.split('\n').filter((line) => line.startsWith('Run r1 ') && !line.endsWith('has started.'));

describe('without a timeline, a run that does not complete', () => {
  const failing = {
    start: 'stop',
    steps: { stop: { type: 'fail', error: { type: 'shop.closed', message: 'It is\nclosed.' } } },
  };

  test.each(['--trace=none', '--trace=otlp', '--json'])('says in one line what failed where (%s)', async (flag) => {
    const { code, stderr } = await run(await writeSaga(cwd, 'failing', failing), '--id', 'r1', flag);
    expect(code).toBe(2);
    expect(said(stderr)).toEqual(['Run r1 ended as failed at stop: shop.closed: It is closed.']);
  });

  test('names the innermost step of the error', async () => {
    const { stderr } = await run(await writeSaga(cwd, 'order', order('log')), '--id', 'r1', '--trace', 'none');
    expect(said(stderr)).toEqual(['Run r1 ended as compensated at stop: shop.closed: It is closed.']);
  });

  test('says which undo waits for a person, and what repairs it', async () => {
    const { code, stderr } = await run(await writeSaga(cwd, 'order', order('http')), '--id', 'r1', '--trace', 'none');
    expect(code).toBe(3);
    expect(said(stderr)).toEqual([
      expect.stringMatching(/^Run r1 is suspended\. Undoing pay is stuck: .+\. Use sagaloom undo-retry, .+ r1 pay\.$/),
    ]);
  });

  test('is silent of one that completes', async () => {
    const { stderr } = await run(await writeSaga(cwd, 'hello', hello), '--id', 'r1', '--trace', 'none');
    expect(said(stderr)).toEqual([]);
  });
});

describe('a run that is there already', () => {
  const again = async (...flags: readonly string[]) => (await run('hello.saga.json', '--id', 'r1', ...flags)).stderr;

  test('keeps the input it was started with, and says so where another is given', async () => {
    await writeSaga(cwd, 'hello', hello);
    const big = { b: 1, a: 'x'.repeat(300_000) };
    await writeFile(path.join(cwd, 'big.json'), JSON.stringify(big));
    await writeFile(path.join(cwd, 'same.json'), JSON.stringify({ a: big.a, b: big.b }));
    await again('--input', '@big.json');
    const line = /^--input is not used: run r1 keeps the input it was started with\./m;
    expect(await again('--input', '7')).toMatch(line);
    expect(await again('--input', '@same.json')).not.toMatch(line);
    expect(await again()).not.toMatch(line);
  });

  test('its input has to be JSON all the same', async () => {
    const file = await writeSaga(cwd, 'hello', hello);
    await again();
    expect(await run(file, '--id', 'r1', '--input', '{')).toMatchObject({ code: 1 });
  });

  test('an empty id is none', async () => {
    const told = await run(await writeSaga(cwd, 'hello', hello), '--id', '');
    expect(told).toMatchObject({ code: 1, stderr: expect.stringMatching(/^sagaloom: --id is empty/) as string });
  });
});

describe('a run with mocks that is left open', () => {
  const line = /^The mocks were for this command only: .* r1 .* the real activities\.$/m;
  const mocked = async (file: string, mocks: object, ...flags: readonly string[]) => {
    await writeFile(path.join(cwd, 'mocks.json'), JSON.stringify(mocks));
    return run(file, '--mocks', 'mocks.json', '--id', 'r1', ...flags);
  };

  test('says that they are not kept', async () => {
    const file = await writeSaga(cwd, 'order', order('log'));
    const stuck = { pay: [{ return: 1 }], 'pay#undo': [{ throw: { type: 'x', retryable: false } }] };
    const told = await mocked(file, stuck);
    expect(told).toMatchObject({ code: 3, stderr: expect.stringMatching(line) as string });
    const { stderr } = await mocked(file, stuck, '--virtual-time');
    expect(stderr).not.toMatch(line);
  });

  test('says so with --mocks-only as well, and of no run without mocks', async () => {
    const file = await writeSaga(cwd, 'nap', napping('1h'));
    expect((await run(file, '--id', 'r1', '--mocks-only', '--timeout', '20ms')).stderr).toMatch(line);
    expect((await run(file, '--id', 'r1', '--timeout', '20ms')).stderr).not.toMatch(line);
    const asking = await writeSaga(cwd, 'approval', approval);
    expect((await run(asking, '--id', 'r2', '--timeout', '20ms')).stderr).not.toContain('mocks');
  });
});
