import type { Recorded } from '../core/event.ts';
import type { JsonObject } from '../core/json.ts';
import type { RunEntry } from '../runtime/entry.ts';
import type { Append, Appended, Journal, StoredRun } from '../runtime/ports.ts';
import { memoryDeployments } from './deployments.ts';

interface Stored {
  readonly history: Recorded[];
  entry: RunEntry;
}

/** The journal without a disk (JO1 to JO6 within the process): previews, explorations, tests. */
export function memoryJournal(): Journal {
  const runs = new Map<string, Stored>();
  const definitions = new Map<string, JsonObject>();

  const deployed = memoryDeployments(definitions);
  const slots = new Map<string, { readonly workflow: string; readonly key: string; readonly queued: boolean }>();

  const append = ({ runId, expected, events, entry, definition, slot }: Append): Appended => {
    const run = runs.get(runId);
    const version = run?.history.length ?? 0;
    if (version !== expected) return { kind: 'conflict', version };
    const stored = run ?? { history: [], entry };
    stored.history.push(...copied(events));
    stored.entry = copied(entry);
    runs.set(runId, stored);
    if (definition) definitions.set(entry.hash, definition);
    if (slot) slots.set(runId, { workflow: entry.workflow, ...slot });
    else if (slot === null) slots.delete(runId);
    return { kind: 'appended' };
  };
  const load = (runId: string): StoredRun | null => {
    const run = runs.get(runId);
    return run ? { entry: run.entry, snapshot: null, tail: run.history.slice() } : null;
  };
  const wakes = (): { runId: string; wakeAt: number }[] =>
    Array.from(runs.values())
      .flatMap(({ entry: { runId, wakeAt } }) => (wakeAt === null ? [] : [{ runId, wakeAt }]))
      .toSorted((a, b) => a.wakeAt - b.wakeAt);

  return {
    append: async (change) => append(change),
    load: async (runId) => load(runId),
    entry: async (runId) => runs.get(runId)?.entry ?? null,
    history: async (runId, after, limit) => (runs.get(runId)?.history ?? []).slice(after, after + limit),
    definition: async (hash) => definitions.get(hash) ?? null,
    ...deployed,
    slots: async (workflow, key) => {
      const open = Array.from(slots).filter(([, slot]) => slot.workflow === workflow && slot.key === key);
      const queued = open.find(([, slot]) => slot.queued);
      return { taken: open.filter(([, slot]) => !slot.queued).length, next: queued?.[0] ?? null };
    },
    sleepers: async (from, to) => wakes().filter(({ wakeAt }) => wakeAt >= from && wakeAt <= to),
    nextWake: async (after) => wakes().find(({ wakeAt }) => wakeAt > after)?.wakeAt ?? null,
    close: async () => {},
  };
}

/** As if through a file: nobody shares what is stored, and what is not JSON does not get in. */
function copied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
