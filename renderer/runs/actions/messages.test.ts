import { expect, test } from 'vitest';
import { messagesOf } from './messages.ts';

const payload = { type: 'object' };
const definition = {
  signals: { paid: { payload }, asked: {} },
  queries: { state: { returns: 1 } },
  steps: {
    all: {
      type: 'map',
      steps: { wait: { type: 'receive', signal: 'late' }, again: { type: 'receive', signal: 'paid' } },
    },
  },
};

test('signals are those that are declared, with their schemas, and those that a step waits for', () => {
  expect([...messagesOf(definition, 'signal')]).toEqual([
    ['paid', payload],
    ['asked', undefined],
    ['late', undefined],
  ]);
});

test('queries and updates are those that are declared', () => {
  expect([...messagesOf(definition, 'query').keys()]).toEqual(['state']);
  expect([...messagesOf(definition, 'update').keys()]).toEqual([]);
  expect([...messagesOf(null, 'signal')]).toEqual([]);
});
