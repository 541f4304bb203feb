/**
 * So many attempts of one task queue at a time on this host; the others wait in the order in which they came. An attempt that is told
 * to stop gives its place up at once: what never answers must not hold up the rest.
 */
export class TaskQueues {
  private readonly limit: number;
  private readonly queues = new Map<string, Queue>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** False: it has to wait. */
  enter(name: string, signal: AbortSignal): boolean {
    const queue = this.queues.get(name) ?? this.open(name);
    if (queue.running.size >= this.limit || queue.waiting.length > 0) return false;
    queue.running.add(signal);
    return true;
  }

  /** False: it was told to stop before its turn came. */
  wait(name: string, signal: AbortSignal): Promise<boolean> {
    const queue = this.queues.get(name) ?? this.open(name);
    for (const running of queue.running) this.freeOnAbort(queue, running);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiter = { signal, admit: resolve };
    queue.waiting.push(waiter);
    signal.addEventListener('abort', () => {
      queue.waiting = queue.waiting.filter((one) => one !== waiter);
      resolve(false);
    });
    this.admit(queue);
    return promise;
  }

  leave(name: string, signal: AbortSignal): void {
    const queue = this.queues.get(name);
    if (queue?.running.delete(signal) && queue.waiting.length > 0) this.admit(queue);
  }

  /** Those that were ever used. */
  depths(): readonly QueueDepth[] {
    return Array.from(this.queues, ([queue, { running, waiting }]) => ({
      queue,
      running: running.size,
      waiting: waiting.length,
    }));
  }

  private open(name: string): Queue {
    const queue: Queue = { running: new Set(), waiting: [], heard: new WeakSet() };
    this.queues.set(name, queue);
    return queue;
  }

  private freeOnAbort(queue: Queue, signal: AbortSignal): void {
    if (signal.aborted) queue.running.delete(signal);
    if (signal.aborted || queue.heard.has(signal)) return;
    queue.heard.add(signal);
    signal.addEventListener('abort', () => {
      if (queue.running.delete(signal)) this.admit(queue);
    });
  }

  private admit(queue: Queue): void {
    while (queue.running.size < this.limit) {
      const next = queue.waiting.shift();
      if (!next) return;
      if (next.signal.aborted) continue;
      queue.running.add(next.signal);
      this.freeOnAbort(queue, next.signal);
      next.admit(true);
    }
  }
}

export interface QueueDepth {
  readonly queue: string;
  /** Attempts that have a place, those offered to workers too. */
  readonly running: number;
  readonly waiting: number;
}

interface Waiter {
  readonly signal: AbortSignal;
  readonly admit: (isTurn: boolean) => void;
}

interface Queue {
  readonly running: Set<AbortSignal>;
  waiting: Waiter[];
  /** Those whose abort is listened to: only while others wait. */
  readonly heard: WeakSet<AbortSignal>;
}
