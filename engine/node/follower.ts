import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { keepHouse } from './views/house.ts';
import { keepViews } from './views/keeper.ts';
import { loadProjections } from './views/modules.ts';
import type { Asked, Said, ThreadData } from './views/thread.ts';

/**
 * Keeps the views behind the journal by a moment, in a thread of their own, so that they never stand between a run and its next
 * step. A command that is over before the thread would have begun brings them up to date itself as it ends.
 */
export interface Follower {
  /** Something was appended. */
  notify(): void;
  /** Resolves when all that is appended by now has been seen. */
  catchUp(): Promise<void>;
  /** Drops all and feeds them from the beginning. */
  rebuild(): Promise<void>;
  /** Brings them up to date, and ends. */
  close(): Promise<void>;
  /** Ends as it is. */
  stop(): void;
}

export interface FollowerOptions extends ThreadData {
  readonly warn: (message: string, error?: unknown) => void;
}

/** With the time a batch takes, well under a second behind. */
const DELAY_MS = 400;
const AFTER_FAILURE_MS = 5_000;

export function follower(options: FollowerOptions): Follower {
  let thread: Thread | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const begin = (): Thread => {
    thread ??= startThread(options, () => {
      thread = null;
      schedule(AFTER_FAILURE_MS);
    });
    return thread;
  };
  const schedule = (delayMs: number): void => {
    if (timer !== null || isClosed) return;
    timer = setTimeout(() => {
      timer = null;
      if (thread) thread.tell({ kind: 'follow' });
      else begin(); // it begins by following
    }, delayMs).unref();
  };

  const stop = (): void => {
    isClosed = true;
    if (timer !== null) clearTimeout(timer);
  };

  schedule(DELAY_MS);
  return {
    stop,
    notify: () => schedule(DELAY_MS),
    catchUp: () => begin().ask('catchUp'),
    rebuild: () => begin().ask('rebuild'),
    async close() {
      stop();
      if (thread) await thread.end();
      else await catchUpHere(options);
    },
  };
}

/** Where the script is not installed: the same, on this thread. */
function noThread({ database, projections, retention, warn }: FollowerOptions): Thread {
  const loaded = loadProjections(projections, warn).then((all) => keepViews(database, all, warn));
  const ask: Thread['ask'] = async (kind) => {
    const keeper = await loaded;
    if (kind === 'rebuild') keeper.drop();
    keeper.catchUp();
  };
  const tell = (): void => void ask('catchUp').catch((error: unknown) => warn('The views are behind.', error));
  tell();
  keepHouse(database, retention, warn);
  return {
    tell,
    ask,
    async end() {
      const keeper = await loaded;
      try {
        keeper.catchUp();
      } finally {
        keeper.close();
      }
    },
  };
}

async function catchUpHere({ database, projections, warn }: FollowerOptions): Promise<void> {
  const keeper = keepViews(database, await loadProjections(projections, warn), warn);
  try {
    keeper.catchUp();
  } finally {
    keeper.close();
  }
}

interface Thread {
  tell(asked: Asked): void;
  ask(kind: 'catchUp' | 'rebuild' | 'close'): Promise<void>;
  end(): Promise<void>;
}

interface Pending {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Beside this file; of a bundle, beside that. */
const scripts = ['./views/worker.ts', './views-worker.js'].map((path) => new URL(path, import.meta.url));

function startThread(options: FollowerOptions, onLost: () => void): Thread {
  const script = scripts.find((url) => existsSync(fileURLToPath(url)));
  return script ? workerThread(script, options, onLost) : noThread(options);
}

/** What it reads it forgets at once; with the default it would let 50 MB of that lie about. */
const YOUNG_MB = 6;

function workerThread(
  script: URL,
  { warn, database, projections, retention }: FollowerOptions,
  onLost: () => void,
): Thread {
  const worker = new Worker(script, {
    workerData: { database, projections, retention } satisfies ThreadData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  const pending = new Map<number, Pending>();
  let asked = 0;
  let isEnding = false;

  const lost = (error: unknown): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    if (isEnding) return;
    isEnding = true;
    warn('The thread of the views ended; it is started again.', error);
    onLost();
  };
  worker.on('error', lost);
  worker.on('exit', (code) => lost(new Error(`the thread of the views ended with ${code}`)));
  worker.on('message', (said: Said) => {
    if (said.kind === 'warning') return warn(said.message, said.error);
    const waiting = pending.get(said.id);
    pending.delete(said.id);
    if (said.error === null) waiting?.resolve();
    else waiting?.reject(said.error);
    if (pending.size === 0) worker.unref();
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const tell = (message: Asked): void => worker.postMessage(message);
  const ask: Thread['ask'] = (kind) =>
    new Promise((resolve, reject) => {
      asked += 1;
      pending.set(asked, { resolve, reject });
      worker.ref(); // somebody waits
      tell({ kind, id: asked });
    });
  return {
    tell,
    ask,
    async end() {
      try {
        await ask('close');
      } finally {
        isEnding = true;
        await worker.terminate();
      }
    },
  };
}
