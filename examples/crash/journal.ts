/** What the killed engine left on disk, read without an engine. */
import { foldView, link, type Program, type Recorded, type RunView } from '@sagaloom/engine/core';
import { type NodeReader, openReader } from '@sagaloom/engine/node';

export interface StoredHistory {
  readonly program: Program;
  readonly events: readonly Recorded[];
  readonly view: RunView;
}

export type Histories = ReadonlyMap<string, StoredHistory>;

const ALL = 1_000;

/** Each run's history, whose index must say what its history says. */
export function readHistories(database: string): { histories: Histories; faults: readonly string[] } {
  const reader = openReader(database);
  try {
    const faults: string[] = [];
    const histories = new Map<string, StoredHistory>();
    for (const summary of allRuns(reader)) {
      const stored = readOne(reader, summary.runId, summary.hash);
      histories.set(summary.runId, stored);
      const { status, undo, events } = stored.view;
      if (status !== summary.status || undo !== summary.undo || events !== summary.events) {
        faults.push(
          `${summary.runId}: listed as ${JSON.stringify(summary)}, its history says ${status}, ${undo}, ${events}`,
        );
      }
    }
    return { histories, faults };
  } finally {
    reader.close();
  }
}

function* allRuns(reader: NodeReader) {
  let cursor: string | null = null;
  do {
    const page = reader.runs({ cursor, limit: 500 });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== null);
}

function readOne(reader: NodeReader, runId: string, hash: string): StoredHistory {
  const definition = reader.definition(hash);
  const events = reader.history(runId, 0, ALL).items;
  let view: RunView | null = null;
  for (const event of events) view = foldView(view, event);
  if (definition === null || view === null)
    throw new Error(`${runId} is listed, and its definition or history is not there`);
  return { program: link(definition as Parameters<typeof link>[0], hash), events, view };
}

/** Histories only ever grow: what was there is there, unchanged. */
export function rewritten(before: Histories, after: Histories): readonly string[] {
  return [...before].flatMap(([runId, { events }]) => {
    const now = after.get(runId)?.events.slice(0, events.length);
    return JSON.stringify(now) === JSON.stringify(events) ? [] : [`${runId} lost or changed some of its history`];
  });
}
