import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Draft,
  findDocument,
  isPlacedByHand,
  openDocument,
  outlineOf,
  ownPlaces,
  undo,
  useDocuments,
} from '../../document/index.ts';
import { itemNamed } from '../../palette/items.ts';
import { setPositions } from '../places.ts';
import { addItem, appendTarget, naturalTarget } from './add.ts';

const task = (next?: string) => ({ type: 'task', activity: 'http', ...(next ? { next } : {}) });
const places = {
  a: { x: 40, y: 80 },
  s: { x: 40, y: 200 },
  b: { x: 22, y: 68 },
  c: { x: 282, y: 68 },
  d: { x: 40, y: 500 },
};
const drawn: Draft = {
  start: 'a',
  steps: { a: task('s'), s: { type: 'saga', start: 'b', steps: { b: task('c'), c: task() }, next: 'd' }, d: task() },
};
const http = itemNamed('http')!;
const opened = (document: Draft): string => {
  const id = openDocument({ path: null, etag: null, document });
  setPositions(id, places);
  return id;
};
const documentOf = (id: string) => findDocument(id)!.document;

beforeEach(() => useDocuments.setState({ documents: [], activeId: null }));

describe('adding by hand', () => {
  test('where nobody placed anything, the layout stays automatic', () => {
    const id = opened(drawn);
    expect(addItem(id, http, { kind: 'origin', origin: { kind: 'step', step: 'b', port: 'next' } })).toBe('request');
    expect(isPlacedByHand(documentOf(id))).toBe(false);
    expect(findDocument(id)!.selection.steps).toEqual(['request']);
  });

  test('on a drawing made by hand, what follows gives way, and so does what lies after the group that grew', () => {
    const id = opened({ ...drawn, ui: { steps: places } });
    addItem(id, http, { kind: 'origin', origin: { kind: 'step', step: 'b', port: 'next' } });
    const after = ownPlaces(documentOf(id));
    expect(after.request).toEqual(places.c);
    expect(after.c!.x).toBe(places.c.x + 196 + 64);
    expect(after.b).toEqual(places.b);
    addItem(id, itemNamed('saga')!, { kind: 'origin', origin: { kind: 'step', step: 'a', port: 'next' } });
    expect(ownPlaces(documentOf(id)).d!.y).toBeGreaterThan(places.d.y);
    undo(id);
    undo(id);
    expect(documentOf(id)).toEqual({ ...drawn, ui: { steps: places } });
  });

  test('what comes before a group stands in the column of its first step: the chain runs straight on', () => {
    const id = opened({ ...drawn, ui: { steps: { ...places, a: { x: 62, y: 80 } } } });
    addItem(id, http, { kind: 'origin', origin: { kind: 'step', step: 'a', port: 'next' } });
    expect(ownPlaces(documentOf(id)).request!.x).toBe(places.s.x + places.b.x);
  });

  test('a step let go beyond the end of a chain comes after it, one let go elsewhere does not', () => {
    expect(appendTarget(drawn, '', { x: 60, y: 600 }, places)).toEqual({ kind: 'step', step: 'd', port: 'next' });
    expect(appendTarget(drawn, '', { x: 900, y: 600 }, places)).toBeNull();
    expect(appendTarget(drawn, 's/body', { x: 520, y: 60 }, places)).toEqual({ kind: 'step', step: 'c', port: 'next' });
  });

  test('the keyboard adds after the selected step, into an empty group, or at the end', () => {
    const empty: Draft = { start: 's', steps: { s: { type: 'saga', steps: {} } } };
    expect(naturalTarget(drawn, ['b'])).toEqual({ kind: 'origin', origin: { kind: 'step', step: 'b', port: 'next' } });
    expect(naturalTarget(empty, ['s'])).toEqual({ kind: 'block', block: 's/body' });
    expect(naturalTarget(drawn, [])).toEqual({ kind: 'origin', origin: { kind: 'step', step: 'd', port: 'next' } });
    expect(naturalTarget({}, [])).toEqual({ kind: 'block', block: '' });
  });

  test('ids are told apart', () => {
    const id = opened(drawn);
    const added = [1, 2, 3].map(() => addItem(id, http, naturalTarget(documentOf(id), [])));
    expect(added).toEqual(['request', 'request2', 'request3']);
    expect(outlineOf(documentOf(id)).steps.size).toBe(8);
  });
});
