import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { QueueDepth } from '../../runtime/index.ts';
import type { LogLine } from '../../telemetry/out/log-lines.ts';
import type { Asked, Said, ThreadData, ThreadStatus } from './thread.ts';

export interface TelemetryThread {
  log(line: LogLine): void;
  status(): Promise<ThreadStatus>;
  scrape(countFrom: number): Promise<string>;
  test(): Promise<string | null>;
  flush(ms: number): Promise<boolean>;
  /** After so long it is ended as it is. */
  end(ms: number): Promise<void>;
}

export interface ThreadPorts {
  readonly queues: () => readonly QueueDepth[];
  readonly warn: (message: string) => void;
}

/** Beside this file; of a bundle, beside that. */
const scripts = ['./worker.ts', './telemetry-worker.js'].map((path) => new URL(path, import.meta.url));

/** What it reads it forgets at once. */
const YOUNG_MB = 8;

/** So long lines of the log are gathered before they go over. */
const LINES_MS = 100;

type Question = Extract<Asked, { kind: 'scrape' | 'flush' | 'status' | 'test' | 'close' }>;
/** Without its number. */
type Unnumbered = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Ends by itself when the engine does. What it had not sent is sent by the next. */
export function startThread(data: ThreadData, { queues, warn }: ThreadPorts): TelemetryThread {
  const script = scripts.find((url) => existsSync(fileURLToPath(url)));
  if (!script) throw new Error('the script of the telemetry thread is not installed');
  const worker = new Worker(script, {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  const pending = new Map<number, Pending>();
  let questions = 0;
  let why: Error | null = null;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const tell = (asked: Asked): void => worker.postMessage(asked);

  const lost = (error: Error): void => {
    if (why === null) warn(`The thread that sends telemetry ended: ${error.message}`);
    why ??= error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  worker.on('error', (error: unknown) => lost(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => lost(new Error(`it ended with ${code}`)));
  worker.on('message', (said: Said) => {
    if (said.kind === 'warning') return warn(said.message);
    if (said.kind === 'print') return void process.stderr.write(`${said.line}\n`);
    if (said.kind === 'queues') return tell({ kind: 'queues', id: said.id, queues: queues() });
    const waiting = pending.get(said.id);
    pending.delete(said.id);
    if (said.error === null) waiting?.resolve(said.value as never);
    else waiting?.reject(new Error(said.error));
    if (pending.size === 0) worker.unref();
  });
  const ask = <T>(question: Unnumbered): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (why !== null) return reject(why);
      questions += 1;
      pending.set(questions, { resolve, reject });
      worker.ref(); // somebody waits
      tell({ ...question, id: questions });
    });
  const lines = gathered((all) => tell({ kind: 'logs', lines: all }));
  return {
    log: (line) => lines.add(line),
    status: () => ask({ kind: 'status' }),
    scrape: (countFrom) => ask({ kind: 'scrape', countFrom }),
    test: () => ask({ kind: 'test' }),
    flush(ms) {
      lines.push();
      return ask({ kind: 'flush', ms });
    },
    async end(ms) {
      lines.push();
      const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
      const closed = ask<void>({ kind: 'close' }).catch(() => {});
      await Promise.race([closed, late]);
      why ??= new Error('it was ended');
      await worker.terminate();
    },
  };
}

/** Lines go over together: each message costs more than a line. */
function gathered(send: (lines: readonly LogLine[]) => void) {
  let lines: LogLine[] = [];
  const push = (): void => {
    if (lines.length > 0) send(lines);
    lines = [];
  };
  return {
    push,
    add(line: LogLine): void {
      if (lines.push(line) === 1) setTimeout(push, LINES_MS).unref();
    },
  };
}
