import type { LogLine } from './log-lines.ts';
import { deliver, newTally, type Pause, type Sender } from './sending.ts';
import type { BatchSettings } from './settings.ts';

export interface SendLogsOptions {
  readonly sender: Sender<LogLine>;
  readonly batch: BatchSettings;
  readonly pause: Pause;
  readonly now: () => number;
}

/** Lines of the log are in memory only: so many wait, and beyond that the oldest are dropped and counted. */
export class SendLogs {
  readonly tally = newTally();
  private readonly options: SendLogsOptions;
  private readonly stopping = new AbortController();
  private lines: LogLine[] = [];
  private idle: Promise<void> = Promise.resolve();
  private isSending = false;
  private nap: AbortController | null = null;
  private isHasty = false;

  constructor(options: SendLogsOptions) {
    this.options = options;
  }

  get waiting(): number {
    return this.lines.length;
  }

  add(lines: readonly LogLine[]): void {
    this.lines.push(...lines);
    const over = this.lines.length - this.options.batch.behind;
    if (over > 0) {
      this.lines.splice(0, over);
      this.tally.overflow += over;
    }
    if (!this.isSending) this.idle = this.run();
    else if (this.lines.length >= this.options.batch.size) this.nap?.abort();
  }

  /** Resolves when all were sent or refused. */
  flush(): Promise<void> {
    this.isHasty = this.isSending;
    this.nap?.abort();
    return this.idle;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.nap?.abort();
    await this.idle;
  }

  private async run(): Promise<void> {
    this.isSending = true;
    const { batch, sender, pause, now } = this.options;
    const { signal } = this.stopping;
    while (this.lines.length > 0 && !signal.aborted) {
      if (this.lines.length < batch.size && !this.isHasty) {
        this.nap = new AbortController();
        await pause(batch.delayMs, this.nap.signal);
        this.nap = null;
      }
      const some = this.lines.splice(0, batch.size);
      await deliver(some, { sender, tally: this.tally, pause, now, signal });
    }
    this.isSending = false;
    this.isHasty = false;
  }
}
