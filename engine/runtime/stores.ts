import type { ScheduleEntry, StoredEvent, Stores } from './ports.ts';

/** Blobs, domain events and schedules that are gone with the process. */
export function heldStores(): Stores {
  const blobs = new Map<string, string>();
  const events = new Map<string, StoredEvent>();
  const schedules = new Map<string, ScheduleEntry>();
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
  };
}
