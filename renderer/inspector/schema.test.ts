import {
  concurrencyKeySchema,
  querySchema,
  searchAttributeSchema,
  type StepType,
  stepSchemas,
} from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { en } from '../locales/en/index.ts';
import { readValue, shownValue } from './fields/RecordField.tsx';
import { partsOf } from './fields/ListField.tsx';
import { fieldsOf, retryFields, specsOf, timeoutFields } from './schema.ts';
import { tabOf } from './StepInspector.tsx';

const types = Object.keys(stepSchemas) as readonly StepType[];

test('every field of every step has its words', () => {
  const names = [...types.flatMap((type) => fieldsOf(type)), ...retryFields, ...timeoutFields].map(({ name }) => name);
  const missing = [...new Set(names)].filter((name) => !(`inspector.field.${name}` in en));
  expect(missing).toEqual([]);
});

test('kinds and defaults come from the schema', () => {
  const saga = Object.fromEntries(fieldsOf('saga').map((field) => [field.name, field]));
  expect(saga.order).toMatchObject({ kind: { kind: 'choice', options: ['reverse', 'parallel'] }, fallback: 'reverse' });
  expect(saga.cancelTimeout).toMatchObject({ kind: { kind: 'duration' }, fallback: '10s', isRequired: false });
  expect(retryFields.find(({ name }) => name === 'maxAttempts')).toMatchObject({
    kind: { kind: 'number' },
    fallback: '3',
  });
  expect(fieldsOf('task').find(({ name }) => name === 'pivot')?.kind).toEqual({ kind: 'boolean' });
});

test('a template that is described in words of its own is a template', () => {
  const kindIn = (shape: Parameters<typeof specsOf>[0], name: string) =>
    specsOf(shape).find((field) => field.name === name)?.kind;
  expect(kindIn(searchAttributeSchema.shape, 'value')).toEqual({ kind: 'template' });
  expect(kindIn(querySchema.shape, 'returns')).toEqual({ kind: 'template' });
  expect(kindIn(concurrencyKeySchema.shape, 'key')).toEqual({ kind: 'template' });
  expect(kindIn(stepSchemas.map.shape, 'items')).toEqual({ kind: 'template' });
});

test('a problem leads to the tab of its field', () => {
  expect(
    ['/with/url', '/retry/0/maxAttempts', '/timeouts', '/compensate/with', '/pivot', '/catch/0/next'].map(tabOf),
  ).toEqual(['configure', 'retry', 'retry', 'undo', 'undo', 'errors']);
});

test.each([['5'], ['true'], ['plain'], ['{% input.a %}'], ['"quoted"'], ['']])(
  'the text %j survives being shown and read',
  (text) => {
    expect(readValue(shownValue(text))).toBe(text);
  },
);

test.each([[5], [true], [null], [{ a: [1] }]])('%j is shown as JSON and read back', (value) => {
  expect(readValue(shownValue(value))).toEqual(value);
});

test('a list takes commas and spaces of either script', () => {
  expect(partsOf('http, timeout，worker、 x ')).toEqual(['http', 'timeout', 'worker', 'x']);
});
