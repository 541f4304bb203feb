import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { validateAgainst } from './validate.ts';

/** `pointer: message`, a line a problem. */
function wrong(schema: Json, value: Json): readonly string[] {
  const verdict = validateAgainst(schema, value);
  return verdict.ok ? [] : verdict.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

const order = {
  type: 'object',
  required: ['id', 'items'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: '^o-' },
    items: { type: 'array', minItems: 1, items: { $ref: '#/$defs/item' } },
    note: { type: ['string', 'null'] },
  },
  $defs: {
    item: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, n: { type: 'integer' } } },
  },
};

describe('what is wrong with a value', () => {
  test.each<[Json, readonly string[]]>([
    [{ id: 'o-1', items: [{ sku: 'a' }] }, []],
    [null, [': must be an object, is null.']],
    [{}, [': id is missing.', ': items is missing.']],
    [{ id: 1, items: [{ sku: 'a' }] }, ['/id: must be a string, is a number.']],
    [{ id: 'p', items: [{ sku: 'a' }] }, ['/id: must match the pattern ^o-.']],
    [{ id: 'o-1', items: [] }, ['/items: must have 1 item or more, has 0.']],
    [{ id: 'o-1', items: [{ sku: 'a', n: 1.5 }] }, ['/items/0/n: must be an integer, is 1.5.']],
    [{ id: 'o-1', items: [{ sku: 'a', n: '1' }] }, ['/items/0/n: must be an integer, is a string.']],
    [{ id: 'o-1', items: [{ sku: 'a' }], nots: '' }, ['/nots: is not known; note may be meant.']],
    [{ id: 'o-1', items: [{ sku: 'a' }], 'a/b ü': 1 }, ['/a~1b ü: is not known; known are id, items, note.']],
    [{ id: 'o-1', items: [{ sku: 'a' }], note: 1 }, ['/note: must be a string or null, is a number.']],
    [{ id: 1, items: [{ sku: 'a' }, {}] }, ['/items/1: sku is missing.', '/id: must be a string, is a number.']],
  ])('%j', (value, problems) => {
    expect(wrong(order, value)).toEqual(problems);
  });

  test.each<[Json, Json, string]>([
    [{ enum: ['a', 'b', 1] }, 'c', 'must be "a", "b" or 1.'],
    [{ const: 'a' }, 'c', 'must be a.'],
    [{ minimum: 1 }, 0, 'must be 1 or more, is 0.'],
    [{ maximum: 1 }, 2, 'must be 1 or less, is 2.'],
    [{ exclusiveMinimum: 1 }, 1, 'must be more than 1, is 1.'],
    [{ exclusiveMaximum: 1 }, 1, 'must be less than 1, is 1.'],
    [{ multipleOf: 5 }, 7, 'must be a multiple of 5, is 7.'],
    [{ minLength: 2 }, '😀', 'must have 2 characters or more, has 1.'],
    [{ maxLength: 1 }, 'ab', 'must have 1 character or fewer, has 2.'],
    [{ format: 'email' }, 'x', 'must be an email.'],
    [{ maxItems: 1 }, [1, 2], 'must have 1 item or fewer, has 2.'],
    [{ uniqueItems: true }, [1, 1], 'must not have the same item twice.'],
    [{ contains: { const: 1 } }, [2], 'has none of the items that it must have.'],
    [{ minProperties: 2 }, { a: 1 }, 'must have 2 properties or more, has 1.'],
    [{ propertyNames: { pattern: '^x' } }, { a: 1 }, 'has a property whose name is not allowed.'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, 'has a property that needs another one beside it.'],
    [{ not: { type: 'string' } }, 'a', 'is what it must not be.'],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3, 'must fit exactly one of the forms that are allowed.'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, 'must be a string or null, is a number.'],
    [{ anyOf: [{ const: 'a' }, { enum: ['b', 'c'] }] }, 'd', 'must be "a", "b" or "c".'],
    [{ anyOf: [{ type: 'string', minLength: 3 }, { type: 'null' }] }, 'ab', 'must have 3 characters or more, has 2.'],
    [{ allOf: [{ minimum: 1 }] }, 0, 'must be 1 or more, is 0.'],
    [{ if: { minimum: 9 }, else: { maximum: 5 } }, 6, 'must be 5 or less, is 6.'],
    [false, 1, 'must not be there.'],
  ])('%j of %j', (schema, value, message) => {
    expect(wrong(schema, value)).toEqual([`: ${message}`]);
  });

  test('of forms told apart by a mark, it says what is wrong with the one that is meant', () => {
    const form = (kind: string, name: string) => ({
      type: 'object',
      required: ['kind', name],
      properties: { kind: { const: kind } },
    });
    const schema = { oneOf: [form('card', 'number'), form('iban', 'account')] };
    expect(wrong(schema, { kind: 'iban' })).toEqual([': account is missing.']);
    expect(wrong(schema, { kind: 'cash' })).toEqual(['/kind: must be "card" or "iban".']);
    expect(wrong({ anyOf: [{ minimum: 5 }, { multipleOf: 2 }] }, 3)).toEqual([
      ': fits none of the forms that are allowed.',
    ]);
  });

  test('who words it himself gets the keyword and what it wants', () => {
    const verdict = validateAgainst(order, {});
    expect(verdict).toMatchObject({ problems: [{ keyword: 'required', expected: 'id' }, { expected: 'items' }] });
  });

  test('long lists of choices are no matter, and not all is told', () => {
    const schema = { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } };
    expect(
      wrong(
        schema,
        Array.from({ length: 20_000 }, () => 1),
      ),
    ).toHaveLength(100);
  });

  test('wrong is always said, and nothing is thrown', () => {
    const schema = { type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, { maxItems: 1 }] } };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const verdict = validateAgainst(schema, value as Json);
        return verdict.ok || verdict.problems.every(({ message }) => /^[a-z].*\.$/.test(message));
      }),
    );
  });
});
