import type { JsonObject } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { outlineOf } from '../document/index.ts';
import { diffOf } from './diff-of.ts';
import { unionOf } from './union-of.ts';

const before: JsonObject = {
  name: 'x',
  start: 'a',
  steps: {
    a: { type: 'task', activity: 'log', next: 's' },
    s: {
      type: 'saga',
      start: 'b',
      steps: {
        b: { type: 'wait', for: '1s', next: 'c' },
        c: { type: 'task', activity: 'http', next: 'inner' },
        inner: { type: 'saga', start: 'd', steps: { d: { type: 'wait', for: '2s' }, e: { type: 'wait', for: '3s' } } },
      },
    },
  },
  ui: { steps: { a: { x: 0, y: 0 }, c: { x: 9, y: 9 } } },
};

const after: JsonObject = {
  name: 'x',
  start: 'first',
  steps: {
    first: { type: 'task', activity: 'log', next: 's' },
    s: { type: 'saga', start: 'b', steps: { b: { type: 'wait', for: '5s' } } },
    e: { type: 'wait', for: '3s' },
  },
  ui: { steps: { first: { x: 0, y: 0 } } },
};

test('what is gone stands where it was, with what was in it; what is elsewhere now stands there alone', () => {
  const diff = diffOf(before, after);
  const { document, marks } = unionOf(before, after, diff);
  const { steps } = outlineOf(document);
  expect([...steps].map(([id, { block }]) => `${block}>${id}`).toSorted()).toEqual([
    '>e',
    '>first',
    '>s',
    'inner/body>d',
    's/body>b',
    's/body>c',
    's/body>inner',
  ]);
  expect(Object.fromEntries(marks)).toEqual({
    b: 'changed',
    c: 'removed',
    d: 'removed',
    e: 'moved',
    first: 'renamed',
    inner: 'removed',
  });
  expect(document.ui).toMatchObject({ steps: { c: { x: 9, y: 9 } } });
});

test('a block that is gone leaves its steps to the one around it', () => {
  const flat: JsonObject = { name: 'x', start: 'first', steps: { s: { type: 'wait', for: '1s' } } };
  const { document } = unionOf(before, flat, diffOf(before, flat));
  expect([...outlineOf(document).steps.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'inner', 's']);
});
