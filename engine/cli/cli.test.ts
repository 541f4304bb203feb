import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { builtinActivities } from '../activities/index.ts';
import { buildProgram } from './program.ts';
import { testFolder } from '../node/testing/folder.ts';
import { sagaloom, start } from './testing/bin.ts';
import { hello, napping, order, writeSaga } from './testing/documents.ts';
import { type Told, within } from './testing/within.ts';

/** Each test starts processes, on machines that may be busy. */
const slowly = { timeout: 60_000 };

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const cli = (...args: readonly string[]): Promise<Told> => within(args, { cwd });

const given = (name: string, document: object): Promise<string> => writeSaga(cwd, name, document);

const jsonOf = ({ stdout }: Told): unknown => JSON.parse(stdout);

describe('run', slowly, () => {
  test('gives one JSON document on stdout, and nothing else there', async () => {
    const file = await given('hello', hello);
    const ended = await sagaloom(['run', file, '--input', '{"a":1}', '--json'], { cwd });
    expect(ended.code).toBe(0);
    expect(jsonOf(ended)).toEqual({
      runId: expect.any(String) as string,
      workflow: 'hello',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      status: 'completed',
      undo: 'none',
      output: { a: 1 },
      error: null,
      steps: [
        {
          path: 'greet',
          id: 'greet',
          visit: 1,
          type: 'task',
          status: 'completed',
          outcome: expect.any(String) as string,
          attempts: 1,
          startedAt: expect.stringMatching(/Z$/) as string,
          endedAt: expect.stringMatching(/Z$/) as string,
          undo: 'none',
        },
      ],
      effects: [],
      events: expect.any(Number) as number,
      durationMs: expect.any(Number) as number,
    });
    expect(ended.stderr).toContain('"msg":"hi"');
  });

  test('reads its input from a file and from stdin', async () => {
    const file = await given('hello', hello);
    await writeFile(path.join(cwd, 'in.json'), '{"from":"file"}');
    expect(jsonOf(await cli('run', file, '--input', '@in.json', '--json'))).toMatchObject({ output: { from: 'file' } });
    const piped = await sagaloom(['run', file, '--input', '-', '--json'], { cwd, stdin: '{"from":"stdin"}' });
    expect(jsonOf(piped)).toMatchObject({ output: { from: 'stdin' } });
  });

  test('shows a timeline that fits 80 columns, without colour where nobody looks', async () => {
    const ended = await cli('run', await given('order', order('log')));
    expect(ended.code).toBe(2);
    const lines = ended.stdout.trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(ended.stdout).not.toContain('\u001b');
    expect(lines[0]).toMatch(/^order {2}\S+ {2}compensated/);
    expect(lines.find((line) => line.includes('↶ pay'))).toMatch(/undone/);
    expect(lines.at(-1)).toBe('shop.closed: It is closed.');
  });

  test('ends with 2 when the run ended otherwise than completed', async () => {
    const ended = await cli('run', await given('order', order('log')), '--json');
    expect(ended.code).toBe(2);
    expect(jsonOf(ended)).toMatchObject({
      status: 'compensated',
      undo: 'complete',
      error: { type: 'shop.closed' },
      effects: [
        { path: 'pay', kind: 'do', attempt: 1, outcome: 'done' },
        { path: 'pay', kind: 'undo', attempt: 1, outcome: 'done' },
      ],
    });
  });

  test('[DA6] takes config from flag, environment and file, in this order', async () => {
    const file = await given('c', {
      config: { A: { type: 'number', default: 1 } },
      start: 'done',
      steps: { done: { type: 'succeed', output: '{% config.A %}' } },
    });
    const output = async (args: string[], env: Record<string, string> = {}) =>
      (jsonOf(await within(['run', file, '--json', ...args], { cwd, env })) as { output: unknown }).output;
    expect(await output([])).toBe(1);
    await writeFile(path.join(cwd, 'sagaloom.config.json'), '{ "config": { "A": 2 } }');
    expect(await output([])).toBe(2);
    expect(await output([], { A: '3' })).toBe(3);
    expect(await output(['--config', 'A=4'], { A: '3' })).toBe(4);
  });

  test('gives a trace as OTLP', async () => {
    const ended = await cli('run', await given('hello', hello), '--trace', 'otlp');
    expect(jsonOf(ended)).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: expect.any(Array) as unknown[] }] }],
    });
  });
});

describe('run with mocks and virtual time', slowly, () => {
  test('a day passes at once, and nothing is kept', async () => {
    const begun = performance.now();
    const ended = await cli('run', await given('nap', napping('1d')), '--virtual-time', '--json');
    expect(ended.code).toBe(0);
    expect(jsonOf(ended)).toMatchObject({ status: 'completed', durationMs: 86_400_000 });
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect((await cli('runs')).code).toBe(4);
  });

  test('a step with a mock never calls its activity; its entries are its attempts', async () => {
    const file = await given('m', {
      start: 'call',
      steps: {
        call: {
          type: 'task',
          activity: 'http',
          with: { url: 'http://127.0.0.1:1/' },
          readOnly: true,
          retry: [{ maxAttempts: 3, initialInterval: '1m' }],
        },
      },
    });
    const entries = [{ throw: { type: 'http.503', message: 'no' } }, { return: { ok: true }, after: '10s' }];
    await writeFile(path.join(cwd, 'mocks.json'), JSON.stringify({ call: entries }));
    const ended = await cli('run', file, '--mocks', 'mocks.json', '--mocks-only', '--virtual-time', '--json');
    expect(jsonOf(ended)).toMatchObject({
      status: 'completed',
      output: { ok: true },
      durationMs: 70_000,
      steps: [{ attempts: 2 }],
    });
  });

  test('with --mocks-only a task without a mock fails, and its activity is not called', async () => {
    const ended = await cli('run', await given('hello', hello), '--mocks-only', '--json');
    expect(ended.code).toBe(2);
    expect(ended.stderr).not.toContain('"msg":"hi"');
    expect(JSON.stringify(jsonOf(ended))).toContain('greet has no mock');
  });
});

describe('a run that is left open', slowly, () => {
  test('by its timeout: 3, and the same id carries it on', async () => {
    const file = await given('nap', napping('2s'));
    const left = await cli('run', file, '--id', 'r1', '--timeout', '100ms', '--json');
    expect(left.code).toBe(3);
    expect(jsonOf(left)).toMatchObject({ runId: 'r1', status: 'running' });
    expect(left.stderr).toContain('--id r1');
    const carried = await cli('run', file, '--id', 'r1', '--json');
    expect(carried).toMatchObject({ code: 0 });
    expect(carried.stderr).toContain('carried on');
    const again = await cli('run', file, '--id', 'r1', '--json');
    expect(again.code).toBe(0);
    expect(jsonOf(again)).toEqual(jsonOf(carried));
  });

  test('another version of the file is refused', async () => {
    await cli('run', await given('nap', napping('1h')), '--id', 'r1', '--timeout', '100ms');
    const other = await cli('run', await given('nap', napping('2h')), '--id', 'r1');
    expect(other).toMatchObject({ code: 5, stderr: expect.stringContaining('another version') as string });
  });
});

describe('a person decides', slowly, () => {
  test('[SG4] a stuck undo ends with 3, says how to go on, and goes on so', async () => {
    const ended = await cli('run', await given('order', order('http')), '--id', 'r1');
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('Use sagaloom undo-retry, undo-skip or undo-abort r1 pay');
    expect(jsonOf(await cli('runs', '--status', 'suspended', '--json'))).toMatchObject({
      items: [{ runId: 'r1', attention: 1, endedAt: null, output: null, error: null }],
      next: null,
    });

    expect(await cli('undo-retry', 'r1', 'pay')).toMatchObject({
      code: 0,
      stdout: 'r1: suspended\n',
      stderr: expect.stringMatching(
        /^Undoing pay is stuck: .*wrong at \/url.*\. Use sagaloom undo-retry, undo-skip or undo-abort r1 pay\n$/,
      ) as string,
    });
    const skipped = await cli('undo-skip', 'r1', 'pay', '--why', 'refunded by hand', '--json');
    expect(jsonOf(skipped)).toMatchObject({ runId: 'r1', status: 'failed', undo: 'partial', attention: 0 });

    const history = jsonOf(await cli('history', 'r1', '--json')) as { items: readonly Record<string, unknown>[] };
    expect(history).toEqual({ items: expect.any(Array) as unknown, next: null });
    for (const event of history.items)
      expect(Object.keys(event)).toEqual(['seq', 'at', 'type', 'path', 'visit', 'by', 'why', 'data']);
    expect(history.items[0]).toMatchObject({ type: 'RunStarted', path: null, visit: null, by: 'cli', why: null });
    const page = jsonOf(await cli('history', 'r1', '--json', '--after', '1', '--limit', '1'));
    expect(page).toMatchObject({ items: [{ seq: 2 }], next: '2' });
    const decided = history.items.find(({ type }) => type === 'UndoSkipped');
    expect(decided).toEqual({
      seq: expect.any(Number) as number,
      at: expect.stringMatching(/Z$/) as string,
      type: 'UndoSkipped',
      path: 'pay',
      visit: 1,
      by: 'cli',
      why: 'refunded by hand',
      data: expect.anything() as unknown,
    });
  });

  test('terminate ends an open run at once', async () => {
    await cli('run', await given('nap', napping('1h')), '--id', 'r1', '--timeout', '50ms');
    expect(jsonOf(await cli('terminate', 'r1', '--json'))).toMatchObject({ status: 'terminated' });
    expect((await cli('terminate', 'r1')).code).toBe(5);
    expect((await cli('trace', 'r1')).stdout).toMatch(/^nap {2}r1 {2}terminated/);
    expect(jsonOf(await cli('trace', 'r1', '--json'))).toHaveProperty('resourceSpans');
  });
});

describe('the small verbs', slowly, () => {
  test('validate tells of all files, machine-readably', async () => {
    const [good, bad] = [await given('good', hello), await given('bad', { start: 'none', steps: {} })];
    const ended = await cli('validate', good, bad, 'absent.saga.json', '--json');
    expect(ended.code).toBe(1);
    const file = { file: expect.any(String) as string };
    const diagnostic = {
      code: expect.any(String) as string,
      severity: 'error',
      pointer: expect.any(String) as string,
      line: expect.any(Number) as number,
      column: expect.any(Number) as number,
      step: null,
      message: expect.any(String) as string,
    };
    expect(jsonOf(ended)).toMatchObject([
      { ...file, ok: true, hash: expect.any(String) as string, diagnostics: [] },
      { ...file, ok: false, hash: null, diagnostics: expect.arrayContaining([diagnostic]) as unknown },
      { ...file, ok: false, hash: null, diagnostics: [{ code: 'FILE_UNREADABLE', line: null }] },
    ]);
  });

  test('validate warns of an activity that nobody here offers, of a step and of its undo', async () => {
    const step = { type: 'task', activity: 'htpp', compensate: { activity: 'charge' } };
    const ended = await cli('validate', await given('far', { start: 'a', steps: { a: step } }), '--json');
    expect(ended.code).toBe(0);
    const warning = { code: 'ACTIVITY_UNKNOWN', severity: 'warning', step: 'a' };
    expect(jsonOf(ended)).toMatchObject([
      {
        ok: true,
        diagnostics: [
          { ...warning, pointer: '/steps/a/activity' },
          { ...warning, pointer: '/steps/a/compensate/activity' },
        ],
      },
    ]);
  });

  test('compile gives what compiles to the same hash', async () => {
    const file = await given('good', hello);
    expect((await cli('compile', file, '-o', 'out.json')).code).toBe(0);
    expect(JSON.parse((await cli('compile', file)).stdout)).toEqual(
      JSON.parse(await readFile(path.join(cwd, 'out.json'), 'utf8')),
    );
    const hashes = (jsonOf(await cli('validate', file, 'out.json', '--json')) as readonly { hash: string }[]).map(
      ({ hash }) => hash,
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  test.each<[string[], number, unknown]>([
    [['1 + 1'], 0, { result: 2 }],
    [['{% $sum(a) %}', '--data', '{"a":[1,2]}'], 0, { result: 3 }],
    [['nothing'], 0, {}],
    [['1 +'], 1, { error: { code: 'S0207', message: expect.any(String) as string } }],
    [['[1..10000000]'], 1, { error: { code: 'D2015', message: expect.any(String) as string } }],
    [['"a" + 1'], 1, { error: { code: 'T2001', message: expect.any(String) as string } }],
  ])('eval %j', async (args, code, expected) => {
    const ended = await cli('eval', ...args, '--json');
    expect([ended.code, jsonOf(ended)]).toEqual([code, expected]);
  });

  test('activities are listed with their schemas', async () => {
    const listed = jsonOf(await cli('activities', '--json')) as readonly { readonly name: string }[];
    expect(listed.map(({ name }) => name)).toEqual([...builtinActivities.keys()]);
    expect(listed[0]).toMatchObject({
      name: 'http',
      source: 'builtin',
      input: { type: 'object' },
      output: { type: 'object' },
    });
  });

  test('projections are rebuilt to the same', async () => {
    await cli('run', await given('hello', hello), '--id', 'r1');
    const before = await Promise.all([cli('runs', '--json'), cli('trace', 'r1', '--json')]);
    expect((await cli('projections', 'rebuild')).code).toBe(0);
    const after = await Promise.all([cli('runs', '--json'), cli('trace', 'r1', '--json')]);
    expect(after.map(({ stdout }) => stdout)).toEqual(before.map(({ stdout }) => stdout));
  });

  test('init makes what runs', async () => {
    expect((await cli('init', 'flows')).code).toBe(0);
    expect(await cli('run', 'flows/hello.saga.json', '--input', '{"name":"Ada"}')).toMatchObject({ code: 0 });
  });

  test('--version and --help go to stdout', async () => {
    expect(await sagaloom(['--version'], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    expect(await cli('run', '--help')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the process', slowly, () => {
  test('a reader that goes away is no failure', async () => {
    const file = await given('hello', hello);
    for (let n = 0; n < 3; n += 1) await cli('run', file);
    const running = start(['history', '--help'], { cwd });
    running.child.stdout?.destroy();
    const { stderr } = await running.ended.catch(() => ({ stderr: '' }));
    expect(stderr).toBe('');
    const [code] = (running.child.exitCode === null ? await once(running.child, 'exit') : [running.child.exitCode]) as [
      number,
    ];
    expect(code).toBe(0);
  });

  test('a bug of ours ends with 70 and one line; the stack comes when asked for', async () => {
    const planted = `setInterval(()=>{if(process.listenerCount('uncaughtException')>0)throw new Error('planted')},20)`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(planted)}` };
    const ended = await sagaloom(['serve', '--port', '0'], { cwd, env });
    expect(ended.code).toBe(70);
    const lines = ended.stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('The page itself is not built'));
    expect(lines).toEqual([expect.stringMatching(/^sagaloom: planted\. .*report it/)]);
    const debugged = await sagaloom(['serve', '--port', '0'], { cwd, env: { ...env, SAGALOOM_DEBUG: '1' } });
    expect(debugged.stderr).toMatch(/\n\s+at /);
  });

  test('help needs no engine: neither SQLite nor expressions are loaded', async () => {
    const report = `process.on('exit',()=>console.error(Object.keys(process.moduleLoadList??[]).length,process.report.getReport().sharedObjects.filter(f=>f.includes('better')).join()||'none'))`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(report)}` };
    const ended = await sagaloom(['validate', '--help'], { cwd, env });
    expect(ended.stderr).toMatch(/none\n$/);
  });
});

describe('help', () => {
  const verbs = buildProgram(() => {}).commands;

  test.each(verbs.map((verb) => [verb.name(), verb] as const))('of %s has a summary and an example', (name, verb) => {
    let shown = '';
    verb.configureOutput({ writeOut: (text) => void (shown += text) });
    verb.outputHelp();
    expect(shown).toMatch(/\nExamples?:\n {2}sagaloom /);
    expect(shown).toContain(`sagaloom ${name}`);
    expect(verb.description()).toMatch(/\.$/);
  });
});
