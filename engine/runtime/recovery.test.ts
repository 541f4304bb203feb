import { describe, expect, onTestFinished, test } from 'vitest';
import { countedIds } from '../memory/countedIds.ts';
import { memoryJournal } from '../memory/journal.ts';
import { passTime } from '../memory/passTime.ts';
import { virtualClock } from '../memory/virtualClock.ts';
import { openRuntime } from './engine.ts';
import { EnvironmentError } from './environment.ts';
import type { Journal } from './ports.ts';
import { heldStores } from './stores.ts';
import { chain, definitionOf, task } from './testing/documents.ts';
import { completed, heldActivities } from './testing/held-activities.ts';
import { historyOf, instant, open, START, started, typesIn, watched } from './testing/opened.ts';

describe('recovery', () => {
  test('[AT2][AC4] attempts that were open are recorded as lost before anything new is begun', async () => {
    const journal = watched();
    const first = await open(heldActivities(), { ...journal, close: async () => {} });
    const retry = [{ maxAttempts: 3, initialInterval: '0s' }];
    const runId = await started(first.engine, chain(1, { retry }));
    await first.engine.close();
    const activities = heldActivities();
    const second = await open(activities, journal);
    const { work, answer } = await activities.next();
    expect(work.attempt).toBe(2);
    const lost = (await historyOf(journal, runId)).find(({ type }) => type === 'AttemptFailed');
    expect(lost).toMatchObject({ attempt: 1, effect: 'unknown', error: { type: 'worker.lost' } });
    answer(completed());
    expect(await second.engine.settled(runId)).toMatchObject({ status: 'completed' });
  });

  test('[AC1][AC5] whoever asks in the moment in which a run cannot be loaded is told so, or answered by the run', async () => {
    const journal = memoryJournal();
    const waiting = definitionOf({ wait: { type: 'receive', signal: 'go' } });
    const first = await open(instant, { ...journal, close: async () => {} });
    const runId = await started(first.engine, waiting);
    await first.engine.close();
    let fails = true;
    const failing: Journal = {
      ...journal,
      load: async (id) => {
        if (!fails) return journal.load(id);
        fails = false;
        throw new Error('unreadable');
      },
    };
    const { engine } = await open(instant, failing);
    const answers: Promise<string>[] = [];
    for (let i = 0; i < 20; i += 1) {
      answers.push(engine.pause(runId, { by: 'me' }).then((one) => ('code' in one ? one.code : one.kind), String));
      await Promise.resolve(); // one each at every turn of the loading that fails
    }
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['Error: unreadable', 'accepted', 'invalid']));
  });

  test('[AT2] a lost attempt without a retry fails its step, outcome unknown', async () => {
    const journal = memoryJournal();
    const first = await open(heldActivities(), journal);
    const runId = await started(first.engine, chain(1));
    await first.engine.close();
    const second = await open(instant, journal);
    expect(await second.engine.settled(runId)).toMatchObject({ status: 'failed', error: { type: 'worker.lost' } });
  });

  test('[AT2][AC7] what was recorded as started while the engine closed is begun by the next, once', async () => {
    const [journal, stores] = [memoryJournal(), heldStores()];
    const clock = virtualClock(START);
    const life = async () => {
      const activities = heldActivities();
      const engine = await openRuntime({ journal, stores, clock, ids: countedIds(), activities });
      onTestFinished(() => engine.close());
      return { engine, activities };
    };
    const first = await life();
    const runId = await started(first.engine, chain(3));
    const { answer } = await first.activities.next();
    const closed = first.engine.close({ graceMs: 10_000 });
    answer(completed());
    await passTime(clock, () => false, closed);
    expect(await stores.unbegun.all()).toMatchObject([{ runId }]);
    const second = await life();
    const { work } = await second.activities.next();
    expect(work).toMatchObject({ stepId: 's2', attempt: 1 });
    expect(await stores.unbegun.all()).toEqual([]);
    await second.engine.close();
    const third = await life(); // it was begun by now
    expect(await third.engine.settled(runId)).toMatchObject({ status: 'failed', error: { type: 'worker.lost' } });
  });

  test('runs that are not to be carried on are left alone, until somebody asks about them', async () => {
    const journal = memoryJournal();
    const first = await open(heldActivities(), journal);
    for (const runId of ['mine', 'theirs']) await started(first.engine, chain(1), runId);
    await first.engine.close();
    const activities = heldActivities();
    const carriesOn = (runId: string): boolean => runId === 'mine';
    const engine = await openRuntime({ journal, clock: virtualClock(START), ids: countedIds(), activities, carriesOn });
    onTestFinished(() => engine.close());
    expect(await engine.settled('mine')).toMatchObject({ status: 'failed', error: { type: 'worker.lost' } });
    expect(typesIn(await historyOf(journal, 'theirs'))).toEqual(['RunStarted', 'StepStarted']);
    const asked = await engine.command('theirs', { type: 'cancel', by: 'me' });
    expect(asked.kind).toBe('rejected'); // its attempt is lost, and so it had failed by then
    await started(engine, chain(1), 'new');
    expect(activities.begun.map(({ work }) => work.run.runId)).toEqual(['new']);
  });

  test('a run that only waits is not in memory, and goes on at its time, whenever that was', async () => {
    const journal = watched();
    const clock = virtualClock(START);
    const first = await open(instant, journal, clock);
    const definition = definitionOf({ far: { type: 'wait', for: '30d', next: 'end' }, end: task() });
    const runId = await started(first.engine, definition);
    await first.engine.close();
    clock.advance(10 * 86_400_000);
    let loads = 0;
    const counting: Journal = { ...journal, load: (id) => ((loads += 1), journal.load(id)) };
    const second = await open(instant, counting, clock);
    expect(loads).toBe(0);
    const settled = second.engine.settled(runId);
    clock.advance(20 * 86_400_000);
    expect(await settled).toMatchObject({ status: 'completed', endedAt: START + 30 * 86_400_000 });
    expect(loads).toBe(1);
  });

  test('[AC6][HO6] a timer whose firing could not be written is fired though the clock was set back meanwhile', async () => {
    const journal = watched();
    const { engine, clock } = await open(heldActivities(), journal);
    const branches = {
      x: { start: 'nap', steps: { nap: { type: 'wait', for: '1h' } } },
      y: { start: 'long', steps: { long: task({ timeouts: { startToClose: '9h' } }) } }, // keeps the run in memory
    };
    const runId = await started(engine, definitionOf({ both: { type: 'parallel', branches } }));
    const quiet = () => new Promise((resolve) => setTimeout(resolve, 5));
    journal.before = async () => {
      throw new EnvironmentError('database.full', 'The disk is full.');
    };
    clock.advance(3_600_000);
    await quiet();
    journal.before = null;
    clock.advance(1_000); // the run is loaded again
    clock.advance(-1_800_000);
    await quiet(); // not due any more
    clock.advance(1_800_000);
    await quiet();
    const napped = (await historyOf(journal, runId)).find(({ type }) => type === 'StepCompleted');
    expect(napped).toMatchObject({ path: 'nap', at: START + 3_601_000 });
  });

  test('[HO6] what came due while the engine was away is done when it is back', async () => {
    const journal = memoryJournal();
    const clock = virtualClock(START);
    const first = await open(instant, journal, clock);
    const runId = await started(first.engine, definitionOf({ nap: { type: 'wait', for: '1h' } }));
    await first.engine.close();
    clock.advance(5 * 3_600_000);
    const second = await open(instant, journal, clock);
    expect(await second.engine.settled(runId)).toMatchObject({ status: 'completed', endedAt: START + 5 * 3_600_000 });
  });
});
