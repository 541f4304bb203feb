import { setTimeout as pause } from 'node:timers/promises';
import { digestOf, type Seen, seenAt } from './whole.ts';

export type FileEvent = 'created' | 'changed';

export interface WholeFile extends Seen {
  readonly file: string;
  readonly event: FileEvent;
  readonly sha256: string;
}

interface SettlingOptions {
  readonly settleMs: number;
  /** Is asked again, after a longer and longer while, until it resolves. */
  readonly whole: (file: WholeFile) => Promise<void>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Files on their way to being whole.
 *
 *   FS1  a file is told of once nothing of it changed for so long, and while it was read
 *   FS2  one that changes again is told of again; what came before it was whole is one event
 */
export class Settling {
  private readonly options: SettlingOptions;
  private readonly waiting = new Map<string, FileEvent>();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly stopped = new AbortController();
  /** Files are read one at a time. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: SettlingOptions) {
    this.options = options;
  }

  note(file: string, event: FileEvent): void {
    this.waiting.set(file, this.waiting.get(file) ?? event);
    if (this.underWay.has(file) || this.stopped.signal.aborted) return;
    const work = this.follow(file).finally(() => this.underWay.delete(file));
    this.underWay.set(file, work);
  }

  /** Resolves when nothing more is told. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.allSettled(this.underWay.values());
  }

  private async follow(file: string): Promise<void> {
    while (!this.isStopped) {
      const seen = await this.settled(file);
      const event = this.waiting.get(file);
      if (seen === null || event === undefined) {
        this.waiting.delete(file);
        return;
      }
      this.waiting.delete(file); // what comes from here on is another event
      const sha256 = await this.inTurn(() => digestOf(file));
      const after = await seenAt(file);
      if (sha256 === null || after?.mark !== seen.mark) this.waiting.set(file, event);
      else await this.tell({ ...seen, file, event, sha256 });
      if (!this.waiting.has(file)) return;
    }
  }

  private async settled(file: string): Promise<Seen | null> {
    let last = await seenAt(file);
    while (last !== null && (await this.wait(this.options.settleMs))) {
      const now = await seenAt(file);
      if (now?.mark === last.mark) return now;
      last = now;
    }
    return null;
  }

  private async tell(file: WholeFile): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        return await this.options.whole(file);
      } catch {
        if (!(await this.wait(waitMs))) return;
      }
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.turn.then(work);
    this.turn = turn.catch(() => {});
    return turn;
  }

  /** False: it was stopped. */
  private async wait(ms: number): Promise<boolean> {
    await pause(ms, undefined, { signal: this.stopped.signal }).catch(() => {});
    return !this.isStopped;
  }

  private get isStopped(): boolean {
    return this.stopped.signal.aborted;
  }
}
