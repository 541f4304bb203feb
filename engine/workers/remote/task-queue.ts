import type { Attempt } from './attempt.ts';
import type { QueueSettings } from './settings.ts';

/** A queue that was at rest may give so much at once: of what came due while nobody looked. */
const BURST_MS = 100;

/** Attempts of one task queue that wait for a worker, in the order they came, and what limits giving them out. */
export class TaskQueue {
  readonly name: string;
  private waiting: Attempt[] = [];
  /** Given out, and not answered. */
  private readonly out = new Set<Attempt>();
  /** When the rate is used up to: monotonic ms. */
  private usedTo = -Infinity;

  constructor(name: string) {
    this.name = name;
  }

  get depth(): number {
    return this.waiting.length;
  }

  add(attempt: Attempt): void {
    this.waiting.push(attempt);
  }

  /** It was not given out after all: it is the first again. */
  putBack(attempt: Attempt): void {
    this.waiting.unshift(attempt);
    this.out.delete(attempt);
  }

  remove(attempt: Attempt): void {
    this.waiting = this.waiting.filter((each) => each !== attempt);
  }

  all(): readonly Attempt[] {
    return this.waiting;
  }

  /** The first that fits, where the limits let one go now. It counts until it is `back`. */
  take(settings: QueueSettings, now: number, fits: (attempt: Attempt) => boolean): Attempt | null {
    if (this.out.size >= (settings.concurrency ?? Infinity) || this.nextAt(settings) > now) return null;
    const index = this.waiting.findIndex(fits);
    const [attempt = null] = index === -1 ? [] : this.waiting.splice(index, 1);
    if (attempt === null) return null;
    this.out.add(attempt);
    if (settings.perSecond !== undefined) this.usedTo = Math.max(this.usedTo, now) + 1_000 / settings.perSecond;
    return attempt;
  }

  back(attempt: Attempt): void {
    this.out.delete(attempt);
  }

  /** When the rate lets the next one go. */
  nextAt({ perSecond }: QueueSettings): number {
    if (perSecond === undefined) return -Infinity;
    return this.usedTo - Math.max(0, BURST_MS - 1_000 / perSecond);
  }
}
