import { expect, test } from 'vitest';
import { outlineOf } from '../outline.ts';
import { previewEdit } from '../store.ts';
import type { Draft } from '../draft.ts';
import type { Origin } from './connect.ts';
import { moveOnto, ontoRefusal } from './onto.ts';

const task = (next?: string) => ({ type: 'task', activity: 'log', ...(next === undefined ? {} : { next }) });

const chain: Draft = {
  start: 'a',
  steps: {
    a: task('b'),
    b: task('c'),
    c: task('d'),
    d: task('end'),
    end: { type: 'succeed' },
    s: { type: 'saga', start: 'x', steps: { x: task('y'), y: task() } },
  },
};

const after = (step: string): Origin => ({ kind: 'step', step, port: 'next' });
const onto = (id: string, origin: Origin): Draft => previewEdit(chain, (draft) => moveOnto(draft, id, origin));

function ways(document: Draft): readonly string[] {
  const { blocks, steps } = outlineOf(document);
  return [...blocks.values()].map(({ start }) => {
    const way: string[] = [];
    for (let at = start ?? undefined; at !== undefined && !way.includes(at);) {
      way.push(at);
      const { next } = steps.get(at)?.step ?? {};
      at = typeof next === 'string' ? next : undefined;
    }
    return way.join(' ');
  });
}

test('a step goes between two others, and the chain it leaves closes', () => {
  expect(ways(onto('b', after('c')))).toEqual(['a c b d end', 'x y']);
  expect(ways(onto('d', after('a')))).toEqual(['a d b c end', 'x y']);
  expect(Object.keys(onto('b', after('c')).steps as object)).toEqual(Object.keys(chain.steps as object));
});

test('the first step of a chain may go, and another may become the first', () => {
  expect(ways(onto('a', after('b')))).toEqual(['b a c d end', 'x y']);
  expect(ways(onto('c', { kind: 'start', block: '' }))).toEqual(['c a b d end', 'x y']);
});

test('into a group and out of it', () => {
  expect(ways(onto('b', after('x')))).toEqual(['a c d end', 'x b y']);
  expect(ways(onto('x', after('c')))).toEqual(['a b c x d end', 'y']);
  expect(ways(onto('b', { kind: 'start', block: 's/body' }))).toEqual(['a c d end', 'b x y']);
});

test('what cannot be says why', () => {
  const outline = outlineOf(chain);
  expect(ontoRefusal(outline, 'b', after('a'))).toBe('itsOwn');
  expect(ontoRefusal(outline, 'b', after('b'))).toBe('itsOwn');
  expect(ontoRefusal(outline, 'end', after('a'))).toBe('endsFlow');
  expect(ontoRefusal(outline, 's', after('x'))).toBe('moveInside');
  expect(ontoRefusal(outline, 'a', after('y'))).toBe('unknown');
  expect(ontoRefusal(outline, 'b', after('c'))).toBe(null);
});
