import { expect, test } from 'vitest';
import { type Draft } from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { sceneOf } from './scene.ts';
import type { Problem } from './types.ts';

const order: Draft = {
  start: 'check',
  steps: {
    check: { type: 'task', name: 'Check order', activity: 'http', with: { url: 'http://shop/orders' }, next: 'place' },
    place: {
      type: 'saga',
      name: 'Place order',
      start: 'reserve',
      steps: {
        pay: {
          type: 'task',
          name: 'Charge payment',
          activity: 'http',
          with: { method: 'POST', url: 'http://shop/payments' },
          compensate: { name: 'refund payment', activity: 'http' },
          pivot: true,
        },
        reserve: { type: 'task', name: 'Reserve', activity: 'sql', with: { statement: 'update stock' }, next: 'pay' },
        alone: { type: 'wait', name: 'Nobody comes here', for: '10m' },
      },
    },
  },
};

const problem: Problem = { severity: 'error', count: 1, message: 'The address is missing.' };

function spoken(document: Draft, problems = new Map<string, Problem>()): Readonly<Record<string, string>> {
  const { nodes, edges } = sceneOf({ document, positions: {}, overlay: null, problems, t: translate });
  return Object.fromEntries(
    [...nodes, ...edges].map(({ id, ariaLabel }) => [id, (ariaLabel ?? '').replaceAll(/\s/g, ' ')]),
  );
}

test('a step says what it does, where it stands, what undoes it and what is wrong with it', () => {
  const words = spoken(order, new Map([['pay', problem]]));
  expect(words['check']).toBe('Check order, HTTP request GET /orders');
  expect(words['place']).toBe('Place order, Saga undone in reverse');
  expect(words['reserve']).toBe('Reserve, sql · update stock, step 1 of Saga Place order');
  expect(words['pay']).toBe(
    'Charge payment, HTTP request POST /payments, step 2 of Saga Place order, Point of no return, ' +
      'undone by refund payment, 1 problem: The address is missing.',
  );
  expect(words['alone']).toBe('Nobody comes here, Wait for 10 m, in Saga Place order');
});

test('a connection says where it leads, and the start of a block whose it is', () => {
  const words = Object.values(spoken(order));
  expect(words).toContain('Check order to Place order');
  expect(words).toContain('Start to Check order');
  expect(words).toContain('Start of Place order to Reserve');
});

test('words follow an edit: a renamed group, a step that moved on', () => {
  const place = order['steps'] as Record<string, Draft>;
  const renamed: Draft = {
    ...order,
    steps: { ...place, place: { ...place['place'], name: 'Take order', start: 'pay' } },
  };
  spoken(order);
  expect(spoken(renamed)['pay']).toContain('step 1 of Saga Take order');
  expect(spoken(order)['pay']).toContain('step 2 of Saga Place order');
});
