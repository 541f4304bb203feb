import { type Task, type TaskEnd, Thread, type ThreadSource } from './thread.ts';
import { Turns } from './turns.ts';

export interface PoolOptions {
  /** Threads at most. */
  readonly size: number;
  /** A thread nobody has used for so long is ended. */
  readonly idleMs: number;
}

interface Idle {
  readonly thread: Thread;
  readonly timer: NodeJS.Timeout;
}

/** Threads that do tasks; more are started while there are more tasks than threads. One that was lost is replaced when it is needed. */
export class ThreadPool {
  readonly #source: () => Promise<ThreadSource>;
  readonly #options: PoolOptions;
  readonly #turns: Turns;
  readonly #all = new Set<Thread>();
  readonly #idle: Idle[] = [];
  #known: Promise<ThreadSource> | null = null;

  /** `source` is asked once, when the first thread is needed. */
  constructor(source: () => Promise<ThreadSource>, options: PoolOptions) {
    this.#source = source;
    this.#options = options;
    this.#turns = new Turns(options.size);
  }

  /** Waits for a free thread; the task's time counts from when it has one. */
  async run(task: Task): Promise<TaskEnd> {
    if (!(await this.#turns.take(task.signal))) return { kind: 'aborted' };
    try {
      const thread = await this.#take();
      const end = await thread.run(task);
      this.#keep(thread);
      return end;
    } finally {
      this.#turns.pass();
    }
  }

  /** Starts a first thread. */
  async warmUp(): Promise<void> {
    if (this.#all.size > 0) return;
    const thread = await this.#start();
    this.#keep(thread);
    await thread.ready;
  }

  /** Ends all threads; tasks under way are lost. It can be used again. */
  async close(): Promise<void> {
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer);
    const all = [...this.#all];
    this.#all.clear();
    await Promise.all(all.map((thread) => thread.end()));
  }

  async #start(): Promise<Thread> {
    this.#known ??= this.#source();
    const thread = new Thread(await this.#known);
    this.#all.add(thread);
    return thread;
  }

  async #take(): Promise<Thread> {
    const kept = this.#idle.pop();
    if (kept === undefined) return this.#start();
    clearTimeout(kept.timer);
    if (!kept.thread.isLost) return kept.thread;
    this.#all.delete(kept.thread);
    return this.#start();
  }

  #keep(thread: Thread): void {
    if (thread.isLost) {
      this.#all.delete(thread);
      return;
    }
    const idle: Idle = {
      thread,
      timer: setTimeout(() => {
        this.#idle.splice(this.#idle.indexOf(idle), 1);
        this.#all.delete(thread);
        void thread.end();
      }, this.#options.idleMs).unref(),
    };
    this.#idle.push(idle);
  }
}
