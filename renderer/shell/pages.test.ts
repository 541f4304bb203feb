import { beforeEach, expect, test } from 'vitest';
import { activateDocument, newDocument, useDocuments } from '../document/index.ts';
import { closePage, openPage, usePages } from './pages.ts';

const front = (): string | null => usePages.getState().frontId;
const file = (): string | null => useDocuments.getState().activeId;
const trace = (traceId: string) => ({ kind: 'trace', trace: { kind: 'stored', traceId, name: traceId } }) as const;

beforeEach(() => {
  usePages.setState({ pages: [], frontId: null });
  useDocuments.setState({ documents: [], activeId: null });
});

test('a page in front leaves no file in front, and the same page opens once', () => {
  newDocument('one');
  openPage({ kind: 'runs' });
  openPage(trace('a'));
  openPage({ kind: 'runs' });
  expect(usePages.getState().pages).toHaveLength(2);
  expect([front(), file()]).toEqual(['page-runs', null]);
});

test('a closed page gives way to its neighbour, the last one to the last file', () => {
  const one = newDocument('one');
  openPage({ kind: 'runs' });
  openPage(trace('a'));
  closePage('page-trace-a');
  expect([front(), file()]).toEqual(['page-runs', null]);
  closePage('page-runs');
  expect([front(), file()]).toEqual([null, one]);
});

test('a page that is closed behind a file changes nothing in front', () => {
  const one = newDocument('one');
  openPage(trace('a'));
  openPage(trace('b'));
  activateDocument(one);
  closePage('page-trace-b');
  expect(file()).toBe(one);
  expect(usePages.getState().pages.map(({ id }) => id)).toEqual(['page-trace-a']);
});
