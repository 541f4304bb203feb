import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { ActivityContext } from '../activity.ts';
import type { ActivitySettings } from '../settings.ts';
import { testContext } from '../testing/context.ts';
import { shellActivity } from './index.ts';
import { Keeper } from './keeper.ts';

const never = new AbortController().signal;
const isLinux = process.platform === 'linux';

let workspace = '';
beforeAll(async () => {
  workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'sagaloom-shell-')));
  await mkdir(path.join(workspace, 'inner'));
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

interface Change {
  readonly settings?: ActivitySettings;
  readonly isTrusted?: boolean;
  readonly context?: Partial<ActivityContext>;
  readonly signal?: AbortSignal;
}

function attempt(
  input: JsonObject,
  { settings = {}, isTrusted = true, context = {}, signal = never }: Change = {},
): Promise<AttemptResult> {
  const place = { workspace, settings, isTrusted };
  return shellActivity.perform(input, testContext({ key: `key-${randomUUID()}`, place, ...context }), signal);
}

async function done(
  input: JsonObject,
  change?: Change,
): Promise<{ exitCode: number; stdout: Json; stderr: string; truncated: boolean }> {
  const result = await attempt(input, change);
  if (result.kind === 'failed') throw new Error(`${result.error.type}: ${result.error.message}`);
  return result.output as unknown as { exitCode: number; stdout: Json; stderr: string; truncated: boolean };
}

async function failure(input: JsonObject, change?: Change): Promise<Failure> {
  const result = await attempt(input, change);
  if (result.kind === 'completed') throw new Error(`it succeeded: ${JSON.stringify(result.output)}`);
  return result.error;
}

const sh = (script: string): string[] => ['sh', '-c', script];
const node = (script: string): string[] => [process.execPath, '-e', script];

/** One that has ended and was not looked at is no longer running. */
function isRunning(pid: number): boolean {
  if (isLinux) return existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const written = (name: string): string =>
  existsSync(path.join(workspace, name)) ? readFileSync(path.join(workspace, name), 'utf8') : '';
const pidIn = (name: string): Promise<number> =>
  vi.waitFor(() => {
    const pid = Number(written(name));
    expect(pid).toBeGreaterThan(0);
    return pid;
  }, 20_000);

describe('shell: what may run', () => {
  test('[AT2] nothing, until the workspace is trusted', async () => {
    const error = await failure({ command: sh('touch ran') }, { isTrusted: false });
    expect(error).toMatchObject({ type: 'shell.untrusted', effect: 'none', retryable: false });
    expect(error.message).toContain('sagaloom trust');
    expect(existsSync(path.join(workspace, 'ran'))).toBe(false);
  });

  test('[AT2] only what the settings list, where they list any', async () => {
    const settings = { shell: { programs: ['echo'] } };
    expect(await done({ command: ['echo', 'a'] }, { settings })).toMatchObject({ stdout: 'a\n' });
    for (const program of ['sh', '/bin/echo', 'Echo', './echo']) {
      expect(await failure({ command: [program] }, { settings })).toMatchObject({
        type: 'shell.notAllowed',
        effect: 'none',
      });
    }
  });

  test('[AT2] a program that is not there, or is none, never ran', async () => {
    await writeFile(path.join(workspace, 'plain.txt'), 'x');
    for (const program of ['no-such-program-anywhere', './plain.txt', './inner']) {
      expect(await failure({ command: [program] })).toMatchObject({
        type: 'shell.notFound',
        effect: 'none',
        retryable: false,
      });
    }
    expect(await failure({ command: [''] })).toMatchObject({ type: 'activity.input' });
    expect(await failure({ command: ['echo', 'a\0b'] })).toMatchObject({ type: 'activity.input' });
    expect(await failure({ command: [] })).toMatchObject({ type: 'activity.input' });
  });

  test('[AT2] its folder is in the workspace, and no link leads out of it', async () => {
    symlinkSync('/', path.join(workspace, 'out'));
    expect(await done({ command: ['pwd'], cwd: 'inner' })).toMatchObject({ stdout: `${workspace}/inner\n` });
    expect(await done({ command: ['pwd'] })).toMatchObject({ stdout: `${workspace}\n` });
    for (const cwd of ['..', '/', 'inner/..', 'out', 'out/tmp', '.git', 'absent', 'plain.txt']) {
      const error = await failure({ command: ['pwd'], cwd });
      expect([cwd, error.effect, error.retryable]).toEqual([cwd, 'none', false]);
    }
  });
});

describe('shell: what it is given', () => {
  test('arguments are what they are, whatever a shell would make of them', async () => {
    const print = [process.execPath, '-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--'];
    const argument = fc.string({ unit: 'binary' }).map((each) => each.toWellFormed().replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(argument, fc.constantFrom('$(id)', '`id`', '; ls', '*', '"', "'", '')), { maxLength: 4 }),
        async (args) => {
          expect((await done({ command: [...print, ...args], stdout: 'json' })).stdout).toEqual(args);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('[AT3] of the engine’s environment it sees little: its own variables, the step’s, and who it works for', async () => {
    vi.stubEnv('PLANTED_SECRET', 'x');
    vi.stubEnv('NODE_OPTIONS', '');
    const { stdout } = await done(
      { command: ['env'], env: { OWN: 'a b', COUNT: 3, SAGALOOM_STEP_KEY: 'forged' }, stdout: 'lines' },
      { context: { key: 'k-env', runId: 'run-1', traceparent: '00-1-2-01' } },
    );
    vi.unstubAllEnvs();
    const seen = Object.fromEntries((stdout as string[]).map((line) => line.split('=', 2) as [string, string]));
    expect(seen).toMatchObject({
      OWN: 'a b',
      COUNT: '3',
      SAGALOOM_STEP_KEY: 'k-env',
      SAGALOOM_RUN_ID: 'run-1',
      TRACEPARENT: '00-1-2-01',
    });
    const known = [
      'PATH',
      'HOME',
      'LANG',
      'TZ',
      'OWN',
      'COUNT',
      'TRACEPARENT',
      'SAGALOOM_RUN_ID',
      'SAGALOOM_STEP_KEY',
      'SAGALOOM_ATTEMPT',
    ];
    expect(Object.keys(seen).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('a text is its input as it is, all else is JSON, and nothing is nothing', async () => {
    expect(await done({ command: ['cat'], stdin: 'a\nb' })).toMatchObject({ stdout: 'a\nb' });
    expect(await done({ command: ['cat'], stdin: { a: [1, null] }, stdout: 'json' })).toMatchObject({
      stdout: { a: [1, null] },
    });
    expect(await done({ command: ['cat'] })).toMatchObject({ stdout: '' });
  });

  test('a program need not read what it is given', async () => {
    expect(await done({ command: ['true'], stdin: 'x'.repeat(1_000_000) })).toMatchObject({ exitCode: 0 });
  });
});

describe('shell: what it gives', () => {
  test.each([
    ['text', 'a\nb\n', 'a\nb\n'],
    ['lines', 'a\r\nb\n', ['a', 'b']],
    ['lines', '', []],
    ['json', '{"a":1}', { a: 1 }],
    ['base64', 'a', { $base64: 'YQ==' }],
  ] as const)('as %s: %j', async (stdout, text, expected) => {
    expect(await done({ command: ['cat'], stdin: text, stdout })).toEqual({
      exitCode: 0,
      stdout: expected,
      stderr: '',
      truncated: false,
    });
  });

  test('what is not JSON is the error shell.json, and the effect unknown', async () => {
    const error = await failure({ command: ['echo', 'no { json'], stdout: 'json' });
    expect(error).toMatchObject({ type: 'shell.json', retryable: false, details: { stdout: 'no { json\n' } });
    expect(error.effect).toBeUndefined();
  });

  test('of a long text the middle is left out, and said to be', async () => {
    const { stdout, stderr, truncated } = await done({
      command: node("process.stdout.write('a'.repeat(1e6) + 'z'.repeat(1e6)); process.stderr.write('e')"),
      maxOutput: 100,
    });
    expect(truncated).toBe(true);
    expect(stdout).toBe(`${'a'.repeat(50)}\n… 1999900 bytes are left out here …\n${'z'.repeat(50)}`);
    expect(stderr).toBe('e');
  });

  test('the beginning and the end are right, however it is written, and no character is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 40 }), (parts, limit) => {
        const keeper = new Keeper(limit);
        for (const part of parts) keeper.add(Buffer.from(part));
        const all = Buffer.from(parts.join(''));
        if (all.length <= limit) return keeper.text() === all.toString() && keeper.bytes().equals(all);
        const [head = '', , tail = ''] = keeper.text().split(/\n(… \d+ bytes are left out here …)\n/);
        return (
          all.toString().startsWith(head) && all.toString().endsWith(tail) && Buffer.byteLength(head + tail) <= limit
        );
      }),
    );
  });

  test('too much for JSON, lines or bytes ends the program', async () => {
    const started = Date.now();
    const error = await failure({ command: ['yes'], stdout: 'lines', maxOutput: 1000 });
    expect(error).toMatchObject({ type: 'shell.tooMuchOutput', retryable: false });
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  test('an exit code that is none of success is the error shell.exit, with the last it said', async () => {
    const error = await failure({ command: sh('echo out; echo first >&2; echo "it is broken" >&2; exit 3') });
    expect(error).toMatchObject({
      type: 'shell.exit',
      message: 'sh ended with code 3: it is broken',
      details: { exitCode: 3, signal: null, stderr: 'first\nit is broken\n', stdout: 'out\n' },
    });
    expect(error.effect).toBeUndefined();
    expect(await done({ command: sh('exit 3'), success: [0, 3] })).toMatchObject({ exitCode: 3 });
    expect(await failure({ command: ['true'], success: [3] })).toMatchObject({ type: 'shell.exit' });
  });

  test('a program ended by a signal has failed', async () => {
    expect(await failure({ command: sh('kill -9 $$') })).toMatchObject({
      type: 'shell.exit',
      details: { exitCode: null, signal: 'SIGKILL' },
    });
  });

  test('[AT1] each line is a heartbeat, where it is asked for', async () => {
    const beats: Json[] = [];
    const context = { heartbeat: (details?: Json) => void beats.push(details ?? null) };
    await done({ command: sh('echo a; echo b'), heartbeat: true }, { context });
    expect(beats).toEqual([
      { lines: 1, last: 'a' },
      { lines: 2, last: 'b' },
    ]);
    await done({ command: sh('echo a') }, { context });
    expect(beats).toHaveLength(2);
  });
});

describe('shell: how it ends', () => {
  test('its timeout ends it, with all it started', async () => {
    const error = await failure({ command: sh('sleep 600 & echo $! > t1; wait'), timeout: '300ms' });
    expect(error).toMatchObject({ type: 'shell.timeout' });
    expect(error.effect).toBeUndefined();
    expect(isRunning(Number(written('t1')))).toBe(false);
  });

  test('an abort ends it, with children that do not mind SIGTERM', async () => {
    const stop = new AbortController();
    const script =
      'trap "" TERM; (trap "" TERM; sh -c \'trap "" TERM; echo $$ > t2; while :; do sleep 0.1; done\') & while :; do sleep 0.1; done';
    const pending = failure({ command: sh(script), grace: '100ms' }, { signal: stop.signal });
    const grandchild = await pidIn('t2');
    expect(isRunning(grandchild)).toBe(true);
    stop.abort();
    expect(await pending).toMatchObject({ type: 'cancelled' });
    expect(isRunning(grandchild)).toBe(false);
  });

  test('a program that ends well on SIGTERM has the time for it', async () => {
    const stop = new AbortController();
    const pending = failure(
      { command: sh('trap "echo bye > t3; exit 0" TERM; echo $$ > t3.pid; while :; do sleep 0.05; done') },
      { signal: stop.signal },
    );
    await pidIn('t3.pid');
    stop.abort();
    expect(await pending).toMatchObject({ type: 'cancelled' });
    expect(written('t3')).toBe('bye\n');
  });

  test('what it leaves in the background is ended when it ends, and its output is not waited for', async () => {
    expect(await done({ command: sh('sleep 600 & echo $! > t4; echo done') })).toMatchObject({ stdout: 'done\n' });
    expect(isRunning(Number(written('t4')))).toBe(false);
  });

  test.skipIf(!isLinux)('one that left its group and its parents is found as well', async () => {
    await done({ command: sh("setsid sh -c 'echo $$ > t5; exec sleep 600' & while ! [ -s t5 ]; do sleep 0.02; done") });
    expect(isRunning(Number(written('t5')))).toBe(false);
  });

  test.skipIf(!isLinux)(
    '[AT3] what an engine left that was killed is ended before the next attempt for its step',
    async () => {
      const key = `key-${randomUUID()}`;
      const left = spawn('sleep', ['600'], {
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, SAGALOOM_STEP_KEY: key, SAGALOOM_ATTEMPT: '1.0.of-one-that-is-gone' },
      });
      const other = spawn('sleep', ['600'], {
        stdio: 'ignore',
        env: { ...process.env, SAGALOOM_STEP_KEY: 'another', SAGALOOM_ATTEMPT: '1.0.x' },
      });
      expect(isRunning(left.pid ?? 0)).toBe(true);
      await done({ command: ['true'] }, { context: { key, attempt: 2 } });
      expect(isRunning(left.pid ?? 0)).toBe(false);
      expect(isRunning(other.pid ?? 0)).toBe(true);
      other.kill('SIGKILL');
    },
  );

  test('[AT2] an attempt aborted before it begins runs nothing', async () => {
    expect(await failure({ command: sh('touch t6') }, { signal: AbortSignal.abort() })).toMatchObject({
      type: 'cancelled',
      effect: 'none',
    });
    expect(existsSync(path.join(workspace, 't6'))).toBe(false);
  });
});
