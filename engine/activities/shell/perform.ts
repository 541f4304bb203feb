import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { AttemptResult } from '../../core/command.ts';
import { durationMs } from '../../core/duration.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { type ActivityContext, completed, failed, inputFailure } from '../activity.ts';
import { type Folder, NoSuchFolder, NotAFolder, openFolder } from '../workspace/folder.ts';
import { segmentsOf } from '../workspace/paths.ts';
import {
  type Ended,
  exitFailure,
  notAllowed,
  notJson,
  notStarted,
  stopped,
  timedOut,
  tooMuch,
  untrusted,
} from './failures.ts';
import { endFamily, endOrphans, KEY, MARK, newMark, noteRunning } from './family.ts';
import { Keeper, linesOf } from './keeper.ts';
import { DEFAULT_GRACE, DEFAULT_OUTPUT_BYTES, DEFAULT_TIMEOUT, type ShellInput } from './schema.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** For what was written last, once all that could write has ended. */
const DRAIN_MS = 1_000;

const inherited = ['PATH', 'HOME', 'LANG', 'TZ'];

export async function perform(
  input: ShellInput,
  context: ActivityContext,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const refused = refusal(input, context);
  if (refused !== null) return failed(refused);
  const [program = ''] = input.command;
  if (signal.aborted) return failed({ ...stopped(program, ''), effect: 'none' });
  const folder = await folderOf(input, context);
  if ('type' in folder) return failed(folder);
  try {
    await endOrphans(context.key);
    return await run(input, context, folder, signal);
  } finally {
    await folder.close();
  }
}

function refusal({ command: [program = ''] }: ShellInput, { place }: ActivityContext): Failure | null {
  if (program === '') return inputFailure('The command names no program: its first text is empty.');
  if (!place.isTrusted) return untrusted();
  const { programs } = place.settings.shell ?? {};
  return programs === undefined || programs.includes(program) ? null : notAllowed(program, programs);
}

async function folderOf({ cwd = '.' }: ShellInput, { place }: ActivityContext): Promise<Folder | Failure> {
  const found = segmentsOf(cwd, 'read');
  if (!found.ok) return found.error;
  try {
    return await openFolder(place.workspace, found.segments);
  } catch (error) {
    if (error instanceof NoSuchFolder) return inputFailure(`There is no folder ${cwd} in the workspace.`);
    if (error instanceof NotAFolder) return inputFailure(`${cwd} is no folder, or a link, which is not followed.`);
    throw error;
  }
}

/** What a program did, and what kept it from doing it. */
interface Course {
  readonly ended: Ended;
  readonly stdout: Keeper;
  readonly stderr: Keeper;
  readonly cut: 'timeout' | 'abort' | 'output' | null;
}

async function run(
  input: ShellInput,
  context: ActivityContext,
  folder: Folder,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const mark = newMark();
  const [program = '', ...args] = input.command;
  const child = spawn(program, args, {
    cwd: folder.at('.'),
    env: environmentOf(input, context, mark),
    stdio: [input.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true, // a group of its own
    shell: false,
    windowsHide: true,
  });
  const problem = await startOf(child);
  if (problem !== null) return failed(notStarted(program, problem));
  const course = await follow(child, input, context, mark, signal);
  return resultOf(input, course);
}

/** Null: it runs. */
function startOf(child: ChildProcess): Promise<NodeJS.ErrnoException | null> {
  if (child.pid !== undefined) {
    child.on('error', () => {}); // a signal that reached nobody
    return Promise.resolve(null);
  }
  return once(child, 'error').then(([error]) => error as NodeJS.ErrnoException);
}

async function follow(
  child: ChildProcess,
  input: ShellInput,
  { heartbeat }: ActivityContext,
  mark: string,
  signal: AbortSignal,
): Promise<Course> {
  const { pid = 0 } = child;
  noteRunning(pid);
  const limit = input.maxOutput ?? DEFAULT_OUTPUT_BYTES;
  const [stdout, stderr] = [new Keeper(limit), new Keeper(limit)];
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const closed = once(child, 'close');
  let cut: Course['cut'] = null;
  const ending: Promise<void>[] = [];
  const end = (why: Course['cut']): void => {
    cut ??= why;
    if (ending.length === 0) ending.push(endFamily(pid, mark, durationMs(input.grace ?? DEFAULT_GRACE)));
  };
  const onAbort = (): void => end('abort');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) end('abort');
  const timer = setTimeout(
    () => end('timeout'),
    Math.min(durationMs(input.timeout ?? DEFAULT_TIMEOUT), LONGEST_TIMER_MS),
  );
  let lines = 0;
  const beat = (line: string): void => heartbeat({ lines: (lines += 1), last: line.slice(0, 200) });
  const isWhole = (input.stdout ?? 'text') !== 'text';
  listen(
    child.stdout,
    stdout,
    input.heartbeat === true ? beat : null,
    () => isWhole && stdout.isTooLong && end('output'),
  );
  listen(child.stderr, stderr, input.heartbeat === true ? beat : null, () => {});
  feed(child, input.stdin);
  const [code, endedBy] = await exit;
  clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
  end(cut); // whatever it left running
  await Promise.all(ending);
  await Promise.race([closed, delay(DRAIN_MS, undefined, { ref: false })]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return { ended: { code, signal: endedBy }, stdout, stderr, cut };
}

function listen(
  stream: ChildProcess['stdout'],
  keeper: Keeper,
  beat: ((line: string) => void) | null,
  after: () => unknown,
): void {
  const tell = beat === null ? null : linesOf(beat);
  stream?.on('error', () => {});
  stream?.on('data', (chunk: Buffer) => {
    keeper.add(chunk);
    tell?.(chunk);
    after();
  });
}

/** A program need not read what it is given. */
function feed({ stdin }: ChildProcess, value: Json | undefined): void {
  stdin?.on('error', () => {});
  stdin?.end(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What names the attempt is not the step's to say. */
function environmentOf(
  { env = {} }: ShellInput,
  { key, runId, traceparent }: ActivityContext,
  mark: string,
): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(inherited.map((name) => [name, process.env[name]])),
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
    SAGALOOM_RUN_ID: runId,
    [KEY]: key,
    [MARK]: mark,
    ...(traceparent !== null && { TRACEPARENT: traceparent }),
  };
}

function resultOf(input: ShellInput, { ended, stdout, stderr, cut }: Course): AttemptResult {
  const [program = ''] = input.command;
  if (cut === 'abort') return failed(stopped(program, stderr.text()));
  if (cut === 'timeout') return failed(timedOut(program, input.timeout ?? DEFAULT_TIMEOUT, stderr.text()));
  const form = input.stdout ?? 'text';
  const limit = input.maxOutput ?? DEFAULT_OUTPUT_BYTES;
  if (form !== 'text' && stdout.isTooLong) return failed(tooMuch(program, limit, form));
  const { code } = ended;
  if (code === null || !(input.success ?? [0]).includes(code)) {
    return failed(exitFailure(program, ended, stdout.text(), stderr.text()));
  }
  const read = outputOf(form, stdout);
  if (!read.ok) return failed(notJson(program, read.why, stdout.text()));
  const truncated = stdout.isTooLong || stderr.isTooLong;
  return completed({ exitCode: code, stdout: read.value, stderr: stderr.text(), truncated });
}

type Read = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };

function outputOf(form: NonNullable<ShellInput['stdout']>, kept: Keeper): Read {
  if (form === 'base64') return { ok: true, value: { $base64: kept.bytes().toString('base64') } };
  const text = kept.text();
  if (form === 'lines') return { ok: true, value: text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/) };
  if (form === 'text') return { ok: true, value: text };
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
