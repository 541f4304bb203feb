import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import { completed } from '../runtime/testing/held-activities.ts';
import { definitionOf, request, task } from '../runtime/testing/documents.ts';
import { allEnded, atEveryCrash, endings, newWorld, unlike, type World } from '../runtime/testing/crashing.ts';
import { openWritable } from './database.ts';
import { sqliteJournal } from './journal.ts';
import { sqliteStores } from './stores.ts';
import { testFolder } from './testing/folder.ts';

const steady = { retry: [{ maxAttempts: 20, initialInterval: '1s' }] };
const keyed = { concurrencyKey: { key: 'one', limit: 1 } };
const big = 'x'.repeat(300_000);

/** A bit of all that a run can want of others: a child with a slot, a large result, a signal, an event, the next run. */
const packing = definitionOf(
  { pack: task({ ...steady, next: 'tell' }), tell: { type: 'emit', event: 'packed', payload: 1 } },
  { name: 'packing', ...keyed },
);
const billing = definitionOf(
  { bill: task(steady) },
  { name: 'billing', triggers: { packed: { type: 'event', event: 'packed' } } },
);
const order: JsonObject = definitionOf(
  {
    large: task({ ...steady, next: 'pack' }),
    pack: { type: 'child', workflow: 'packing', next: 'more' },
    more: { type: 'choice', branches: [{ when: '{% input.n > 0 %}', next: 'again' }], otherwise: 'tell' },
    again: { type: 'continueAsNew', input: { n: '{% input.n - 1 %}' } },
    tell: { type: 'emit', signal: 'go', to: 'w', payload: { n: '{% input.n %}' }, next: 'done' },
    done: { type: 'succeed', output: 'done' },
  },
  { name: 'order' },
);
const waiter = definitionOf({ wait: { type: 'receive', signal: 'go' } }, { name: 'waiter' });

describe('wherever the engine dies, on SQLite', () => {
  test(
    '[LI1][LI2][LI3][LI5][DA8][HO6] children, slots, signals, events, large values and chains come to the same end',
    { timeout: 120_000 },
    async () => {
      const folder = testFolder();
      let files = 0;
      const world = (): World => {
        const file = join(folder, `${(files += 1)}.db`);
        const database = openWritable(file);
        database.pragma('synchronous = OFF'); // the deaths here are the engine's, not the machine's
        const perform = async ({ stepId }: { stepId: string }) => completed(stepId === 'large' ? big : stepId);
        return newWorld({
          journal: sqliteJournal(database, file),
          stores: sqliteStores(database, file),
          activities: { perform },
        });
      };
      const outcome = await atEveryCrash({
        world,
        deployed: [packing, billing, order],
        begin: async (engine) => {
          await engine.start(request(waiter, { runId: 'w' }));
          await engine.start(request(order, { runId: 'p', input: { n: 1 } }));
        },
        isOver: (at) => allEnded(at, ['w', 'p']),
        result: async (at) => ({
          endings: await endings(at, ['w', 'p']),
          events: (await at.stores.events.read(0, 10)).length,
          slots: await at.journal.slots('packing', 'one'),
        }),
      });
      expect(outcome.whole).toEqual({
        endings: [
          { status: 'completed', output: { n: 0 }, error: null },
          { status: 'continuedAsNew', output: null, error: null },
        ],
        events: 2,
        slots: { taken: 0, next: null },
      });
      expect(outcome.crashed.length).toBeGreaterThan(40);
      expect(unlike(outcome)).toEqual([]);
    },
  );
});
