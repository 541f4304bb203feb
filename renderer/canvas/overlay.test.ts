import type { Recorded, RunEvent } from '@sagaloom/engine/core';
import { viewOf } from '@sagaloom/engine/core';
import { describe, expect, test } from 'vitest';
import type { Draft } from '../document/index.ts';
import { runStarted as begin } from '../runs/testing/events.ts';
import { mapProgress } from './map-progress.ts';
import { overlayOf } from './overlay.ts';

const task = (next?: string) => ({ type: 'task', activity: 'http', ...(next ? { next } : {}) });
const order: Draft = {
  start: 'check',
  steps: {
    check: task('place'),
    place: {
      type: 'saga',
      start: 'reserve',
      steps: { reserve: { ...task('ship'), compensate: { activity: 'http' } }, ship: task() },
      next: 'notify',
      catch: [{ errors: ['timeout'] }, { errors: ['http'], next: 'sorry' }],
    },
    notify: task(),
    sorry: task(),
  },
};

const error = { type: 'http.422', message: 'no' };
const at = (path: string) => ({ path, visit: 1 });
const started = (id: string, frame: string, stepType: 'task' | 'saga' = 'task'): RunEvent => ({
  type: 'StepStarted',
  ...at(id),
  id,
  stepType,
  frame,
  detail:
    stepType === 'saga'
      ? { kind: 'composite', blocks: ['body'], deadline: null }
      : { kind: 'task', activity: 'http', with: null, readOnly: false },
});
const completed = (id: string, entry = false): RunEvent => ({
  type: 'StepCompleted',
  ...at(id),
  output: null,
  assigned: {},
  entry: entry ? { outcome: 'done', undo: { kind: 'ready', with: null } } : null,
});
const forward = [
  begin,
  started('check', ''),
  completed('check'),
  started('place', '', 'saga'),
  started('reserve', 'place#1/body'),
  completed('reserve', true),
  started('ship', 'place#1/body'),
];
const failed: readonly RunEvent[] = [
  { type: 'AttemptFailed', ...at('ship'), attempt: 1, undo: false, error, effect: 'none', rule: null, retryAt: null },
  { type: 'StepFailed', ...at('ship'), error, outcome: 'none', entry: null, caught: null },
  {
    type: 'CompensationStarted',
    frame: 'place#1/body',
    error,
    order: 'reverse',
    onFailure: 'suspend',
    entries: [at('reserve')],
  },
];
const undone: readonly RunEvent[] = [
  { type: 'UndoCompleted', ...at('reserve'), attempt: 1, output: null },
  { type: 'CompensationEnded', frame: 'place#1/body', error, undone: 1, left: [] },
];

const overlay = (...events: readonly RunEvent[]) =>
  overlayOf(viewOf(events.map((event, index): Recorded => ({ ...event, seq: index + 1, at: 1_000 + index }))), order);
const statesOf = (shown: ReturnType<typeof overlay>) =>
  Object.fromEntries(Object.entries(shown.steps).map(([id, { state }]) => [id, state]));

describe('a run on the canvas', () => {
  test('shows what is done, what runs, and what was not reached', () => {
    const shown = overlay(...forward);
    expect(statesOf(shown)).toEqual({
      check: 'completed',
      place: 'running',
      reserve: 'completed',
      ship: 'running',
      notify: 'notReached',
      sorry: 'notReached',
    });
    expect([...shown.taken].toSorted()).toEqual([':start:', ':start:place/body', 'check:next', 'reserve:next']);
    expect(shown.wayBack).toEqual([]);
  });

  test('[SG2] shows what is being undone while it is', () => {
    const shown = overlay(...forward, ...failed);
    expect(statesOf(shown)).toMatchObject({ ship: 'failed', reserve: 'undoing' });
    expect(shown.failed).toBe('ship');
    expect(shown.wayBack).toEqual(['reserve']);
  });

  test('[SG7] shows a saga of which nothing is left as undone, and the error that went on as caught', () => {
    const raised: RunEvent = { type: 'StepFailed', ...at('place'), error, outcome: 'none', entry: null, caught: null };
    expect(statesOf(overlay(...forward, ...failed, ...undone, raised))).toMatchObject({
      place: 'undone',
      reserve: 'undone',
      ship: 'failed',
    });
    const caught: RunEvent = { ...raised, caught: { clause: 1, next: 'sorry', assigned: {} } };
    const shown = overlay(...forward, ...failed, ...undone, caught, started('sorry', ''));
    expect(statesOf(shown)).toMatchObject({ place: 'caught', sorry: 'running' });
    expect(shown.taken.has('place:catch:1')).toBe(true);
    expect(shown.taken.has('place:next')).toBe(false);
  });

  test('numbers undos by the order they ran in, and keeps the error', () => {
    const { steps } = overlay(...forward, ...failed, ...undone);
    expect(steps.reserve).toMatchObject({ undoOrder: 1, undo: 'done' });
    expect(steps.ship).toMatchObject({ errorType: 'http.422', attempts: 1 });
  });
});

const each: Draft = {
  start: 'each',
  steps: {
    each: {
      type: 'map',
      start: 'wait',
      steps: { wait: { type: 'receive', signal: 'paid', onTimeout: 'late', timeout: '1h' }, late: task() },
    },
  },
};
const item = (n: number, event: RunEvent): RunEvent => ({ ...event, path: `each[${n}].wait` }) as RunEvent;
const waiting = (n: number): RunEvent => ({
  type: 'StepStarted',
  ...at(`each[${n}].wait`),
  id: 'wait',
  stepType: 'receive',
  frame: `each#1/${n}`,
  detail: { kind: 'receive', signal: 'paid', until: 9 },
});
const mapped: readonly RunEvent[] = [
  begin,
  {
    type: 'StepStarted',
    ...at('each'),
    id: 'each',
    stepType: 'map',
    frame: '',
    detail: { kind: 'map', items: [1, 2], deadline: null },
  },
  waiting(0),
  waiting(1),
];
const recordedAs = (events: readonly RunEvent[]) =>
  events.map((event, index): Recorded => ({ ...event, seq: index + 1, at: 1_000 + index }));
const onMap = (...events: readonly RunEvent[]) => {
  const history = recordedAs([...mapped, ...events]);
  return overlayOf(viewOf(history), each, mapProgress(history));
};

describe('a map on the canvas', () => {
  test('says how many items are done; a step in it shows the item that still waits', () => {
    expect(onMap().steps.each?.items).toEqual({ done: 0, total: 2 });
    const { steps } = onMap(item(1, completed('wait')), { type: 'BlockCompleted', frame: 'each#1/1', output: null });
    expect(steps.each).toMatchObject({ state: 'running', items: { done: 1, total: 2 } });
    expect(steps.wait?.state).toBe('waiting');
  });

  test('a receive whose time is over takes the way that is drawn for it', () => {
    const late: RunEvent = {
      type: 'StepFailed',
      ...at('each[0].wait'),
      error: { type: 'timeout.signal', message: 'none came' },
      outcome: 'none',
      entry: null,
      caught: { clause: -1, next: 'late', assigned: {} },
    };
    const after: RunEvent = { ...started('late', 'each#1/0'), path: 'each[0].late' } as RunEvent;
    expect(onMap(late, after).taken.has('wait:timeout')).toBe(true);
    expect(onMap(late, after).taken.has('wait:next')).toBe(false);
  });
});
