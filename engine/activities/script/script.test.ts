import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import type { ActivityLogger } from '../activity.ts';
import { testContext } from '../testing/context.ts';
import { scriptActivity } from './index.ts';
import { MAX_LINES } from './limits.ts';

afterAll(() => scriptActivity.close?.());

const never = new AbortController().signal;

interface More {
  readonly input?: Json;
  readonly timeout?: string;
  readonly memoryMb?: number;
}

const run = (
  code: string,
  more: More = {},
  signal = never,
  logger: ActivityLogger = () => {},
): Promise<AttemptResult> => scriptActivity.perform({ code, ...more }, testContext({ logger }), signal);

async function outputOf(code: string, more?: More): Promise<Json> {
  const result = await run(code, more);
  if (result.kind !== 'completed') throw new Error(`it failed: ${JSON.stringify(result)}`);
  return result.output;
}

async function failureOf(code: string, more?: More, signal?: AbortSignal): Promise<Failure> {
  const result = await run(code, more, signal);
  if (result.kind !== 'failed') throw new Error(`it succeeded: ${JSON.stringify(result)}`);
  expect(result.error.effect).toBe('none'); // AT2: whatever became of it
  return result.error;
}

describe('script: what the code is', () => {
  test.each<readonly [string, string, Json]>([
    ['the body of a function', 'return input.a + 1', 3],
    ['a body that awaits', 'const b = await Promise.all([1, Promise.resolve(input.a)]); return b', [1, 2]],
    ['a body that gives nothing', 'input.a += 1', null],
    ['a body whose last line is a comment', 'return 1 // so it is', 1],
    ['a module that exports a function', 'const add = (n) => n + 1;\nexport default ({ a }) => add(a)', 3],
    ['a module that exports an async function', 'export default async function ({ a }) { await null; return a }', 2],
    ['a module that exports a value, awaited at its top', 'const a = await Promise.resolve(7);\nexport default a', 7],
    ['a body with a line that looks like an export', 'return `\nexport default 1`', '\nexport default 1'],
  ])('%s', async (_, code, expected) => {
    expect(await outputOf(code, { input: { a: 2 } })).toEqual(expected);
  });

  test('[AT3] it sees its input, the key of the step, and may declare names of its own', async () => {
    expect(await outputOf('return { input, key: step.key }')).toEqual({ input: null, key: 'key-1' });
    expect(await outputOf('const input = 1, step = 2; return input + step')).toBe(3);
  });

  test('what JSON can hold comes in and goes out as it is, names like __proto__ included', async () => {
    const json = fc.jsonValue({ depthSize: 'large' }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
    const odd = fc.constantFrom<Json>(
      ...['{"__proto__":{"a":1},"constructor":1}', '"\\u0000\\ud800"'].map((text) => JSON.parse(text) as Json),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, odd), async (value) => {
        expect(JSON.stringify(await outputOf('return input', { input: value }))).toBe(JSON.stringify(value));
      }),
      { numRuns: 60 },
    );
  });
});

describe('script: what it reaches', () => {
  test.each([
    'require',
    'process',
    'fetch',
    'setTimeout',
    'setInterval',
    'queueMicrotask',
    'Buffer',
    'WebAssembly',
    'Worker',
    'Atomics',
    'performance',
    'std',
    'os',
  ])('there is no %s', async (name) => {
    expect(
      await outputOf(`return [typeof ${name}, typeof globalThis.${name}, typeof (0, eval)('this').${name}]`),
    ).toEqual(['undefined', 'undefined', 'undefined']);
  });

  test('nothing can be imported', async () => {
    expect(await failureOf('await import("node:fs")')).toMatchObject({ type: 'script.error' });
    expect(await failureOf('import fs from "node:fs";\nexport default fs')).toMatchObject({
      type: 'script.syntax',
      retryable: false,
    });
  });

  test('the constructors of what it is given lead to its own world only', async () => {
    const code = `const makers = [input, console.log, step, (async () => {}), (function* () {})].map((each) => each.constructor.constructor ?? each.constructor);
      return makers.map((make) => { try { return typeof make('return typeof process')() } catch (error) { return error.name } });`;
    expect(JSON.stringify(await outputOf(code, { input: {} }))).not.toContain('object');
    expect(await outputOf(`return console.log.constructor('return typeof process')()`)).toBe('undefined');
  });

  test('the clock and chance are there', async () => {
    const before = Date.now();
    const now = await outputOf('return [Date.now(), Math.random() < 1]');
    expect(now).toEqual([expect.closeTo(before, -5), true]);
  });

  test('nothing of one attempt is there in the next, changed built-ins included', async () => {
    const mark = `globalThis.mark = 1; Array.prototype.mark = 1; Object.prototype.mark = 1; JSON.stringify = () => '1'; Promise.prototype.then = null; console.log = null; return 1`;
    await Promise.all(Array.from({ length: 8 }, () => outputOf(mark).catch(() => null))); // in every thread there is
    const seen = await Promise.all(
      Array.from({ length: 8 }, () =>
        outputOf('return [globalThis.mark ?? null, [].mark ?? null, JSON.stringify([2]), typeof console.log]'),
      ),
    );
    for (const each of seen) expect(each).toEqual([null, null, '[2]', 'function']);
  });
});

describe('script: its console', () => {
  test('lines go to the log with their level, objects as JSON', async () => {
    const lines: Json[] = [];
    const code = `console.log('a', { b: 1 }, [2], undefined, 3n); console.warn(new TypeError('t')); console.error(Symbol('s')); console.debug(null)`;
    await run(code, {}, never, (level, message) => lines.push([level, message]));
    expect(lines).toEqual([
      ['info', 'a {"b":1} [2] undefined 3'],
      ['warn', 'TypeError: t'],
      ['error', 'Symbol(s)'],
      ['debug', 'null'],
    ]);
  });

  test('lines are told while the script runs, and those of one that never ends are too', async () => {
    const lines: string[] = [];
    await run(`console.log('before'); for (;;);`, { timeout: '100ms' }, never, (_, message) => lines.push(message));
    expect(lines).toEqual(['before']);
  });

  test('their number and length are bounded', async () => {
    const lines: string[] = [];
    const code = `for (let i = 0; i < 5000; i += 1) console.log('x'.repeat(100_000))`;
    const result = await run(code, {}, never, (_, message) => lines.push(message));
    expect(result.kind).toBe('completed');
    expect(lines).toHaveLength(MAX_LINES + 1);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2_100);
  });
});

describe('script: how it fails', () => {
  test('[AT2] what it throws is told with the line of the code, and frames of nothing else', async () => {
    const error = await failureOf(
      `const check = (n) => {\n  if (n > 1) throw new RangeError('too much');\n};\n\ncheck(2);`,
    );
    expect(error).toMatchObject({
      type: 'script.error',
      message: expect.stringMatching(/^The script threw at line 2, column \d+: RangeError: too much$/) as string,
      details: { name: 'RangeError', message: 'too much', line: 2 },
    });
    expect(error.retryable).toBeUndefined();
    expect((error.details as { stack: string[] }).stack).toEqual([
      expect.stringMatching(/^at check \(line 2, /) as string,
      expect.stringMatching(/^at \(line 5, /) as string,
    ]);
  });

  test('an error of a module and of a promise has its line too', async () => {
    const module = `export default async () => {\n  await null;\n  throw new Error('late');\n}`;
    expect(await failureOf(module)).toMatchObject({ details: { line: 3, message: 'late' } });
    expect(await failureOf(`await null;\nnothing.at`)).toMatchObject({ details: { name: 'ReferenceError', line: 2 } });
  });

  test.each([
    [`throw 'plain'`, 'plain'],
    ['throw null', 'null'],
    ['throw { code: 7 }', '{"code":7}'],
    ['throw undefined', 'undefined'],
  ])('what is thrown need not be an error: %s', async (code, message) => {
    expect(await failureOf(code)).toMatchObject({ type: 'script.error', details: { name: null, line: null, message } });
  });

  test.each([
    ['let x = ;', 1],
    ['return 1;\nreturn }', 2],
    ['export default 1;\nlet = 2', 2],
    ['const a = 1;\nconst a = 2;', 2],
    ['with (input) {}', 1],
  ])('%j is not JavaScript: final, with its line', async (code, line) => {
    expect(await failureOf(code)).toMatchObject({ type: 'script.syntax', retryable: false, details: { line } });
  });

  test.each([
    ['an endless loop', 'for (;;);'],
    ['an endless loop that catches all it can', 'for (;;) try { for (;;); } catch {}'],
    ['promises without end', 'for (;;) await null'],
    ['promises that make promises', 'const on = () => Promise.resolve().then(on); await on()'],
    ['a regular expression that never finds its end', `/(a*)*b/.test('a'.repeat(40))`],
    ['a getter of the result', 'return { get a() { for (;;); } }'],
    ['a getter of what it throws', 'throw { get message() { for (;;); } }'],
    ['a proxy that never answers', 'return new Proxy({}, { ownKeys() { for (;;); } })'],
    ['a sort that goes on', '[1, 2, 3].sort(() => { for (;;); })'],
    ['a loop while the module loads', 'for (;;);\nexport default 1'],
    ['a loop in what is called by a built-in', `'a'.replace(/a/, () => { for (;;); })`],
  ])('%s is stopped in time', async (_, code) => {
    const begun = performance.now();
    expect(await failureOf(code, { timeout: '200ms' })).toMatchObject({ type: 'script.timeout' });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test.each([
    ['arrays', 'const all = []; for (;;) all.push(new Array(1000).fill(1))'],
    ['one text', `'x'.repeat(1e8)`],
    ['one buffer', 'new ArrayBuffer(1e9)'],
    ['a map', 'const all = new Map(); for (let i = 0; ; i += 1) all.set(i, i)'],
    ['closures', 'const all = []; for (;;) all.push(() => all)'],
    ['promises', 'const all = []; for (;;) all.push(new Promise(() => {}))'],
  ])('memory: %s', async (_, code) => {
    expect(await failureOf(code, { timeout: '20s', memoryMb: 16 })).toMatchObject({ type: 'script.memory' });
    expect(await outputOf('return 1')).toBe(1);
  });

  test('an input larger than the memory', async () => {
    expect(await failureOf('return 1', { input: 'x'.repeat(2_000_000), memoryMb: 1 })).toMatchObject({
      type: 'script.memory',
    });
  });

  test.each([
    ['a function that calls itself', 'const f = () => f() + 1; return f()'],
    ['JSON nested without end', `return JSON.parse('['.repeat(1e5))`],
    ['code nested without end', `return eval('('.repeat(1e5))`],
    [
      'a result of getters nested without end',
      'const o = {}; Object.defineProperty(o, "toJSON", { value: () => o }); return o',
    ],
  ])('a full stack is an error of the script: %s', async (_, code) => {
    expect((await failureOf(code)).type).toMatch(/^script\.(error|output|memory)$/);
    expect(await outputOf('return 1')).toBe(1);
  });

  test('a promise that nothing settles', async () => {
    expect(await failureOf('await new Promise(() => {})')).toMatchObject({
      type: 'script.error',
      message: expect.stringContaining('no timers') as string,
    });
  });

  test.each([
    ['NaN', 'it holds NaN at total'],
    ['-Infinity', 'it holds -Infinity at total'],
    ['1n', 'it holds a bigint at total'],
    ['() => 1', 'it holds a function at total'],
    ['Symbol()', 'it holds a symbol at total'],
    ['new Map([[1, 2]])', 'it holds a Map at total'],
    ['Promise.resolve(1)', 'it holds a Promise at total'],
    ['new Error("x")', 'it holds a Error at total'],
  ])('a result with %s is not JSON', async (value, why) => {
    expect(await failureOf(`return { total: ${value} }`)).toMatchObject({
      type: 'script.output',
      message: `The script's result is not JSON: ${why}.`,
    });
  });

  test('a result that is too large, too deep or holds itself', async () => {
    expect(await failureOf(`return 'x'.repeat(17 * 1024 * 1024)`, { memoryMb: 128 })).toMatchObject({
      type: 'script.output',
    });
    expect(await failureOf('let all = []; for (let i = 0; i < 300; i += 1) all = [all]; return all')).toMatchObject({
      type: 'script.output',
    });
    expect(await failureOf('const all = {}; all.all = all; return all')).toMatchObject({ type: 'script.output' });
    expect(await outputOf('return { a: undefined, b: new Date(0) }')).toEqual({ b: '1970-01-01T00:00:00.000Z' });
  });

  test('a longer time than there is', async () => {
    expect(await failureOf('return 1', { timeout: '11m' })).toMatchObject({ type: 'activity.input', retryable: false });
  });
});

describe('script: the process around it', () => {
  test('a script that never ends is interrupted from within: its thread need not be ended', () => {
    const url = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
    const program = `
      const { runScript } = await import(${url('run.ts')});
      const { compileWasm } = await import(${url('wasm.ts')});
      const { readFileSync } = await import('node:fs');
      const { createRequire } = await import('node:module');
      const wasm = await compileWasm(readFileSync(createRequire(${url('run.ts')}).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')));
      const task = { code: 'for (;;);', input: 'null', key: 'k', memoryBytes: 2 ** 24 };
      const outside = { write() {}, isStopped: () => false };
      const late = await runScript(wasm, { ...task, timeoutMs: 50 }, outside);
      const stopped = await runScript(wasm, { ...task, timeoutMs: 60_000 }, { ...outside, isStopped: () => true });
      console.log(JSON.stringify([late, stopped]));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(JSON.parse(said)).toEqual([{ kind: 'timeout' }, { kind: 'timeout' }]);
  });

  test('an abort stops it; one that waits for a thread is stopped at once', async () => {
    const stopping = new AbortController();
    const lines: string[] = [];
    const all = Array.from({ length: 6 }, () =>
      run(`console.log('on'); for (;;);`, { timeout: '60s' }, stopping.signal, (_, message) => {
        lines.push(message);
        if (lines.length === 4) stopping.abort();
      }),
    );
    for (const result of await Promise.all(all)) {
      expect(result).toMatchObject({ kind: 'failed', error: { type: 'cancelled', effect: 'none' } });
    }
    expect(lines).toHaveLength(4);
    expect(await run('return 1', {}, AbortSignal.abort())).toMatchObject({ error: { type: 'cancelled' } });
  });

  test('the engine goes on while scripts never end', async () => {
    const begun = performance.now();
    const loops = Array.from({ length: 4 }, () => run('for (;;);', { timeout: '400ms' }));
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 5);
    await Promise.all(loops);
    clearInterval(counting);
    const expected = (performance.now() - begun) / 5;
    expect(turns).toBeGreaterThan(expected / 10); // a busy machine is no bug; a stalled loop has none
  });

  test('it works again after it was closed', async () => {
    await scriptActivity.close?.();
    expect(await outputOf('return 1')).toBe(1);
  });
});
