/**
 * The real thing, started for one test with a database and a workspace of its own: `sagaloom serve` on a free port, or, in the project
 * `double`, the desktop's parts without Electron. A test that uses `served` runs in both.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base } from '@playwright/test';
import { doubleUrl, openDouble } from './double/double.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const START_DEADLINE_MS = 30_000;

export interface Served {
  readonly url: string;
  readonly workspace: string;
  readonly database: string;
  /** The engine's real pid. */
  readonly pid: number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

interface ServeOptions {
  readonly workspace: string;
  readonly database: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export async function serve({ workspace, database, port = 0, env = {} }: ServeOptions): Promise<Served> {
  const bin = path.join(root, 'engine', 'bin', 'sagaloom');
  const args = ['serve', '--port', String(port), '--db', database, '--workflows', workspace];
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(child);
  if (child.pid === undefined) throw new Error('the engine has no pid');
  return { url, workspace, database, pid: child.pid, kill: (signal) => end(child, signal) };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`sagaloom serve ${why}\n${output}`));
    const timer = setTimeout(() => fail('printed no address in time'), START_DEADLINE_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /https?:\/\/[^\s"]+/.exec(output)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** A workspace holding a copy of the examples, so that a test may change and save them. */
export function examplesCopy(): string {
  const workspace = mkdtempSync(path.join(tmpdir(), 'sagaloom-e2e-'));
  cpSync(path.join(root, 'examples'), workspace, {
    recursive: true,
    filter: (source) => !/node_modules|\.sagaloom|\.db/.test(path.relative(root, source)),
  });
  return workspace;
}

async function serveDouble(context: BrowserContext, { workspace, database }: ServeOptions): Promise<Served> {
  const { engine } = await openDouble(context, { workspace, database });
  if (engine.pid === undefined) throw new Error('the engine has no pid');
  return { url: doubleUrl, workspace, database, pid: engine.pid, kill: (signal) => end(engine, signal) };
}

export const test = base.extend<{ served: Served }>({
  served: async ({ context }, use, { project }) => {
    const workspace = examplesCopy();
    const places = { workspace, database: path.join(workspace, '.sagaloom', 'runs.db') };
    const served = project.name === 'double' ? await serveDouble(context, places) : await serve(places);
    await use(served);
    await served.kill('SIGTERM');
    rmSync(workspace, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
