import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Recorded } from '../../core/index.ts';
import { openReader } from '../../node/index.ts';
import type { Random } from '../random.ts';

const BIN = resolve(import.meta.dirname, '../../bin/sagaloom');
const TOKEN = 'a-token-of-the-proof-and-of-no-one';
const ids = [0, 1, 2];
const ITEMS_A_RUN = 1_000;

export interface Log {
  readonly calls: number;
  readonly log: readonly { readonly key: string; readonly effect: number }[];
}

/** A batch under way: an engine that serves, workers, and the service they ask. Each is a process. */
export class Trial {
  private readonly folder: string;
  private readonly random: Random;
  private readonly children = new Set<ChildProcess>();
  private readonly workers: ChildProcess[] = [];
  private engine: ChildProcess | null = null;
  private url = '';
  private service = '';
  readonly runs: string[] = [];

  constructor(folder: string, random: Random) {
    this.folder = folder;
    this.random = random;
  }

  private get database(): string {
    return join(this.folder, 'runs.db');
  }

  async begin(items: number, seed: number): Promise<void> {
    const service = this.node([join(import.meta.dirname, 'testing/service-child.ts'), String(seed)]);
    this.service = (JSON.parse(await lineOf(service, /url/)) as { url: string }).url;
    await writeFile(join(this.folder, 'batch.saga.json'), JSON.stringify(batch));
    await this.startEngine();
    for (const id of ids) this.startWorker(id);
    for (let from = 0; from < items; from += ITEMS_A_RUN) {
      const runId = `batch-${from}`;
      const count = Math.min(ITEMS_A_RUN, items - from);
      const args = ['start', 'batch.saga.json', '--id', runId, '--input', JSON.stringify({ count }), '--url', this.url];
      const started = this.node([BIN, ...args]);
      const [code] = (await once(started, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`${runId} was not started: ${code}`);
      this.runs.push(runId);
    }
  }

  /** SIGKILL in the midst of work, and another takes its place. */
  async killWorker(): Promise<void> {
    let index: number | null = null;
    while (index === null && !this.isOver()) {
      const { busy } = await this.asked();
      index = this.random.pick(ids.filter((id) => (busy[`w${id}`] ?? 0) > 0));
    }
    await this.kill(this.workers[index ?? 0]);
    this.startWorker(index ?? 0);
  }

  async killEngine(): Promise<void> {
    await this.kill(this.engine);
    await this.startEngine();
  }

  /** Until the service was asked so often again, or nothing is left to do: work, not time. */
  async worked(calls: number): Promise<void> {
    const enough = (await this.asked()).calls + calls;
    while ((await this.asked()).calls < enough && !this.isOver()) await pause(5);
  }

  async log(): Promise<Log> {
    return (await (await fetch(`${this.service}/log`)).json()) as Log;
  }

  private async asked(): Promise<{ readonly calls: number; readonly busy: Readonly<Record<string, number>> }> {
    return (await (await fetch(`${this.service}/calls`)).json()) as Awaited<ReturnType<Trial['asked']>>;
  }

  isOver(): boolean {
    const reader = openReader(this.database);
    try {
      return this.runs.every((runId) => (reader.run(runId)?.endedAt ?? null) !== null);
    } finally {
      reader.close();
    }
  }

  history(runId: string): readonly Recorded[] {
    const reader = openReader(this.database);
    try {
      const all: Recorded[] = [];
      for (;;) {
        const { items } = reader.history(runId, all.length, 1_000);
        if (items.length === 0) return all;
        all.push(...items);
      }
    } finally {
      reader.close();
    }
  }

  async end(): Promise<void> {
    await Promise.all(Array.from(this.children, (child) => this.kill(child)));
  }

  /** On the port it had before, as behind one address. */
  private async startEngine(): Promise<void> {
    const port = this.url === '' ? '0' : new URL(this.url).port;
    this.engine = this.node([BIN, 'serve', '--port', port, '--db', this.database]);
    this.url = /http:\S+\d/.exec(await lineOf(this.engine, /Sagaloom is at/))?.[0] ?? '';
  }

  private startWorker(index: number): void {
    const script = join(import.meta.dirname, 'testing/worker-child.ts');
    this.workers[index] = this.node([script, this.url, TOKEN, `w${index}`, this.service]);
  }

  /** A process of our own Node, started directly: its pid is the one that works. It ends when we do. */
  private node(args: readonly string[]): ChildProcess {
    const env = { ...process.env, SAGALOOM_WORKER_TOKEN: TOKEN, XDG_STATE_HOME: join(this.folder, 'state') };
    const child = spawn(process.execPath, args, { cwd: this.folder, env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    return child;
  }

  private async kill(child: ChildProcess | null | undefined): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

const batch = {
  format: 'sagaloom/v1',
  name: 'batch',
  start: 'all',
  steps: {
    all: {
      type: 'map',
      items: '{% [1..input.count] %}',
      concurrency: 16,
      start: 'pay',
      steps: {
        pay: {
          type: 'task',
          activity: 'pay',
          taskQueue: 'batch',
          with: { item: '{% item %}' },
          retry: [{ maxAttempts: 1_000, initialInterval: '20ms', maxInterval: '200ms' }],
        },
      },
    },
  },
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function lineOf({ stdout }: ChildProcess, pattern: RegExp): Promise<string> {
  if (stdout === null) throw new Error('no pipe');
  for await (const line of createInterface(stdout)) if (pattern.test(line)) return line;
  throw new Error(`it ended and did not say ${pattern}`);
}
