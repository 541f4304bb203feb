import type { Recorded } from '../core/event.ts';
import type { NodeReader } from '../node/index.ts';

const PAGE = 1_000;

export function wholeHistory(reader: NodeReader, runId: string): readonly Recorded[] {
  const events: Recorded[] = [];
  for (;;) {
    const { items, next } = reader.history(runId, events.length, PAGE);
    events.push(...items);
    if (next === null || items.length === 0) return events;
  }
}
