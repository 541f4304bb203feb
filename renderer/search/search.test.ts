import { expect, test } from 'vitest';
import type { Draft, EditableObject } from '../document/index.ts';
import { type Query, replaceIn, searchIn } from './search.ts';

const order: Draft = {
  format: 'sagaloom/v1',
  name: 'order',
  config: { SHOP_URL: { type: 'string', default: 'http://shop' } },
  start: 'place',
  steps: {
    place: {
      type: 'saga',
      name: 'Place order',
      start: 'charge',
      steps: {
        charge: {
          type: 'task',
          activity: 'http',
          with: { url: '{% config.SHOP_URL & "/payments" %}', tries: 3, body: ['a', 'Shop'] },
          next: 'ship',
        },
        ship: { type: 'task', activity: 'log', description: 'Tells the\nshop.' },
      },
    },
  },
  ui: { steps: { ship: { x: 1, y: 2 } }, notes: { n1: { text: 'Ask the shop first', x: 0, y: 0 } } },
};

const query = (text: string, more: Partial<Query> = {}): Query => ({
  text,
  matchCase: false,
  isPattern: false,
  ...more,
});
const hits = (text: string, more?: Partial<Query>) => {
  const found = searchIn(order, query(text, more));
  if (!found.ok) throw new Error('it cannot be read');
  return found.hits;
};

test('finds ids, names, kinds, activities, fields, expressions, numbers and notes, each with its place', () => {
  expect(hits('shop').map(({ step, field }) => [step, field])).toEqual([
    ['charge', 'with › url'],
    ['charge', 'with › body › 1'],
    ['ship', 'description'],
    [null, 'config'],
    [null, 'config › SHOP_URL › default'],
    [null, 'ui › notes › n1 › text'],
  ]);
  expect(hits('saga').map(({ pointer }) => pointer)).toEqual(['/type']);
  expect(hits('3').map(({ pointer }) => pointer)).toEqual(['/with/tries']);
  expect(hits('charge').map(({ step, isName }) => [step, isName])).toEqual([['charge', true]]);
  expect(hits('')).toEqual([]);
});

test('what is found is marked in a line of its text', () => {
  const [found] = hits('payments');
  expect(found!.snippet.slice(found!.at, found!.at + found!.length)).toBe('payments');
  expect(hits('the shop')[0]).toBeDefined();
});

test('case counts when asked, patterns are patterns when asked, and one that cannot be read says so', () => {
  expect(hits('shop', { matchCase: true }).map(({ field }) => field)).toEqual([
    'description',
    'config › SHOP_URL › default',
    'ui › notes › n1 › text',
  ]);
  expect(hits('^http$', { isPattern: true })).toHaveLength(1);
  expect(hits('a.c')).toHaveLength(0);
  expect(searchIn(order, query('(', { isPattern: true })).ok).toBe(false);
  expect(hits('q*', { isPattern: true })).toHaveLength(0);
  expect(hits('t*p$', { isPattern: true }).map(({ field }) => field)).toContain('activity');
});

test('replaces values, and leaves names, kinds and connections alone', () => {
  const draft = structuredClone(order) as EditableObject;
  expect(replaceIn(draft, hits('ship'), query('ship'), 'send')).toBe(0);
  expect(replaceIn(draft, hits('shop'), query('shop'), '$&')).toBe(5);
  expect(JSON.stringify(draft)).toContain('{% config.$&_URL & \\"/payments\\" %}');
});

test('five thousand steps are searched in a moment', () => {
  const steps = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [
      `step${index}`,
      {
        type: 'task',
        activity: 'http',
        with: { url: `{% config.URL & "/items/${index}" %}`, method: 'POST' },
        next: `step${index + 1}`,
      },
    ]),
  );
  const document: Draft = { start: 'step0', steps };
  const times = Array.from({ length: 6 }, () => {
    const began = performance.now();
    searchIn(document, query('items/4999'));
    return performance.now() - began;
  });
  expect(Math.min(...times)).toBeLessThan(100); // the best of them: other work on the machine is not ours
  const found = searchIn(document, query('items/4999'));
  expect(found.ok && found.hits).toHaveLength(1);
});
