import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnValue } from './span-columns.ts';
import { glob } from './trace-rules.ts';
import { setRules } from '../traces/store/settings.ts';
import { testStore } from '../traces/testing/open.ts';

const traceId = 'cd'.repeat(16);

test('a pattern fits what the same regular expression fits', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '步'), maxLength: 8 });
  fc.assert(
    fc.property(letters, letters, (pattern, text) => {
      const expression = pattern
        .split('*')
        .map((part) => part.replaceAll('.', '\\.'))
        .join('.*');
      expect(glob(pattern)(text)).toBe(new RegExp(`^${expression}$`, 's').test(text));
    }),
    { numRuns: 3000 },
  );
});

function served() {
  const store = testStore();
  const span = (id: number, name: string, attributes: object[] = []) => ({
    traceId,
    spanId: id.toString(16).padStart(16, '0'),
    name,
    startTimeUnixNano: String(id),
    attributes,
  });
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const spans = [
    span(1, 'POST /charge', [text('http.route', '/charge/{id}')]),
    span(2, 'POST /ship'),
    span(3, 'own', [text('sagaloom.step.id', 'reserve'), text('sagaloom.workflow', 'own-one')]),
  ];
  const resource = { attributes: [text('service.name', 'shop')] };
  store.importText(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }));
  const steps = () => {
    const columns = store.columns(traceId);
    return [0, 1, 2].map((index) => columnValue(columns, index, 'sagaloom.step.id') ?? null);
  };
  const rules = () =>
    store.reader.spans(traceId, ['0000000000000001', '0000000000000002', '0000000000000003'])?.map(({ rule }) => rule);
  return { store, steps, rules };
}

test('rules say of what is kept already which step it is of; the first that fits counts, and what a span says itself', () => {
  const { store, steps, rules } = served();
  expect(steps()).toEqual([null, null, 'reserve']);
  setRules(store.database, [
    { id: 'a', workflow: 'order', step: 'charge', name: '*charge', service: 'sh*' },
    { id: 'b', workflow: 'order', step: 'any', name: '*' },
  ]);
  expect(steps()).toEqual(['charge', 'any', 'reserve']);
  expect(rules()).toEqual(['a', 'b', null]);
  const columns = store.columns(traceId);
  expect(columnValue(columns, 0, 'sagaloom.workflow')).toBe('order');
  expect(columnValue(columns, 0, 'sagaloom.step.path')).toBe('charge');
  expect(columnValue(columns, 2, 'sagaloom.workflow')).toBe('own-one');
});

test('a rule that asks for attributes reads them', () => {
  const { store, steps } = served();
  setRules(store.database, [{ id: 'a', workflow: 'order', step: 'charge', attributes: { 'http.route': '/charge/*' } }]);
  expect(steps()).toEqual(['charge', null, 'reserve']);
});
