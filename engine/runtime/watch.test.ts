import { describe, expect, test } from 'vitest';
import type { Recorded } from '../core/index.ts';
import { chain } from './testing/documents.ts';
import { completed, heldActivities } from './testing/held-activities.ts';
import { historyOf, instant, open, started } from './testing/opened.ts';

describe('looking on', () => {
  test('events are what was recorded, then what comes, to the end', async () => {
    const activities = heldActivities();
    const { engine, journal } = await open(activities);
    const runId = await started(engine, chain(3));
    const seen: Recorded[] = [];
    const reading = (async () => {
      for await (const batch of engine.events(runId, 1)) seen.push(...batch);
    })();
    for (let i = 0; i < 3; i += 1) (await activities.next()).answer(completed(i));
    await reading;
    expect(seen).toEqual((await historyOf(journal, runId)).slice(1));
    const again: Recorded[] = [];
    for await (const batch of engine.events(runId)) again.push(...batch);
    expect(again).toEqual(await historyOf(journal, runId));
  });

  test('a reader that goes away while it waits is let go', async () => {
    const { engine } = await open(heldActivities());
    const runId = await started(engine, chain(1));
    for (const iterator of [engine.events(runId, 2), engine.changes()]) {
      const waiting = iterator.next();
      await iterator.return?.();
      expect(await waiting).toEqual({ done: true, value: undefined });
    }
  });

  test('there are no events of a run that is not there', async () => {
    const { engine } = await open(instant);
    expect(await engine.events('none').next()).toEqual({ done: true, value: undefined });
  });

  test('changes are the latest of each run, however slow the reader', async () => {
    const { engine } = await open(instant);
    const changes = engine.changes();
    for (const runId of ['a', 'b', 'c']) await engine.settled(await started(engine, chain(5), runId));
    const latest = [await changes.next(), await changes.next(), await changes.next()].map(({ value }) => value);
    expect(latest).toMatchObject(['a', 'b', 'c'].map((runId) => ({ runId, status: 'completed' })));
  });

  test('closing ends what waits', async () => {
    const { engine } = await open(heldActivities());
    const runId = await started(engine, chain(1));
    const waiting = [engine.events(runId, 2).next(), engine.changes().next(), engine.settled(runId)];
    await engine.close();
    expect(await Promise.all(waiting)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
      null,
    ]);
  });
});
