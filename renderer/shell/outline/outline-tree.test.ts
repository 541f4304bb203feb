import { expect, test } from 'vitest';
import { outlineOf } from '../../document/index.ts';
import { type OutlineNode, outlineTree } from './outline-tree.ts';

const shape = (nodes: readonly OutlineNode[]): unknown =>
  nodes.map(({ id, children }) => (children.length === 0 ? id : [id, shape(children)]));

test('steps stand along the flow, bodies under their step, branches under their names, strays last', () => {
  const document = {
    start: 'first',
    steps: {
      stray: { type: 'set' },
      place: {
        type: 'saga',
        start: 'reserve',
        steps: { charge: { type: 'task' }, reserve: { type: 'task', next: 'charge' } },
      },
      first: { type: 'task', next: 'both' },
      both: {
        type: 'parallel',
        next: 'place',
        branches: { left: { start: 'l', steps: { l: { type: 'task' } } }, right: { start: '', steps: {} } },
      },
    },
  };
  expect(shape(outlineTree(outlineOf(document)))).toEqual([
    'first',
    ['both', [['block:both/left', ['l']], 'block:both/right']],
    ['place', ['reserve', 'charge']],
    'stray',
  ]);
});

test('a flow in a circle ends', () => {
  const document = { start: 'a', steps: { a: { type: 'task', next: 'b' }, b: { type: 'task', next: 'a' } } };
  expect(shape(outlineTree(outlineOf(document)))).toEqual(['a', 'b']);
});
