import { describe, expect, test } from 'vitest';
import type { Recorded } from '../core/event.ts';
import { momentIn } from './moment.ts';

const at = (seq: number) => ({ seq, at: seq, frame: '' });
const passed = (seq: number, path: string, visit: number, id = path): Recorded => ({
  ...at(seq),
  type: 'StepPassed',
  path,
  visit,
  id,
  stepType: 'set',
  assigned: {},
  next: null,
});
const done: Recorded = { ...at(1), type: 'RunPaused' };

const history: readonly Recorded[] = [
  done,
  passed(2, 'pay', 1),
  passed(3, 'items[0].ship', 1, 'ship'),
  passed(4, 'items[1].ship', 1, 'ship'),
  passed(5, 'pay', 2),
];

describe('[LI4] a moment of a run', () => {
  test.each<[number | string, number | null]>([
    [1, 1],
    [5, 5],
    [6, null],
    ['pay', 4],
    ['pay#1', 1],
    ['pay#2', 4],
    ['pay#3', null],
    ['items[0].ship', 2],
    ['ship', 3],
    ['none', null],
  ])('%j is event %j', (moment, seq) => {
    expect(momentIn(history, moment)).toBe(seq);
  });
});
