import { expect, test } from 'vitest';
import { activity, head, openTestCode } from './testing/workspace.ts';

const version = (n: number): string => activity('a', `return ${n}`);

test('what is written counts from the next attempt on', async () => {
  const { output, write, untilProblem } = await openTestCode({ 'a.ts': version(1) });
  expect(await output('a')).toBe(1);
  await untilProblem('a', null);
  write('activities/a.ts', version(2));
  await expect.poll(() => output('a'), { timeout: 10_000 }).toBe(2);
  write('activities/b.ts', activity('b', 'return 3'));
  await untilProblem('b', null);
  expect(await output('b')).toBe(3);
});

test('a file that is imported from elsewhere in the workspace counts as well', async () => {
  const { output, write } = await openTestCode({
    'a.ts': `${head}import { n } from '../lib/n.ts'; export const a = defineActivity({ name: 'a', run: () => n });`,
    '../lib/n.ts': 'export const n: number = 1;',
  });
  expect(await output('a')).toBe(1);
  write('lib/n.ts', 'export const n: number = 2;');
  await expect.poll(() => output('a'), { timeout: 10_000 }).toBe(2);
});

test('an attempt under way ends as it began, and its process ends after it', async () => {
  const { output, write, untilProblem } = await openTestCode({
    'a.ts': activity(
      'a',
      `const { existsSync } = await import('node:fs');
       while (input === 'wait' && !existsSync('go')) await new Promise((done) => setTimeout(done, 5));
       return [1, process.pid]`,
    ),
  });
  const old = output('a', 'wait');
  await untilProblem('a', null);
  write('activities/a.ts', activity('a', 'return [2, process.pid]'));
  await expect.poll(async () => (await output('a')) as unknown, { timeout: 10_000 }).toEqual([2, expect.any(Number)]);
  write('go', '');
  const [n, pid] = (await old) as [number, number];
  expect(n).toBe(1);
  await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
});

test('a file that cannot be loaded is a problem with its place, told at once; nothing of it is run, and the rest goes on', async () => {
  const { output, failure, write, untilProblem, code } = await openTestCode({
    'a.ts': version(1),
    'b.ts': activity('b', 'return input'),
  });
  await untilProblem('a', null);
  write('activities/a.ts', `${version(2)}\nexport const x: = 1;\n`);
  await untilProblem('a', /SyntaxError.*\(activities\/a\.ts:5:17\)/);
  expect(await failure('a')).toMatchObject({ type: 'activity.unloadable', effect: 'none' });
  expect(await output('b', 1)).toBe(1);
  expect(code.infos().map(({ name }) => name)).toEqual(['a', 'b']);
  write('activities/a.ts', version(3));
  await untilProblem('a', null);
  expect(await output('a')).toBe(3);
});

test('a removed file takes its activities with it', async () => {
  const { code, remove, untilProblem, failure } = await openTestCode({
    'a.ts': version(1),
    'b.ts': activity('b', 'return 1'),
  });
  await untilProblem('a', null);
  remove('activities/a.ts');
  await expect.poll(() => code.infos().map(({ name }) => name), { timeout: 10_000 }).toEqual(['b']);
  expect(await failure('a')).toMatchObject({ type: 'activity.unknown', effect: 'none' });
});

test('of two files with one name neither is run, and the engine’s own keeps its name', async () => {
  const { code, failure } = await openTestCode({
    'a.ts': version(1),
    'b.ts': version(2),
    'c.ts': activity('http', 'return 1'),
  });
  expect(code.infos().map(({ name, problem }) => [name, problem])).toEqual([
    ['a', 'a is defined 2 times, in activities/a.ts and activities/b.ts; give each its own name.'],
    ['http (activities/c.ts)', 'http is built in; give the activity in activities/c.ts another name.'],
  ]);
  expect(await failure('a')).toMatchObject({ type: 'activity.unloadable' });
});

test('a file that takes its process with it when it is loaded is left out, and the rest is loaded', async () => {
  const { code, output } = await openTestCode({
    'a.ts': 'process.exit(5);',
    'b.ts': version(1),
    'c.ts': "throw new Error('never');",
    'd.ts': "import './none.ts';",
    'e.ts': "import { defineActivity } from 'sagaloom'; const a = defineActivity({ name: 'lost', run() {} });",
    'f.ts': "import { defineActivity } from 'sagaloom'; export const f = defineActivity({ name: 'a b', run() {} });",
    'g.test.ts': 'process.exit(6);',
  });
  expect(await output('a')).toBe(1);
  expect(code.infos().map(({ name, problem }) => [name, problem])).toEqual([
    ['a', null],
    ['activities/a.ts', expect.stringContaining('process.exit(5)')],
    ['activities/c.ts', 'Error: never (activities/c.ts:1:7).'],
    ['activities/d.ts', expect.stringContaining('activities/none.ts')],
    ['activities/e.ts', expect.stringContaining('export')],
    ['activities/f.ts', expect.stringContaining('"a b"')],
  ]);
});

test('code of a workspace that nobody trusts is shown and not run, until somebody does', async () => {
  let isTrusted = false;
  const { failure, output, untilProblem } = await openTestCode(
    { 'a.ts': version(1), 'b.ts': 'process.exit(1)' },
    { isTrusted: () => isTrusted },
  );
  await untilProblem('a', /not trusted/);
  expect(await failure('a')).toMatchObject({ type: 'activity.untrusted', effect: 'none', retryable: false });
  isTrusted = true;
  await untilProblem('a', null);
  expect(await output('a')).toBe(1);
  isTrusted = false;
  expect(await failure('a')).toMatchObject({ type: 'activity.untrusted' });
});

test('under load no attempt is lost, and each is done by one whole version', { timeout: 60_000 }, async () => {
  const whole = (n: number): string => `${head}import { n } from './lib/n.ts';
export const a = defineActivity({ name: 'a', async run() { await null; return [${n}, n] } });`;
  const { output, write, untilProblem } = await openTestCode({ 'a.ts': whole(0), 'lib/n.ts': 'export const n = 0;' });
  await untilProblem('a', null);
  const over = new AbortController();
  const seen = new Set<number>();
  const callers = Array.from({ length: 8 }, async () => {
    let done = 0;
    while (!over.signal.aborted) {
      const [a] = (await output('a')) as [number, number];
      seen.add(a);
      done += 1;
    }
    return done;
  });
  for (let n = 1; n <= 8; n += 1) {
    write('activities/lib/n.ts', `export const n = ${n};`);
    write('activities/a.ts', whole(n));
    await expect.poll(() => seen.has(n), { timeout: 20_000 }).toBe(true);
  }
  over.abort();
  const counts = await Promise.all(callers);
  expect(Math.min(...counts)).toBeGreaterThan(8);
  expect(await output('a')).toEqual([8, 8]);
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
