import type {
  Deliveries,
  DeliveriesQuery,
  DeliveryEntry,
  ScheduleEntry,
  StoredEvent,
  Stores,
  Unbegun,
} from './ports.ts';

/** Blobs, domain events, schedules and deliveries that are gone with the process. */
export function heldStores(): Stores {
  const blobs = new Map<string, string>();
  const events = new Map<string, StoredEvent>();
  const schedules = new Map<string, ScheduleEntry>();
  const unbegun = new Map<string, Unbegun>();
  return {
    blobs: {
      put: async (hash, text) => void blobs.set(hash, text),
      get: async (hash) => blobs.get(hash) ?? null,
    },
    events: {
      async publish(event) {
        if (events.has(event.key)) return false;
        events.set(event.key, { ...event, position: events.size + 1 });
        return true;
      },
      read: async (after, limit) => Array.from(events.values()).slice(after, after + limit),
    },
    schedules: {
      all: async () => Array.from(schedules.values()),
      save: async (entry) => void schedules.set(JSON.stringify([entry.workflow, entry.trigger]), entry),
    },
    deliveries: heldDeliveries(),
    unbegun: {
      all: async () => Array.from(unbegun.values()),
      async save(one) {
        if (one.attempts.length > 0) unbegun.set(one.runId, one);
        else unbegun.delete(one.runId);
      },
    },
  };
}

function heldDeliveries(): Deliveries {
  const entries = new Map<string, DeliveryEntry>();
  let position = 0;
  const pending = new Map<string, DeliveryEntry>();
  const byDue = (): DeliveryEntry[] =>
    Array.from(pending.values()).toSorted((a, b) => a.dueAt - b.dueAt || a.position - b.position);
  return {
    async record(delivery) {
      const known = entries.get(delivery.id);
      const duplicates = known ? known.duplicates + 1 : 0;
      const isNew = known === undefined || known.status === 'refused';
      const fresh = { ...delivery, status: 'pending', settledAt: null, runId: null, problem: null } as const;
      const entry = isNew
        ? { ...fresh, position: known?.position ?? (position += 1), duplicates }
        : { ...known, duplicates };
      entries.set(entry.id, entry);
      if (entry.status === 'pending') pending.set(entry.id, entry);
      return { isNew, entry };
    },
    async settle(id, { status, at, runId, problem }) {
      const entry = entries.get(id);
      if (entry?.status !== 'pending') return false;
      entries.set(id, { ...entry, status, settledAt: at, runId, problem });
      pending.delete(id);
      return true;
    },
    get: async (id) => entries.get(id) ?? null,
    due: async (by, limit) =>
      byDue()
        .filter(({ dueAt }) => dueAt <= by)
        .slice(0, limit),
    nextDue: async (after) => byDue().find(({ dueAt }) => dueAt > after)?.dueAt ?? null,
    list: async (query) =>
      Array.from(entries.values())
        .filter((entry) => isListed(entry, query))
        .toSorted((a, b) => b.position - a.position)
        .slice(0, query.limit),
  };
}

function isListed(entry: DeliveryEntry, { before = Infinity, workflow, trigger, type, status }: DeliveriesQuery) {
  const matches = <T>(wanted: T | undefined, value: T | null): boolean => wanted === undefined || wanted === value;
  return (
    entry.position < before &&
    matches(workflow, entry.workflow) &&
    matches(trigger, entry.trigger) &&
    matches(type, entry.type) &&
    matches(status, entry.status)
  );
}
