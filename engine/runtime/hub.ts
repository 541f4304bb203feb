import type { RunEntry } from './entry.ts';
import { Registry } from './registry.ts';

/** Null: nothing will come any more. */
export type Listener = (entry: RunEntry | null) => void;

/** Who looks on: told after the append is durable, and never able to hold a run up. */
export class Hub {
  private readonly byRun = new Registry<Set<Listener>>();
  private readonly ofAll = new Set<Listener>();
  isClosed = false;

  /** The answer ends it. */
  onRun(runId: string, listener: Listener): () => void {
    const listeners = this.byRun.get(runId) ?? new Set<Listener>();
    this.byRun.set(runId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.byRun.get(runId) === listeners) this.byRun.delete(runId);
    };
  }

  onAll(listener: Listener): () => void {
    this.ofAll.add(listener);
    return () => this.ofAll.delete(listener);
  }

  publish(entry: RunEntry): void {
    const listeners = this.byRun.get(entry.runId);
    if (listeners) for (const listener of listeners) listener(entry);
    for (const listener of this.ofAll) listener(entry);
  }

  close(): void {
    this.isClosed = true;
    for (const listeners of this.byRun.all()) for (const listener of listeners) listener(null);
    for (const listener of this.ofAll) listener(null);
  }
}
