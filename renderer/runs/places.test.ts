import type { Recorded } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { itemsOfEvent, stepOf } from './places.ts';

const at = { seq: 1, at: 0 };

test('an event belongs to its step, to the step whose block it is about, or to the run', () => {
  const events: readonly Recorded[] = [
    { ...at, type: 'AttemptStarted', path: 'items[3].ship', visit: 1, attempt: 2, undo: false },
    { ...at, type: 'BlockCompleted', frame: 'both#2/left', output: null },
    { ...at, type: 'BlockCompleted', frame: '', output: null },
    { ...at, type: 'CancelRequested' },
  ];
  expect(events.map(stepOf)).toEqual(['ship', 'both', null, null]);
});

test('an event says which item of a map it is about', () => {
  const events: readonly Recorded[] = [
    { ...at, type: 'AttemptStarted', path: 'a[3].b[0].ship', visit: 1, attempt: 2, undo: false },
    { ...at, type: 'BlockCompleted', frame: 'items#1/3', output: null },
    { ...at, type: 'BlockCompleted', frame: 'items[3].both#2/left', output: null },
    { ...at, type: 'CancelRequested' },
  ];
  expect(events.map(itemsOfEvent)).toEqual(['[3][0]', '[3]', '[3]', '']);
});
