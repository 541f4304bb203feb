import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const bin = path.join(import.meta.dirname, '..', '..', 'bin', 'sagaloom');

export interface Ended {
  /** -1: by a signal. */
  readonly code: number;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Shared by all starts, as a person's is. */
const cache = path.join(tmpdir(), 'sagaloom-cli-test-cache');

interface Surroundings {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
}

/** The real bin, as a shell would start it. */
export function start(args: readonly string[], { cwd, env = {}, stdin }: Surroundings): Running {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cache, ...env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(stdin);
  return { child, ended: end(child) };
}

export const sagaloom = (args: readonly string[], where: Surroundings): Promise<Ended> => start(args, where).ended;

async function end(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  const [out, err, [code, signal]] = await Promise.all([text(stdout), text(stderr), closed]);
  return { code: code ?? -1, signal, stdout: out, stderr: err };
}

/** Resolves with the line that matches. */
export async function said({ child }: Running, pattern: RegExp): Promise<string> {
  if (child.stderr === null || child.stdout === null) throw new Error('no pipes');
  const lines = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  return new Promise((resolve, reject) => {
    for (const each of lines) each.on('line', (line) => pattern.test(line) && resolve(line));
    child.once('exit', (code) => reject(new Error(`it ended with ${code} and did not say ${pattern}`)));
  });
}
