/** The real thing, started for one test: `sagaloom serve` on a free port, with a database and a workspace of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';

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
}

export async function serve({ workspace, database, port = 0 }: ServeOptions): Promise<Served> {
  const bin = path.join(root, 'engine', 'bin', 'sagaloom');
  const args = ['serve', '--port', String(port), '--db', database, '--workflows', workspace];
  const child = spawn(process.execPath, [bin, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
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

export const test = base.extend<{ served: Served }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a function wants from its pattern
  served: async ({}, use) => {
    const workspace = examplesCopy();
    const served = await serve({ workspace, database: path.join(workspace, '.sagaloom', 'runs.db') });
    await use(served);
    await served.kill('SIGTERM');
    rmSync(workspace, { recursive: true, force: true });
  },
});

export { expect } from '@playwright/test';
