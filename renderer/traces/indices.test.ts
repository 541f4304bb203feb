import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indicesOf } from './indices.ts';

const big = (...ids: readonly bigint[]): BigUint64Array => BigUint64Array.from(ids);

test('ids that were found stand where their spans are, in order of the spans', () => {
  expect([...indicesOf(big(9n, 7n, 8n, 2n ** 63n), big(2n ** 63n, 7n))]).toEqual([1, 3]);
});

test('an id that is not here, or is told twice, gives nothing more', () => {
  expect([...indicesOf(big(1n, 2n), big(3n, 2n, 2n))]).toEqual([1]);
  expect([...indicesOf(big(), big(3n))]).toEqual([]);
});

test('ids of which only one half is the same are told apart', () => {
  const ids = big(1n, 2n ** 32n + 1n, 2n ** 33n + 1n, 2n ** 32n + 2n);
  expect([...indicesOf(ids, big(2n ** 32n + 1n))]).toEqual([1]);
  fc.assert(
    fc.property(fc.array(halves), fc.array(halves), (all, some) => {
      const wanted = all.flatMap((id, index) => (some.includes(id) ? [index] : []));
      expect([...indicesOf(big(...all), big(...some))]).toEqual(wanted);
    }),
  );
});

/** Few, so that they meet. */
const halves = fc.tuple(fc.nat(3), fc.nat(3)).map(([high, low]) => (BigInt(high) << 32n) + BigInt(low));
