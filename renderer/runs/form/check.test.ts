import type { Json } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { translate } from '../../locales/index.ts';
import { checkInput } from './check.ts';

const problems = (schema: Json, value: Json | undefined) => Object.fromEntries(checkInput(schema, value, translate));

test('what is wrong is said in the words of a form, at its place', () => {
  const schema: Json = {
    type: 'object',
    required: ['who', 'items'],
    additionalProperties: false,
    properties: {
      who: { type: 'string', minLength: 1 },
      times: { type: 'integer', minimum: 1 },
      size: { enum: ['s', 'm'] },
      items: { type: 'array', minItems: 1 },
      mail: { type: 'string', pattern: '@' },
    },
  };
  expect(problems(schema, { who: '', times: 0, size: 'xl', items: [], mail: 'x', extra: 1 })).toMatchObject({
    '/who': 'At least 1 character.',
    '/times': 'At least 1.',
    '/size': 'One of ["s","m"].',
    '/items': 'At least 1 item.',
    '/mail': 'This does not have the form that is asked for.',
    '/extra': 'The workflow does not know this.',
  });
  expect(problems(schema, { times: 'x' })).toEqual({
    '/who': 'This is required.',
    '/items': 'This is required.',
    '/times': 'This must be a whole number.',
  });
});

test('without a schema everything fits', () => {
  expect(checkInput(undefined, { any: 'thing' }, translate).size).toBe(0);
  expect(checkInput(undefined, undefined, translate).size).toBe(0);
});
