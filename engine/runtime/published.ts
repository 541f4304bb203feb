import { liveIterator } from './liveIterator.ts';
import type { DomainEvents, StoredEvent } from './ports.ts';

const PAGE = 500;

/** Domain events as they are published, from a position on; a slow reader holds nothing in memory. */
export class Published {
  private readonly events: DomainEvents;
  private readonly listeners = new Set<() => void>();
  private isClosed = false;

  constructor(events: DomainEvents) {
    this.events = events;
  }

  /** There is more. */
  tell(): void {
    for (const listener of this.listeners) listener();
  }

  close(): void {
    this.isClosed = true;
    this.tell();
  }

  read(after: number): AsyncIterableIterator<readonly StoredEvent[]> {
    let cursor = after;
    const poll = async (): Promise<readonly StoredEvent[] | undefined | null> => {
      if (this.isClosed) return null;
      const page = await this.events.read(cursor, PAGE);
      cursor = page.at(-1)?.position ?? cursor;
      return page.length > 0 ? page : undefined;
    };
    const subscribe = (poke: () => void): (() => void) => {
      this.listeners.add(poke);
      return () => this.listeners.delete(poke);
    };
    return liveIterator({ poll, subscribe });
  }
}
