import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';

/** A real server in a folder and on a port of its own. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly version: string;
  /** Ends it and deletes what it had. */
  readonly stop: () => Promise<void>;
  /** SIGKILL: it ends in the middle of what it does. */
  readonly kill: () => Promise<void>;
  /** Starts it again with what it had on disk; ends it before, where it runs. */
  readonly restart: () => Promise<void>;
  /** It is there, and does nothing, until it is thawed: SIGSTOP and SIGCONT. */
  readonly freeze: () => Promise<void>;
  readonly thaw: () => void;
}

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv | undefined;
}

export interface Recipe {
  readonly version: string;
  readonly url: (port: number) => string;
  /** What to start; writes its settings into the folder. Those before the last are there for the last alone. */
  readonly programs: (folder: string, port: number) => Promise<readonly Program[]>;
  /** Whether it takes connections as it should. Default: that it takes any. */
  readonly isReady?: ((port: number) => Promise<boolean>) | undefined;
}

/** Where it is installed; null where it is not. Debian keeps servers where not every user looks. */
export function programPath(name: string, folders: readonly string[] = []): string | null {
  const path = [...folders, ...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/usr/bin'];
  return path.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first number with dots in what it says of itself. */
export function versionOf(file: string, args: readonly string[]): string {
  const said = spawnText(file, args);
  return /\d+\.\d+[.\d]*/.exec(said)?.[0] ?? 'unknown';
}

function spawnText(file: string, args: readonly string[]): string {
  try {
    return execFileSync(file, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    // mosquitto says it in its help, and ends with an error.
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Long enough for a slow machine: a server that never answers is a broken test. */
const START_MS = 90_000;

export async function startServer(name: string, recipe: Recipe): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), `sagaloom-${name}-`));
  const port = await freePort();
  let running: readonly Running[] = [];
  await start();
  return {
    url: recipe.url(port),
    port,
    version: recipe.version,
    async stop() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      await start();
    },
    async freeze() {
      for (const one of running) one.signal('SIGSTOP');
      while (!running.every((one) => one.isStill())) await later(1);
    },
    thaw: () => running.forEach((one) => one.signal('SIGCONT')),
  };

  async function start(): Promise<void> {
    const programs = await recipe.programs(folder, port);
    running = programs.map((program) => run(program, folder));
    const ready = recipe.isReady ?? takesConnections;
    const until = Date.now() + START_MS;
    while (!(await ready(port))) {
      const ended = running.find(({ isOver }) => isOver());
      if (ended || Date.now() > until) {
        await end('SIGKILL');
        throw new Error(`${name} did not start: ${ended?.said() ?? 'it took too long'}`);
      }
      await later(50);
    }
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    for (const one of running.toReversed()) await one.end(signal);
    running = [];
  }
}

interface Running {
  readonly isOver: () => boolean;
  readonly said: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** None of its threads runs. */
  readonly isStill: () => boolean;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

const PATIENCE_MS = 20_000;

function run({ file, args, env = process.env }: Program, cwd: string): Running {
  // A group of its own: what it starts ends with it.
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const text: string[] = [];
  child.stdout.on('data', (data) => text.push(String(data)));
  child.stderr.on('data', (data) => text.push(String(data)));
  child.on('error', (error) => text.push(error.message));
  const over = new Promise<void>((done) => {
    child.once('close', () => done());
    child.once('error', () => done());
  });
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    isOver,
    said: () => text.join('').slice(-2_000),
    signal: (signal) => signalGroup(child, signal),
    isStill: () => isOver() || isStill(child.pid),
    async end(signal) {
      if (!isOver()) signalGroup(child, signal);
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS);
      await over;
      clearTimeout(timer);
    },
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // it has ended by itself
  }
}

/** A signal that stops is sent before it is heard: a thread may still answer. Where the system does not say, it is taken to be heard. */
function isStill(pid: number | undefined): boolean {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return true;
  return readdirSync(tasks).every((task) => /^\d+ \(.*\) [TtZX] /s.test(readFileSync(`${tasks}/${task}/stat`, 'utf8')));
}

export function takesConnections(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (is: boolean) => () => {
      socket.destroy();
      done(is);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false));
  });
}
