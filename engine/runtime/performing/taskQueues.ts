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

  /** Null: it has to wait. */
  enter(name: string, signal: AbortSignal): Place | null {
    const queue = this.queues.get(name) ?? this.open(name);
    return queue.running.length >= this.limit || queue.waiting.length > 0 ? null : take(queue, signal);
  }

  /** Null: it was told to stop before its turn came. */
  wait(name: string, signal: AbortSignal): Promise<Place | null> {
    const queue = this.queues.get(name) ?? this.open(name);
    for (const running of queue.running.slice()) this.freeOnAbort(running);
    const { promise, resolve } = Promise.withResolvers<Place | null>();
    const waiter = { signal, admit: resolve };
    queue.waiting.push(waiter);
    signal.addEventListener('abort', () => {
      queue.waiting = queue.waiting.filter((one) => one !== waiter);
      resolve(null);
    });
    this.admit(queue);
    return promise;
  }

  leave(place: Place): void {
    if (give(place) && place.queue.waiting.length > 0) this.admit(place.queue);
  }

  /** Those that were ever used. */
  depths(): readonly QueueDepth[] {
    return Array.from(this.queues, ([queue, { running, waiting }]) => ({
      queue,
      running: running.length,
      waiting: waiting.length,
    }));
  }

  private open(name: string): Queue {
    const queue: Queue = { running: [], waiting: [] };
    this.queues.set(name, queue);
    return queue;
  }

  /** Listened to only while others wait. */
  private freeOnAbort(place: Place): void {
    if (place.signal.aborted) give(place);
    if (place.signal.aborted || place.isHeard) return;
    place.isHeard = true;
    place.signal.addEventListener('abort', () => this.leave(place));
  }

  private admit(queue: Queue): void {
    while (queue.running.length < this.limit) {
      const next = queue.waiting.shift();
      if (!next) return;
      if (next.signal.aborted) continue;
      const place = take(queue, next.signal);
      this.freeOnAbort(place);
      next.admit(place);
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
  readonly admit: (place: Place | null) => void;
}

interface Queue {
  /** In no order: each knows where it stands, so that coming and going make nothing but the place. */
  readonly running: Place[];
  waiting: Waiter[];
}

/** Of one attempt in a queue. */
export interface Place {
  readonly queue: Queue;
  readonly signal: AbortSignal;
  /** Among those running; -1: given up. */
  at: number;
  isHeard: boolean;
}

function take(queue: Queue, signal: AbortSignal): Place {
  const place: Place = { queue, signal, at: queue.running.length, isHeard: false };
  queue.running.push(place);
  return place;
}

/** Whether it had it still. */
function give(place: Place): boolean {
  const { queue, at } = place;
  if (at === -1) return false;
  place.at = -1;
  const last = queue.running.pop();
  if (last === undefined || last === place) return true;
  last.at = at;
  queue.running[at] = last;
  return true;
}
