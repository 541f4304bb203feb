import { expect, test } from 'vitest';
import type { Draft } from './draft.ts';
import { addBranch, moveBranch, nameBranch, outlineOf, previewEdit, removeBranch, setFinally } from './index.ts';

const wait = { type: 'wait', for: '1s' };
const document: Draft = {
  start: 'p',
  steps: {
    p: {
      type: 'parallel',
      branches: {
        left: { start: 'a', steps: { a: wait } },
        right: { start: 'b', steps: { b: wait } },
        third: { start: '', steps: {} },
      },
      next: 't',
    },
    t: { type: 'try', start: 'c', steps: { c: wait } },
  },
  ui: { steps: { a: { x: 1, y: 1 }, b: { x: 2, y: 2 } } },
};
const branchesIn = (drawn: Draft): readonly string[] => outlineOf(drawn).steps.get('p')?.blocks ?? [];

test('a branch is added at the end, moved among the others, and goes with all that is in it', () => {
  const added = previewEdit(document, (draft) => void addBranch(draft, 'p'));
  expect(branchesIn(added)).toEqual(['p/left', 'p/right', 'p/third', 'p/branch']);
  const moved = previewEdit(document, (draft) => moveBranch(draft, 'p', 'third', -2));
  expect(branchesIn(moved)).toEqual(['p/third', 'p/left', 'p/right']);
  expect(previewEdit(document, (draft) => moveBranch(draft, 'p', 'third', 1))).toBe(document);
  const removed = previewEdit(document, (draft) => removeBranch(draft, 'p', 'left'));
  expect(branchesIn(removed)).toEqual(['p/right', 'p/third']);
  expect(removed.ui).toEqual({ steps: { b: { x: 2, y: 2 } } });
});

test('a branch keeps its id under another name, and gets it back', () => {
  const named = previewEdit(document, (draft) => nameBranch(draft, 'p', 'left', 'By air'));
  expect(outlineOf(named).blocks.get('p/left')?.block).toMatchObject({ name: 'By air' });
  expect(previewEdit(named, (draft) => nameBranch(draft, 'p', 'left', 'left'))).toEqual(document);
});

test('a try gets a finally, and loses it', () => {
  const guarded = previewEdit(document, (draft) => setFinally(draft, 't', true));
  expect(outlineOf(guarded).steps.get('t')?.blocks).toEqual(['t/body', 't/finally']);
  expect(previewEdit(guarded, (draft) => setFinally(draft, 't', false))).toEqual(document);
});
