/** The shop and the command line as real processes. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const root = path.dirname(path.dirname(import.meta.dirname));

export interface RunningShop {
  readonly url: string;
  get<T>(route: string): Promise<T>;
  put(route: string, body: object): Promise<void>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export const startShop = (db: string): Promise<RunningShop> => startService('shop/main.ts', db);

/** A service of the examples on a free port; ends with this process, however that ends. */
export async function startService(
  file: string,
  db = ':memory:',
  env: Readonly<Record<string, string>> = {},
): Promise<RunningShop> {
  const args = [path.join(root, 'examples', file), '--port', '0', '--db', db, '--with-parent'];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const url = await addressOf(child);
  const send = async (method: string, route: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + route, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${route} was answered with ${response.status}`);
    return response.json();
  };
  return {
    url,
    get: async <T>(route: string) => (await send('GET', route)) as T,
    put: async (route, body) => void (await send('PUT', route, body)),
    reset: async () => void (await send('POST', '/reset')),
    stop: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'close');
    },
  };
}

async function addressOf(child: ChildProcessByStdio<Writable, Readable, null>): Promise<string> {
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{')) return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error('the service ended before it listened');
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `sagaloom ARGS`, from the root, to its end. */
export async function sagaloom(args: readonly string[], env: Readonly<Record<string, string>>): Promise<CommandResult> {
  const child = spawn(process.execPath, [path.join(root, 'engine', 'bin', 'sagaloom'), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => (said[stream] += chunk.toString()));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, ...said };
}

export interface RunningServer {
  readonly url: string;
  /** With which commands find it: its token is in its user's folder. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** `sagaloom serve` on a free port over a workspace. */
export async function startServer(workspace: string, env: Readonly<Record<string, string>>): Promise<RunningServer> {
  const own = { ...env, HOME: workspace, XDG_STATE_HOME: path.join(workspace, '.state') };
  const child = spawn(
    process.execPath,
    [path.join(root, 'engine', 'bin', 'sagaloom'), 'serve', '--port', '0', '--workflows', workspace],
    {
      env: { ...process.env, ...own },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [found] = /http:\/\/[^\s"]+/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`sagaloom serve ended with ${code}: ${output}`)));
  });
  return {
    url: new URL(url).origin,
    env: own,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
