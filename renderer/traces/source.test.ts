import { expect, test, vi } from 'vitest';
import { indicesOf } from './source.ts';

vi.mock('../rpc/client.ts', () => ({ engine: {}, useConnection: {}, live: async () => {} }));

const big = (...ids: readonly bigint[]): BigUint64Array => BigUint64Array.from(ids);

test('ids that were found stand where their spans are, in order of the spans', () => {
  expect([...indicesOf(big(9n, 7n, 8n, 2n ** 63n), big(2n ** 63n, 7n))]).toEqual([1, 3]);
});

test('an id that is not here, or is told twice, gives nothing more', () => {
  expect([...indicesOf(big(1n, 2n), big(3n, 2n, 2n))]).toEqual([1]);
  expect([...indicesOf(big(), big(3n))]).toEqual([]);
});
