import { expect, test } from 'vitest';
import type { EditableObject } from './draft.ts';
import { removeSteps, renameStep } from './operations/index.ts';
import { findDocument, openDocument, undo } from './store.ts';
import { pinOutput, samplesOf } from './samples.ts';

const document = { start: 'a', steps: { a: { type: 'task', next: 'b' }, b: { type: 'task' } } };

test('an output is pinned and taken out again, and each can be undone', () => {
  const id = openDocument({ path: null, etag: null, document });
  const samples = () => samplesOf(findDocument(id)?.document ?? {});
  pinOutput(id, 'a', 'A', { total: 3 });
  expect(samples()).toEqual({ a: { total: 3 } });
  pinOutput(id, 'a', 'A', undefined);
  expect(findDocument(id)?.document).toEqual(document);
  undo(id);
  expect(samples()).toEqual({ a: { total: 3 } });
});

test('a sample goes with its step: to another name, and away', () => {
  const draft = structuredClone({ ...document, ui: { samples: { a: 1, b: 2 } } }) as EditableObject;
  renameStep(draft, 'a', 'first');
  expect(draft.ui).toEqual({ samples: { first: 1, b: 2 } });
  removeSteps(draft, ['b']);
  expect(draft.ui).toEqual({ samples: { first: 1 } });
});
