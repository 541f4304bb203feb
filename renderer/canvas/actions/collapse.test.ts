import { beforeEach, expect, test } from 'vitest';
import {
  type Draft,
  findDocument,
  isPlacedByHand,
  openDocument,
  ownPlaces,
  undo,
  useDocuments,
} from '../../document/index.ts';
import { setPositions } from '../places.ts';
import { collapse } from './collapse.ts';
import { tidy } from './place.ts';

const task = (next?: string) => ({ type: 'task', activity: 'http', ...(next ? { next } : {}) });
const places = { m: { x: 40, y: 80 }, a: { x: 22, y: 68 }, z: { x: 60, y: 400 } };
const drawn: Draft = {
  start: 'm',
  steps: { m: { type: 'map', items: [], start: 'a', steps: { a: task() }, next: 'z' }, z: task() },
};
const opened = (document: Draft): string => {
  const id = openDocument({ path: null, etag: null, document });
  setPositions(id, places);
  return id;
};
const documentOf = (id: string) => findDocument(id)!.document;

beforeEach(() => useDocuments.setState({ documents: [], activeId: null }));

test('where nobody placed anything, the layout stays automatic, and expanding leaves no trace', () => {
  const id = opened(drawn);
  collapse(id, 'm', true);
  expect(documentOf(id).ui).toEqual({ steps: { m: { x: 40, y: 80, collapsed: true } } });
  expect(isPlacedByHand(documentOf(id))).toBe(false);
  collapse(id, 'm', false);
  expect(documentOf(id)).toEqual(drawn);
});

test('of places by hand, those after it come nearer, and go back when it is expanded', () => {
  const id = opened({ ...drawn, ui: { steps: places } });
  collapse(id, 'm', true);
  const closed = ownPlaces(documentOf(id));
  expect(closed.z?.y).toBeLessThan(400);
  expect(closed.a).toEqual(places.a);
  setPositions(id, closed);
  collapse(id, 'm', false);
  expect(ownPlaces(documentOf(id))).toEqual(places);
});

test('tidying forgets places, not what is collapsed; undo takes it back as one edit', () => {
  const id = opened({ ...drawn, ui: { steps: places } });
  collapse(id, 'm', true);
  tidy(id);
  expect(documentOf(id).ui).toMatchObject({ steps: { m: { collapsed: true } } });
  expect(isPlacedByHand(documentOf(id))).toBe(false);
  undo(id);
  undo(id);
  expect(documentOf(id).ui).toEqual({ steps: places });
});
