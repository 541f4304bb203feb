import {
  concurrencyKeySchema,
  configSchema,
  querySchema,
  searchAttributeSchema,
  signalSchema,
  triggerSchema,
  updateSchema,
} from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { en } from '../locales/en/index.ts';
import { type FieldSpec, retryFields, specOf, specsOf, timeoutFields } from './schema.ts';
import { fallbackKey, helpKey, labelKey, optionKey } from './words.ts';

/** Whose fields they are, as the forms ask for their words. */
const scopes: Readonly<Record<string, readonly FieldSpec[]>> = {
  signal: specsOf(signalSchema.shape),
  query: specsOf(querySchema.shape),
  update: specsOf(updateSchema.shape),
  attribute: specsOf(searchAttributeSchema.shape),
  concurrency: specsOf(concurrencyKeySchema.shape),
  config: specsOf(configSchema.shape),
  retry: retryFields,
  timeouts: timeoutFields,
  trigger: triggerSchema.options.flatMap(({ shape: { type: _type, ...rest } }) => specsOf(rest)),
  signature: groupFields(specOf('signature', triggerSchema.options[2].shape.signature)),
};

function groupFields({ kind }: FieldSpec): readonly FieldSpec[] {
  return kind.kind === 'group' ? kind.fields : [];
}

const all = Object.entries(scopes).flatMap(([scope, specs]) => specs.map((spec) => ({ scope, spec })));

test('every field that is declared has its word and its help, in the catalogue and so in both languages', () => {
  const missing = all.flatMap(({ scope, spec: { name } }) => [
    ...(labelKey(name, scope) === null ? [`field ${scope}.${name}`] : []),
    ...(helpKey(name, scope) === null ? [`help ${scope}.${name}`] : []),
  ]);
  expect([...new Set(missing)]).toEqual([]);
});

/** Methods of HTTP are the same in every language. */
const isAsSent = (option: string): boolean => /^[A-Z]+$/.test(option);

test('every choice that is declared has its word', () => {
  const missing = all.flatMap(({ spec: { name, kind } }) =>
    'options' in kind
      ? kind.options
          .filter((option) => !isAsSent(option) && optionKey(name, option) === null)
          .map((option) => `${name}.${option}`)
      : [],
  );
  expect([...new Set(missing)]).toEqual([]);
});

test('a default that is words, not a value, is in the catalogue', () => {
  const isValue = /^[A-Z0-9*.%]|^(none|null|default|skip|queue|json|false)$|^\d|^sagaloom/;
  const missing = all
    .map(({ spec }) => spec.fallback)
    .filter((fallback) => fallback !== null && !isValue.test(fallback) && !Object.hasOwn(en, fallbackKey(fallback)));
  expect([...new Set(missing)]).toEqual([]);
});
