/**
 * Sends the spans of all runs, as a reader of the journal beside execution: it cannot slow or fail a run.
 *
 *   ST1  what a collector has acknowledged or refused is behind the checkpoint; all else is sent again after a restart, as the same spans
 *   ST2  nothing is read while a request is under way: memory is one batch and the open runs, however far behind it is
 *   ST3  a span goes once it has ended; of a run the first is `started`, the parent of all, so nothing it has sent is without its parent
 *   ST4  nothing is dropped without being counted: what the collector refuses, and what lies further behind than may wait
 */
import type { SpanRecord } from '../../contract/types.ts';
import { OpenTraces, type RunAppend } from './open-traces.ts';
import type { IsSampled } from './sampling.ts';
import { deliver, newTally, type Pause, type Sender, type Tally } from './sending.ts';
import type { BatchSettings } from './settings.ts';

/** What is appended to the journal has a position, in the order of all appends. */
export interface JournalAppend extends RunAppend {
  readonly position: number;
  /** The run was open when sending was first turned on, and nothing of it was sent yet. */
  readonly isFirst: boolean;
}

export interface JournalPart {
  readonly appends: readonly JournalAppend[];
  /** Up to where it reaches. */
  readonly position: number;
  /** Appends in between whose runs were deleted before they were read. */
  readonly deleted: number;
  /** Where the journal ends. */
  readonly end: number;
}

export interface SendTracesOptions {
  /** Some appends after a position, as many as are read in a moment. */
  readonly read: (after: number) => JournalPart;
  /** Durable. */
  readonly save: (position: number) => void;
  readonly from: number;
  readonly sender: Sender<SpanRecord>;
  readonly isSampled: IsSampled;
  readonly batch: BatchSettings;
  readonly pause: Pause;
  readonly now: () => number;
  /** The journal could not be read: it is tried again. */
  readonly onFailure: (error: unknown) => void;
}

export interface TraceTally extends Tally {
  /** Spans that the sampler left out. */
  sampledOut: number;
  /** Appends of runs that were deleted before they were read. */
  deleted: number;
}

const AFTER_FAILURE_MS = 5_000;

export class SendTraces {
  readonly tally: TraceTally = { ...newTally(), sampledOut: 0, deleted: 0 };
  private readonly options: SendTracesOptions;
  private readonly traces = new OpenTraces();
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<{ readonly upTo: number; readonly reached: () => void }>();
  /** Read up to here; all before is acknowledged. */
  private position: number;
  private nap: AbortController | null = null;
  private readonly over: Promise<void>;

  constructor(options: SendTracesOptions) {
    this.options = options;
    this.position = options.from;
    this.over = this.run();
  }

  get acknowledged(): number {
    return this.position;
  }

  /** Resolves when all up to this position is acknowledged; it does not wait for others to fill a batch. */
  reached(upTo: number): Promise<void> {
    if (this.position >= upTo) return Promise.resolve();
    return new Promise((reached) => {
      this.waiting.add({ upTo, reached });
      this.nap?.abort();
    });
  }

  /** Gives up what is under way; the next one sends it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.nap?.abort();
    await this.over;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const isLast = await this.turn();
        if (isLast) await this.rest(this.options.batch.delayMs);
      } catch (error) {
        this.options.onFailure(error);
        await this.rest(AFTER_FAILURE_MS);
      }
    }
  }

  /** Waits, unless somebody waits for what has come meanwhile. */
  private async rest(ms: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.nap = new AbortController();
    await this.options.pause(ms, this.nap.signal);
    this.nap = null;
  }

  /** Reads until there is a batch, or no more, and sends it. True: there is no more for now. */
  private async turn(): Promise<boolean> {
    const { batch, read } = this.options;
    const spans: SpanRecord[] = [];
    let at = this.position;
    let deleted = 0;
    for (;;) {
      const part = read(at);
      for (const append of part.appends) this.collect(append, spans);
      const isLast = part.position >= part.end || part.position === at;
      at = part.position;
      deleted += part.deleted;
      const isTooFar = part.end - at >= batch.behind; // ST4: not worth keeping, and not to be sent
      if (isTooFar) this.tally.overflow += spans.splice(0).length;
      if (spans.length < batch.size && !isLast && !isTooFar) continue;
      if (!(await this.send(spans))) return true;
      this.tally.deleted += deleted;
      this.reach(at);
      return isLast;
    }
  }

  private collect(append: JournalAppend, into: SpanRecord[]): void {
    const ended = this.traces.next(append, append.isFirst);
    if (ended === null) return;
    if (!this.options.isSampled(ended.traceId, ended.traceparent)) this.tally.sampledOut += ended.spans.length;
    else for (const span of ended.spans) into.push(span);
  }

  /** False: it was told to stop before all was acknowledged. */
  private async send(spans: readonly SpanRecord[]): Promise<boolean> {
    const { batch, sender, pause, now } = this.options;
    const { signal } = this.stopping;
    for (let i = 0; i < spans.length; i += batch.size) {
      const some = spans.slice(i, i + batch.size);
      if (!(await deliver(some, { sender, tally: this.tally, pause, now, signal }))) return false;
    }
    return true;
  }

  /** ST1. */
  private reach(position: number): void {
    if (position > this.position) this.options.save(position);
    this.position = position;
    for (const each of this.waiting) {
      if (each.upTo > position) continue;
      this.waiting.delete(each);
      each.reached();
    }
  }
}
