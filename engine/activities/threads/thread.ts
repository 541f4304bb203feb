import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Asked, Said } from './protocol.ts';

export interface ThreadSource {
  readonly script: URL;
  /** Given to each thread as it starts. */
  readonly data?: unknown;
  readonly limits?: ResourceLimits;
}

/** How a task ended. `lost`: the thread itself did, by running out of memory or through a fault. */
export type TaskEnd =
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'overtime' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'lost'; readonly outOfMemory: boolean; readonly message: string };

export interface Task {
  readonly task: unknown;
  /** From the moment a thread begins with it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onNote?: (note: unknown) => void;
}

/** After this a thread that was told to stop, or has had its time, is ended from outside. */
const GRACE_MS = 500;

/** One thread, which does one task at a time. */
export class Thread {
  readonly ready: Promise<void>;
  #worker: Worker;
  #isLost = false;
  #last = 0;
  #onSaid: ((said: Said) => void) | null = null;
  #onLost: ((error: unknown) => void) | null = null;

  constructor({ script, data, limits }: ThreadSource) {
    this.#worker = new Worker(script, {
      workerData: data,
      ...(limits && { resourceLimits: limits }),
      env: {}, // nothing of this process is its business
      stdin: false,
    });
    this.#worker.unref();
    this.ready = new Promise((resolve, reject) => {
      this.#onSaid = () => resolve();
      this.#onLost = (error) => reject(asError(error));
    });
    this.ready.catch(() => {}); // whoever waits for it hears it
    this.#worker.on('message', (said: Said) => this.#onSaid?.(said));
    this.#worker.on('error', (error) => this.#lose(error));
    this.#worker.on('exit', (code) => this.#lose(new Error(`the thread ended with ${code}`)));
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  #lose(error: unknown): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#onLost?.(error);
  }

  /** The thread is not usable after `overtime`, `lost`, and an abort that it did not hear. */
  async run({ task, timeoutMs, signal, onNote }: Task): Promise<TaskEnd> {
    this.#worker.ref();
    try {
      await this.ready;
    } catch (error) {
      return lost(error);
    }
    if (signal.aborted) return this.#free({ kind: 'aborted' });
    const stop = new SharedArrayBuffer(4);
    const id = (this.#last += 1);
    const end = await new Promise<TaskEnd>((resolve) => {
      const overtime = setTimeout(() => resolve({ kind: 'overtime' }), timeoutMs + GRACE_MS);
      let aborting: NodeJS.Timeout | undefined;
      const abort = (): void => {
        Atomics.store(new Int32Array(stop), 0, 1);
        aborting = setTimeout(() => resolve({ kind: 'overtime' }), GRACE_MS);
      };
      signal.addEventListener('abort', abort, { once: true });
      const settle = (end: TaskEnd): void => {
        clearTimeout(overtime);
        clearTimeout(aborting);
        signal.removeEventListener('abort', abort);
        resolve(end);
      };
      this.#onLost = (error) => settle(lost(error));
      this.#onSaid = (said) => {
        if (said.kind === 'ready' || said.id !== id) return;
        if (said.kind === 'note') return onNote?.(said.note);
        settle(said.kind === 'answer' ? said : lost(new Error(said.message)));
      };
      const asked: Asked = { id, task, stop };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      this.#worker.postMessage(asked);
    });
    if (end.kind === 'overtime') await this.end();
    return this.#free(signal.aborted ? { kind: 'aborted' } : end);
  }

  #free(end: TaskEnd): TaskEnd {
    this.#onSaid = null;
    this.#onLost = null;
    this.#worker.unref();
    return end;
  }

  async end(): Promise<void> {
    this.#lose(new Error('the thread was ended')); // whoever waits for an answer has it now
    await this.#worker.terminate();
  }
}

function lost(error: unknown): TaskEnd {
  const { message } = asError(error);
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return { kind: 'lost', outOfMemory, message };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
