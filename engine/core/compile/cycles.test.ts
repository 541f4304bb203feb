import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cyclicIn } from './cycles.ts';
import { reach, successors } from './graph.ts';
import { modelOf } from './model.ts';
import { stepsOf, task } from './testing/documents.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

test('a step is in a cycle when it can be reached from itself', () => {
  const ways = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 14 });
  fc.assert(
    fc.property(ways, (pairs) => {
      const nexts = (id: string) => pairs.filter(([from]) => from === id).map(([, to]) => ({ next: to }));
      const { root } = modelOf(stepsOf(Object.fromEntries(ids.map((id) => [id, task({ catch: nexts(id) })]))));
      const cyclic = [...root.steps.values()].filter((step) => reach(root, successors(root, step)).has(step));
      expect([...cyclicIn(root)].map(({ id }) => id).toSorted()).toEqual(cyclic.map(({ id }) => id));
    }),
    { numRuns: 1_000 },
  );
});

test('a chain may be as long as it likes', () => {
  const chain = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`s${at}`, task({ next: `s${at + 1}` })]));
  expect(cyclicIn(modelOf(stepsOf(chain)).root).size).toBe(0);
});
