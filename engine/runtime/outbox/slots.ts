import type { Command } from '../../core/command.ts';
import type { SlotRequest } from '../../core/event.ts';
import type { Outcome } from '../mail.ts';
import type { Journal } from '../ports.ts';

/**
 * Slots of concurrency keys. The journal knows who has one and who waits (JO6); here is only what is being decided right now, one
 * decision of a key at a time.
 */
export class SlotKeeper {
  private readonly journal: Pick<Journal, 'slots'>;
  private readonly ask: (runId: string, command: Command) => Promise<Outcome>;
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(journal: Pick<Journal, 'slots'>, ask: (runId: string, command: Command) => Promise<Outcome>) {
    this.journal = journal;
    this.ask = ask;
  }

  /** Starts a run with a slot where one is free and nobody waits for it; else queued, where it may be; else null. */
  take<T>(
    workflow: string,
    { key, limit, mayQueue }: { readonly key: string; readonly limit: number; readonly mayQueue: boolean },
    start: (slot: SlotRequest | null) => Promise<T>,
  ): Promise<T> {
    return this.inTurn(workflow, key, async () => {
      const { taken, next } = await this.journal.slots(workflow, key);
      const queued = next !== null || taken >= limit;
      return start(queued && !mayQueue ? null : { key, limit, queued });
    });
  }

  /** Admits those that have waited longest, while there are free slots. */
  settle(workflow: string, key: string, limit: number): Promise<void> {
    return this.inTurn(workflow, key, async () => {
      let last: string | null = null;
      for (;;) {
        const { taken, next }: { taken: number; next: string | null } = await this.journal.slots(workflow, key);
        if (next === null || taken >= limit) return;
        if (next === last) throw new Error(`Run ${next} has a free slot and does not take it.`);
        await this.ask(next, { type: 'admit' });
        last = next;
      }
    });
  }

  private async inTurn<T>(workflow: string, key: string, work: () => Promise<T>): Promise<T> {
    const name = JSON.stringify([workflow, key]);
    const before = this.queues.get(name);
    const turn = (before ?? Promise.resolve()).then(work, work);
    this.queues.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.queues.get(name) === turn) this.queues.delete(name);
    }
  }
}
