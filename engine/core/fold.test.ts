import { describe, expect, test } from 'vitest';
import { foldView, type RunView, viewOf } from './index.ts';
import { done, drive, Driver, failed, programOf, scripted, task, undoable } from './testing/drive.ts';

const saga = {
  start: 's',
  steps: {
    s: {
      type: 'saga',
      start: 'a',
      steps: { a: undoable({ next: 'b' }), b: undoable({ next: 'c' }), c: task({ readOnly: true }) },
    },
  },
};

describe('the view of a run', () => {
  test('lists steps as they were entered, with attempts, outcome and undo', async () => {
    const { view } = await drive(saga, scripted({ c: failed('x') }));
    expect(
      view.steps.map(({ id, status, outcome, undo, undoOrder }) => [id, status, outcome, undo, undoOrder]),
    ).toEqual([
      ['s', 'failed', 'none', 'none', null],
      ['a', 'completed', 'done', 'done', 2],
      ['b', 'completed', 'done', 'done', 1],
      ['c', 'failed', 'none', 'none', null],
    ]);
    expect(view.steps[1]).toMatchObject({ parent: { path: 's', visit: 1 }, block: 'body' });
  });

  test('lists effects in order, each ended attempt of what is not read-only', async () => {
    const { view } = await drive(saga, scripted({ c: failed('x'), 'b#undo': [failed('http.500'), done()] }));
    expect(view.effects.map(({ path, kind, attempt, outcome }) => [path, kind, attempt, outcome])).toEqual([
      ['a', 'do', 1, 'done'],
      ['b', 'do', 1, 'done'],
      ['b', 'undo', 1, 'unknown'],
      ['b', 'undo', 2, 'done'],
      ['a', 'undo', 1, 'done'],
    ]);
  });

  test('[RN2] is suspended while an undo waits for a person, and says which', async () => {
    const { view } = await drive(saga, scripted({ c: failed('x'), 'b#undo': failed('no', { retryable: false }) }));
    expect(view).toMatchObject({ status: 'suspended', undo: 'running', endedAt: null });
    expect(view.steps[2]).toMatchObject({ undo: 'stuck', undoError: { type: 'no' } });
    expect(view.steps[1]).toMatchObject({ undo: 'pending' });
  });

  test('a saga that ended well has nothing left to undo', async () => {
    const { view } = await drive(saga);
    expect(view.steps.map(({ undo }) => undo)).toEqual(['none', 'none', 'none', 'none']);
  });

  test('shows what a retry and a wait are waiting for', async () => {
    const driver = new Driver(
      programOf({ start: 'a', steps: { a: task({ retry: [{}], next: 'w' }), w: { type: 'wait', for: '1h' } } }),
      scripted({ a: [failed('http.503'), done()] }),
    );
    await driver.start();
    expect((await driver.settle(0)).view.steps[0]).toMatchObject({ status: 'retrying', until: driver.now + 1_000 });
    const waiting = (await driver.settle(2_000)).view;
    expect(waiting.steps[1]).toMatchObject({ status: 'waiting', until: driver.now + 3_600_000 });
  });

  test('one event at a time gives the same as all at once', async () => {
    const { events } = await drive(saga, scripted({ c: failed('x') }));
    expect(events.reduce<RunView | null>(foldView, null)).toEqual(viewOf(events));
  });
});
