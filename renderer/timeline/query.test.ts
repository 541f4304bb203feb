import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fields, parseQuery, type Term, writeQuery } from './query.ts';

const only = (query: string): Term | undefined => {
  const terms = parseQuery(query);
  expect(terms).toHaveLength(1);
  return terms[0];
};

describe('what is looked for', () => {
  test.for([
    ['ship', { kind: 'text', text: 'ship', not: false }],
    ['"two words"', { kind: 'text', text: 'two words', not: false }],
    ['-ship', { kind: 'text', text: 'ship', not: true }],
    ['http://shop', { kind: 'text', text: 'http://shop', not: false }],
    ['"status:failed"', { kind: 'text', text: 'status:failed', not: false }],
    ['http.method=POST', { kind: 'attribute', attribute: 'http.method', value: 'POST', not: false }],
    ['db.statement="select 1"', { kind: 'attribute', attribute: 'db.statement', value: 'select 1', not: false }],
    ['url.full=http://a/?b=c', { kind: 'attribute', attribute: 'url.full', value: 'http://a/?b=c', not: false }],
    ['http.method=', { kind: 'attribute', attribute: 'http.method', value: null, not: false }],
    ['-http.method=*', { kind: 'attribute', attribute: 'http.method', value: null, not: true }],
    ['Status:failed', { kind: 'field', field: 'status', value: 'failed', not: false }],
    ['service:"my shop"', { kind: 'field', field: 'service', value: 'my shop', not: false }],
    ['>100ms', { kind: 'duration', least: 100, most: Infinity, open: true, not: false }],
    ['>=1.5s', { kind: 'duration', least: 1_500, most: Infinity, open: false, not: false }],
    ['<250us', { kind: 'duration', least: -Infinity, most: 0.25, open: true, not: false }],
    ['1..2s', { kind: 'duration', least: 1_000, most: 2_000, open: false, not: false }],
    ['>', { kind: 'text', text: '>', not: false }],
    ['-', { kind: 'text', text: '-', not: false }],
  ] as const)('%s', ([query, term]) => {
    expect(only(query)).toEqual(term);
  });

  test('words are told apart by spaces, and a quote that is still open reaches to the end', () => {
    expect(parseQuery('  ship   status:failed ')).toHaveLength(2);
    expect(only('"ship status')).toMatchObject({ kind: 'text', text: 'ship status' });
    expect(parseQuery('   ')).toEqual([]);
  });

  test('what is written of it reads the same again', () => {
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('a b', 'x=y', '-no', '>5', 'status:ok', '"', '\\', '1..2', '中文 名'),
    );
    const not = fc.boolean();
    const ms = fc.integer({ min: 0, max: 1e8 });
    const term: fc.Arbitrary<Term> = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text, not }),
      fc.record({
        kind: fc.constant('attribute' as const),
        attribute: fc.stringMatching(/^[a-z][a-z._]*$/),
        value: fc.option(text),
        not,
      }),
      fc.record({ kind: fc.constant('field' as const), field: fc.constantFrom(...fields), value: text, not }),
      ms.map((least) => ({ kind: 'duration' as const, least, most: Infinity, open: true, not: false })),
      fc.tuple(ms, ms).map(([least, most]) => ({ kind: 'duration' as const, least, most, open: false, not: false })),
    );
    fc.assert(
      fc.property(fc.array(term, { maxLength: 5 }), (terms) => {
        expect(parseQuery(writeQuery(terms))).toEqual(terms);
      }),
      { numRuns: 500 },
    );
  });

  test('anything at all can be typed', () => {
    fc.assert(fc.property(fc.string(), (query) => void parseQuery(query)));
  });
});
