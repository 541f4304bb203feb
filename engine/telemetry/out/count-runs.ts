import { OpenTraces } from './open-traces.ts';
import type { CountSpan } from './metrics.ts';
import type { JournalPart } from './send-traces.ts';

export interface CountRunsOptions {
  readonly read: (after: number) => JournalPart;
  readonly from: number;
  readonly count: CountSpan;
  readonly now: () => number;
}

/** Reads the journal for the metrics, with a place of its own in it: what cannot be sent does not hold it up. */
export class CountRuns {
  private readonly options: CountRunsOptions;
  private readonly traces = new OpenTraces();
  private position: number;

  constructor(options: CountRunsOptions) {
    this.options = options;
    this.position = options.from;
  }

  /** Counts what has come; for so long at most. True: all of it. */
  catchUp(mostMs: number): boolean {
    const until = this.options.now() + mostMs;
    do {
      const part = this.options.read(this.position);
      for (const append of part.appends)
        for (const span of this.traces.next(append)?.spans ?? []) this.options.count(span);
      if (part.position === this.position || part.position >= part.end) {
        this.position = part.position;
        return true;
      }
      this.position = part.position;
    } while (this.options.now() < until);
    return false;
  }
}
