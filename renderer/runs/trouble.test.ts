import { type RunEvent, viewOf } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { runStarted as begin } from './testing/events.ts';
import { troublesOf } from './trouble.ts';

const at = (path: string) => ({ path, visit: 1 });
const task = (id: string, frame: string): RunEvent => ({
  type: 'StepStarted',
  ...at(id),
  id,
  stepType: 'task',
  frame,
  detail: { kind: 'task', activity: 'http', with: null, readOnly: false },
});
const saga: RunEvent = {
  type: 'StepStarted',
  ...at('place'),
  id: 'place',
  stepType: 'saga',
  frame: '',
  detail: { kind: 'composite', blocks: ['body'], deadline: null },
};
const declined = { type: 'http.402', message: 'Declined.' };
const down = { type: 'http.503', message: 'Down.' };
const failed = (path: string): RunEvent => ({
  type: 'StepFailed',
  ...at(path),
  error: declined,
  outcome: 'none',
  entry: null,
  caught: null,
});
const undoing: RunEvent = {
  type: 'CompensationStarted',
  frame: 'place#1/body',
  error: declined,
  order: 'reverse',
  onFailure: 'suspend',
  entries: [at('reserve')],
};

function troubles(...events: readonly RunEvent[]) {
  const view = viewOf(
    [begin, ...events].map((event, index) => ({ ...event, seq: index + 1, at: index })),
    null,
  );
  return view === null ? [] : troublesOf(view);
}

const reserved: readonly RunEvent[] = [
  saga,
  task('reserve', 'place#1/body'),
  {
    type: 'StepCompleted',
    ...at('reserve'),
    output: null,
    assigned: {},
    entry: { outcome: 'done', undo: { kind: 'ready', with: null } },
  },
  task('charge', 'place#1/body'),
];

test('a run that goes well has no troubles', () => {
  expect(troubles(...reserved)).toEqual([]);
});

test('while a saga is undone, the innermost step that failed is why', () => {
  expect(troubles(...reserved, failed('charge'), undoing)).toEqual([
    { kind: 'failed', stepId: 'charge', error: declined },
  ]);
});

test('a stuck undo is told beside why it is undone', () => {
  const stuck: RunEvent = { type: 'UndoStuck', ...at('reserve'), error: down };
  expect(troubles(...reserved, failed('charge'), undoing, stuck)).toEqual([
    { kind: 'failed', stepId: 'charge', error: declined },
    { kind: 'stuckUndo', stepId: 'reserve', error: down },
  ]);
});

test('a stuck step is told once', () => {
  const stuck: RunEvent = { type: 'StepStuck', ...at('charge'), error: down };
  expect(troubles(...reserved, stuck)).toEqual([{ kind: 'stuckStep', stepId: 'charge', error: down }]);
});
