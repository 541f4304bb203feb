import { describe, expect, onTestFinished, test } from 'vitest';
import type { Recorded } from '../core/index.ts';
import { countedIds } from '../memory/countedIds.ts';
import { memoryJournal } from '../memory/journal.ts';
import { passTime } from '../memory/passTime.ts';
import { virtualClock } from '../memory/virtualClock.ts';
import { type Engine, openRuntime } from './engine.ts';
import { EnvironmentError } from './environment.ts';
import type { Activities, Append, Appended, Journal } from './ports.ts';
import { chain, definitionOf, fanOut, request, task } from './testing/documents.ts';
import { completed, heldActivities } from './testing/held-activities.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const instant: Activities = { perform: async ({ stepId }) => completed(stepId) };

/** A journal that counts, and that a test can interfere with. */
function watched(journal: Journal = memoryJournal()) {
  const appends: Append[] = [];
  const watchedJournal = { ...journal, before: null as ((change: Append) => Promise<Appended | null>) | null, appends };
  watchedJournal.append = async (change) => {
    const instead = await watchedJournal.before?.(change);
    if (instead) return instead;
    const appended = await journal.append(change);
    if (appended.kind === 'appended') appends.push(change);
    return appended;
  };
  return watchedJournal;
}

async function open(activities: Activities, journal: Journal = memoryJournal(), clock = virtualClock(START)) {
  const warnings: string[] = [];
  const onWarning = (message: string): number => warnings.push(message);
  const engine = await openRuntime({ journal, clock, ids: countedIds(), activities, onWarning });
  onTestFinished(() => engine.close());
  return { engine, clock, warnings, journal };
}

async function started(engine: Engine, definition: ReturnType<typeof definitionOf>, runId = 'r'): Promise<string> {
  const outcome = await engine.start(request(definition, { runId }));
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome.entry.runId;
}

async function historyOf(journal: Journal, runId: string): Promise<readonly Recorded[]> {
  return journal.history(runId, 0, Infinity);
}

const typesIn = (history: readonly Recorded[]): readonly string[] => history.map(({ type }) => type);

describe('a run', () => {
  test('goes from step to step to its end', async () => {
    const { engine, journal } = await open(instant);
    const runId = await started(engine, chain(3));
    expect(await engine.settled(runId)).toMatchObject({
      status: 'completed',
      output: 's3',
      wakeAt: null,
      attention: [],
    });
    expect(await journal.entry(runId)).toEqual(await engine.settled(runId));
    expect(typesIn(await historyOf(journal, runId)).at(-1)).toBe('RunEnded');
  });

  test('is given what it asks of the world: its place, its key, the run', async () => {
    const activities = heldActivities();
    const { engine } = await open(activities);
    const definition = definitionOf({ pay: task({ activity: 'http', with: { amount: '{% input.amount %}' } }) });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await engine.start(request(definition, { runId: 'r', runKey: 'k', input: { amount: 7 }, traceparent }));
    const { work } = await activities.next();
    expect(work).toMatchObject({
      activity: 'http',
      path: 'pay',
      visit: 1,
      attempt: 1,
      undo: false,
      with: { amount: 7 },
    });
    expect(work.key).not.toBe('');
    const { hash } = request(definition);
    expect(work.run).toEqual({ runId: 'r', runKey: 'k', workflow: 'test', hash, traceparent });
  });

  test('that was started already is refused, and so is a command to one that is not there', async () => {
    const { engine } = await open(heldActivities());
    const runId = await started(engine, chain(1));
    expect(await engine.start(request(chain(2), { runId }))).toMatchObject({
      kind: 'rejected',
      code: 'alreadyStarted',
    });
    expect(await engine.command('none', { type: 'cancel', by: 'me' })).toMatchObject({
      kind: 'rejected',
      code: 'notFound',
    });
    expect(await engine.settled('none')).toBeNull();
  });

  test('whose input does not fit is refused and leaves no trace, and its id can be used again', async () => {
    const { engine, journal } = await open(instant);
    const strict = definitionOf({ s: task() }, { input: { type: 'object', required: ['order'] } });
    expect(await engine.start(request(strict, { runId: 'r' }))).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(await journal.entry('r')).toBeNull();
    expect(await engine.start(request(chain(1), { runId: 'r' }))).toMatchObject({ kind: 'accepted' });
  });
});

describe('durability', () => {
  test('[AC2] nothing is begun, shown or answered before its events are written', async () => {
    const activities = heldActivities();
    const journal = watched();
    const gate = Promise.withResolvers<null>();
    journal.before = () => gate.promise;
    const { engine } = await open(activities, journal);
    const seen: string[] = [];
    const changes = engine.changes();
    const changed = changes.next().then(() => seen.push('changed'));
    const start = engine.start(request(chain(1), { runId: 'r' })).then(() => seen.push('answered'));
    await new Promise((resolve) => setImmediate(resolve));
    expect([seen, activities.begun.length]).toEqual([[], 0]);
    gate.resolve(null);
    await Promise.all([start, changed]);
    expect([seen.toSorted(), activities.begun.length]).toEqual([['answered', 'changed'], 1]);
  });

  test('[AC3] a hundred results that come together are one append', async () => {
    const activities = heldActivities();
    const journal = watched();
    const { engine } = await open(activities, journal);
    const runId = await started(engine, fanOut(100));
    for (const attempt of activities.begun) attempt.answer(completed());
    expect(await engine.settled(runId)).toMatchObject({ status: 'completed' });
    expect(activities.begun).toHaveLength(100);
    expect(journal.appends.length).toBeLessThanOrEqual(3); // the start, and the results
  });

  test('[AC5] after a conflict the run is read again and the command decided again', async () => {
    const activities = heldActivities();
    const journal = watched();
    const { engine } = await open(activities, journal);
    const runId = await started(engine, chain(1));
    const { signal } = await activities.next();
    const shared = { ...journal, close: async () => {} };
    const other = await open(heldActivities(), shared); // behind the first engine's back it records the attempt as lost
    expect(await other.engine.settled(runId)).toMatchObject({ status: 'failed' });
    expect(await engine.command(runId, { type: 'cancel', by: 'me' })).toMatchObject({
      kind: 'rejected',
      code: 'notRunning',
    });
    expect(signal.aborted).toBe(true);
    expect(typesIn(await historyOf(journal, runId))).not.toContain('CancelRequested');
  });

  test('[AC5] a conflict that does not end is a fault that is told, not a loop', async () => {
    const journal = watched();
    const { engine } = await open(heldActivities(), journal);
    const runId = await started(engine, chain(1));
    journal.before = async () => ({ kind: 'conflict', version: 99 });
    await expect(engine.command(runId, { type: 'cancel', by: 'me' })).rejects.toThrow(/disagree/);
    journal.before = null;
    expect(await engine.command(runId, { type: 'cancel', by: 'me' })).toMatchObject({ kind: 'accepted' });
  });

  test('[AC6] a caller is told of a full disk; a result is kept and written when there is room', async () => {
    const activities = heldActivities();
    const journal = watched();
    const { engine, clock, warnings } = await open(activities, journal);
    const runId = await started(engine, chain(2));
    const full = new EnvironmentError('database.full', 'The disk is full.');
    journal.before = () => Promise.reject(full);
    await expect(engine.command(runId, { type: 'cancel', by: 'me' })).rejects.toBe(full);
    (await activities.next()).answer(completed('kept'));
    await expect.poll(() => warnings, { timeout: 20_000 }).toHaveLength(1);
    clock.advance(1_000);
    await expect.poll(() => warnings, { timeout: 20_000 }).toHaveLength(2);
    journal.before = null;
    clock.advance(1_000);
    (await activities.next()).answer(completed());
    expect(await engine.settled(runId)).toMatchObject({ status: 'completed' });
    const outputs = (await historyOf(journal, runId)).flatMap((event) =>
      event.type === 'StepCompleted' ? [event.output] : [],
    );
    expect(outputs).toEqual(['kept', null]);
  });

  test('[AC5] a decision that throws changes nothing, reaches its caller, and the engine lives on', async () => {
    const { engine, journal } = await open(instant);
    const broken = { ...definitionOf({}), start: 'nowhere' };
    await expect(engine.start(request(broken, { runId: 'broken' }))).rejects.toThrow(/nowhere/);
    expect(await journal.entry('broken')).toBeNull();
    const runId = await started(engine, chain(1));
    expect(await engine.settled(runId)).toMatchObject({ status: 'completed' });
  });
});

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

  test('[AT2] a lost attempt without a retry fails its step, outcome unknown', async () => {
    const journal = memoryJournal();
    const first = await open(heldActivities(), journal);
    const runId = await started(first.engine, chain(1));
    await first.engine.close();
    const second = await open(instant, journal);
    expect(await second.engine.settled(runId)).toMatchObject({ status: 'failed', error: { type: 'worker.lost' } });
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

  test('what came due while the engine was away is done when it is back', async () => {
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

describe('attempts', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('boom')), 'activity', 'boom'],
    [
      'throws at once',
      () => {
        throw new Error('at once');
      },
      'activity',
      'at once',
    ],
    ['answers with a date', async () => completed(new Date() as never), 'activity.result', 'Date'],
    [
      'answers with undefined inside',
      async () => completed({ a: [undefined] } as never),
      'activity.result',
      'undefined',
    ],
    ['answers with NaN', async () => completed(Number.NaN), 'activity.result', 'NaN'],
    ['answers with nothing', async () => undefined as never, 'activity.result', 'nothing'],
    ['fails without saying how', async () => ({ kind: 'failed' }) as never, 'activity.result', 'neither'],
  ])('an activity that %s fails its step, effect unknown', async (_, perform, type, text) => {
    const { engine, journal } = await open({ perform });
    const runId = await started(engine, chain(1));
    const error = { type, message: expect.stringContaining(text) };
    expect(await engine.settled(runId)).toMatchObject({ status: 'failed', error });
    const failed = (await historyOf(journal, runId)).find((event) => event.type === 'StepFailed');
    expect(failed).toMatchObject({ outcome: 'unknown' });
  });

  test('one that takes too long is aborted, and what it says then is not heard', async () => {
    const activities = heldActivities();
    const { engine, clock, journal } = await open(activities);
    const runId = await started(engine, chain(1, { timeouts: { startToClose: '2s' } }));
    const { signal, answer } = await activities.next();
    clock.advance(2_000);
    expect(await engine.settled(runId)).toMatchObject({ status: 'failed', error: { type: 'timeout.startToClose' } });
    expect(signal.aborted).toBe(true);
    const { length } = await historyOf(journal, runId);
    answer(completed());
    await new Promise((resolve) => setImmediate(resolve));
    expect(await historyOf(journal, runId)).toHaveLength(length);
  });

  test('one of a cancelled run is aborted, and what it says still counts', async () => {
    const activities = heldActivities();
    const { engine, journal } = await open(activities);
    const runId = await started(engine, chain(2));
    const { signal, answer } = await activities.next();
    await engine.command(runId, { type: 'cancel', by: 'me', why: 'no longer wanted' });
    expect(signal.aborted).toBe(true);
    answer(completed('in time'));
    expect(await engine.settled(runId)).toMatchObject({ status: 'cancelled' });
    const asked = (await historyOf(journal, runId)).find(({ type }) => type === 'CancelRequested');
    expect(asked).toMatchObject({ by: 'me', why: 'no longer wanted' });
  });

  test('after closing begins nothing is begun and nothing recorded', async () => {
    const activities = heldActivities();
    const { engine, journal } = await open(activities);
    const runId = await started(engine, chain(2));
    const { signal, answer } = await activities.next();
    const closed = engine.close();
    expect(signal.aborted || (await closed, signal.aborted)).toBe(true);
    answer(completed());
    await closed;
    expect(typesIn(await historyOf(journal, runId))).toEqual(['RunStarted', 'StepStarted']);
    await expect(engine.command(runId, { type: 'cancel', by: 'me' })).rejects.toMatchObject({ code: 'closed' });
  });

  test('with a grace period what answers in time is recorded, and nothing follows it', async () => {
    const activities = heldActivities();
    const { engine, journal, clock } = await open(activities);
    const runId = await started(engine, chain(2));
    const { answer } = await activities.next();
    const closed = engine.close({ graceMs: 10_000 });
    answer(completed());
    await passTime(clock, () => false, closed);
    expect(typesIn(await historyOf(journal, runId))).toContain('StepCompleted');
    expect(activities.begun).toHaveLength(1);
  });
});

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

describe('time', () => {
  test('`at` never goes back within a run, whatever the clock does', async () => {
    const clock = virtualClock(START);
    let jump = 0;
    const jumping = { ...clock, now: () => clock.now() + jump };
    const { engine, journal } = await open(
      { perform: async () => ((jump -= 60_000), completed()) },
      memoryJournal(),
      jumping,
    );
    const runId = await started(engine, chain(5));
    await engine.settled(runId);
    const times = (await historyOf(journal, runId)).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('waits pass in virtual time as soon as nothing else goes on', async () => {
    const { engine, clock } = await open(instant);
    const definition = definitionOf({
      a: { type: 'wait', for: '365d', next: 'b' },
      b: task({ next: 'c' }),
      c: { type: 'wait', for: '1s' },
    });
    const runId = await started(engine, definition);
    const settled = engine.settled(runId);
    await passTime(clock, () => !engine.isIdle(), settled);
    expect(await settled).toMatchObject({ endedAt: START + 365 * 86_400_000 + 1_000 });
  });
});
