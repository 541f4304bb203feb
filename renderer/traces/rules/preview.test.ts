import { columnsOf, type SpanColumns, type SpanRecord, type TraceRule } from '@sagaloom/engine/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceSource } from '../../timeline/source.ts';
import { sourceOf } from '../../timeline/run-source.ts';
import { knowConditions } from './conditions.ts';
import { draftOf, freshRule, lacks, moved, ruleOf } from './draft.ts';
import { conditionKey, type Known, previewOf } from './preview.ts';

const span = (id: number, name: string, attributes: SpanRecord['attributes'] = {}): SpanRecord => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: (id + 1).toString(16).padStart(16, '0'),
  parentSpanId: null,
  name,
  kind: 'client',
  startMs: id,
  endMs: id + 1,
  status: 'unset',
  statusMessage: null,
  attributes,
  events: [],
  links: [],
});

/** With the service of each, which spans of a run have not. */
function columns(spans: readonly SpanRecord[], services: readonly string[] = []): SpanColumns {
  const made = columnsOf(spans).columns;
  const strings = [...made.strings, ...services];
  const service = Uint32Array.from(spans, (_, index) =>
    services[index] === undefined ? 0 : made.strings.length + index,
  );
  return { ...made, strings, service };
}

const rule = (id: string, step: string, more: Partial<TraceRule> = {}): TraceRule => ({
  id,
  workflow: 'order',
  step,
  ...more,
});
const nothing: Known = new Map();

test('the first rule that fits takes a span, and what none takes is left, the most first', () => {
  const all = columns(['charge card', 'charge back', 'mail', 'mail', 'charge card'].map((name, id) => span(id, name)));
  const rules = [rule('a', 'pay', { name: 'charge card' }), rule('b', 'refund', { name: 'charge *' })];
  const preview = previewOf(all, rules, [], nothing);
  expect([...preview.byRule]).toEqual([
    ['a', { spans: 2, names: ['charge card'] }],
    ['b', { spans: 1, names: ['charge back'] }],
  ]);
  expect(preview).toMatchObject({ own: 0, unmapped: 2, left: [{ name: 'mail', service: '', spans: 2 }] });
  expect(previewOf(all, rules.toReversed(), [], nothing).byRule.get('a')?.spans).toBe(0);
});

test('name and service must both fit', () => {
  const all = columns([span(0, 'GET'), span(1, 'GET')], ['shop', 'stock']);
  const preview = previewOf(all, [rule('a', 'pay', { name: 'GET', service: 'st*' })], [], nothing);
  expect(preview.byRule.get('a')?.spans).toBe(1);
  expect(preview.left).toEqual([{ name: 'GET', service: 'shop', spans: 1 }]);
});

test('a span that says its step itself is no matter for rules; one that a rule in force has mapped is', () => {
  const saved = [rule('a', 'pay', { name: 'charge' })];
  const all = columns([
    span(0, 'charge', { 'sagaloom.span': 'step', 'sagaloom.step.id': 'pay' }),
    span(1, 'charge', { 'sagaloom.step.id': 'other' }),
    span(2, 'charge', { 'sagaloom.step.id': 'pay' }),
  ]);
  expect(previewOf(all, saved, saved, nothing)).toMatchObject({ own: 2, unmapped: 0 });
  expect(previewOf(all, [], saved, nothing)).toMatchObject({ own: 2, unmapped: 1 });
});

test('every span is told once: by itself, by a rule, or left', () => {
  const names = ['a', 'ab', 'abc', 'b', 'bc', ''];
  const patterns = ['*', 'a*', '*c', 'a*c', 'b', '*b*'];
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.constantFrom(...names), own: fc.boolean() }), { maxLength: 30 }),
      fc.array(fc.constantFrom(...patterns), { maxLength: 5 }),
      (spans, wanted) => {
        const all = columns(spans.map(({ name, own }, id) => span(id, name, own ? { 'sagaloom.step.id': 'x' } : {})));
        const rules = wanted.map((name, at) => rule(`r${at}`, 'pay', { name }));
        const preview = previewOf(all, rules, [], nothing);
        const byRules = [...preview.byRule.values()].reduce((sum, each) => sum + each.spans, 0);
        expect(preview.own + byRules + preview.unmapped).toBe(spans.length);
        expect(preview.left.reduce((sum, each) => sum + each.spans, 0)).toBe(preview.unmapped);
        expect(preview.own).toBe(spans.filter(({ own }) => own).length);
      },
    ),
  );
});

test('conditions on attributes are asked once, a pattern looks at the spans that have the attribute', async () => {
  const spans = ['ord-1', 'ord-2', 'inv-1'].map((id, index) => span(index, 'work', { 'order.id': id }));
  const asked: unknown[] = [];
  const plain = sourceOf([...spans, span(3, 'work')]);
  const source: TraceSource = {
    ...plain,
    search: (query, signal) => {
      asked.push(query);
      return plain.search(query, signal);
    },
  };
  const rules = [
    rule('a', 'one', { attributes: { 'order.id': 'ord-1' } }),
    rule('b', 'any', { attributes: { 'order.id': 'ord-*' } }),
    rule('c', 'has', { attributes: { 'order.id': '*' } }),
  ];
  const stop = new AbortController();
  const known = await knowConditions(source, rules, nothing, stop.signal);
  expect([...(known.get(conditionKey('order.id', 'ord-*')) ?? [])]).toEqual([1, 1, 0, 0]);
  const preview = previewOf(source.columns, rules, [], known);
  expect([...preview.byRule.values()].map((each) => each.spans)).toEqual([1, 1, 1]);
  expect(preview.unmapped).toBe(1);
  expect(asked).toEqual([
    { attribute: 'order.id', value: 'ord-1' },
    { attribute: 'order.id' },
    { attribute: 'order.id' },
  ]);
  await knowConditions(source, rules, known, stop.signal);
  expect(asked).toHaveLength(3);
});

test('what is edited and saved again is the same rule', () => {
  const text = fc.string({ minLength: 1 }).filter((each) => each.trim() === each && each !== '');
  const any = fc.record(
    {
      id: text,
      workflow: text,
      step: text,
      name: text,
      service: text,
      attributes: fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        text,
        { minKeys: 1, maxKeys: 3, noNullPrototype: true },
      ),
    },
    { requiredKeys: ['id', 'workflow', 'step'] },
  );
  fc.assert(
    fc.property(any, (each) => {
      expect(ruleOf(draftOf(each))).toEqual(each);
    }),
  );
});

test('a rule needs a workflow, a step and something to fit', () => {
  expect(lacks(freshRule())).toBe('workflow');
  expect(lacks(freshRule({ workflow: 'order' }))).toBe('step');
  expect(lacks(freshRule({ workflow: 'order', step: 'pay' }))).toBe('condition');
  expect(lacks(freshRule({ workflow: 'order', step: 'pay', attributes: [{ key: ' ', value: 'x' }] }))).toBe(
    'condition',
  );
  expect(lacks(freshRule({ workflow: 'order', step: 'pay', service: 'shop' }))).toBeNull();
});

test('an attribute whose value is left open is one that is there', () => {
  const draft = freshRule({ workflow: 'order', step: 'pay', attributes: [{ key: 'peer', value: '' }] });
  expect(ruleOf(draft).attributes).toEqual({ peer: '*' });
});

test('what is moved is moved, and nothing is lost', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  const list = ['a', 'b'];
  expect([moved(list, 0, -1), moved(list, 1, 2), moved(list, 5, 0)]).toEqual([list, list, list]);
});
