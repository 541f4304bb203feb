import { describe, expect, test } from 'vitest';
import { memoryJournal } from '../memory/journal.ts';
import { passTime } from '../memory/passTime.ts';
import { virtualClock } from '../memory/virtualClock.ts';
import { EnvironmentError } from './environment.ts';
import { chain, definitionOf, fanOut, request, task } from './testing/documents.ts';
import { completed, heldActivities } from './testing/held-activities.ts';
import { historyOf, instant, open, START, started, typesIn, watched } from './testing/opened.ts';

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
    expect(work.run).toMatchObject({ runId: 'r', runKey: 'k', workflow: 'test', hash, traceparent });
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
  test('[HO1][AC2] nothing is begun, shown or answered before its events are written', async () => {
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
    expect(journal.appends).toHaveLength(2); // the start, and the results
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
