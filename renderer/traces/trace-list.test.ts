import type { TraceSummary } from '@sagaloom/engine/contract';
import { expect, test, vi } from 'vitest';
import { traceIdOf } from './open-trace.ts';
import { renewed } from './trace-list.ts';

vi.mock('../rpc/client.ts', () => ({ engine: {}, useConnection: {}, live: async () => {} }));

const trace = (n: number): TraceSummary => ({
  traceId: String(n).padStart(32, '0'),
  name: `trace ${n}`,
  service: '',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  spans: 1,
  errors: 0,
  source: 'imported',
  workflow: null,
  runId: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
});
const traces = (...numbers: readonly number[]): readonly TraceSummary[] => numbers.map(trace);

test('what is read anew is the list, where it reaches as far', () => {
  expect(renewed({ items: traces(2, 1), next: null }, { items: traces(3, 2, 1), next: null }).items).toEqual(
    traces(3, 2, 1),
  );
  expect(renewed({ items: traces(3, 2, 1), next: null }, { items: traces(3), next: null }).items).toEqual(traces(3));
});

test('of a longer list the tail stays, each once, and goes on where it went on', () => {
  const long = { items: traces(5, 4, 3, 2, 1), next: 'after 1' };
  expect(renewed(long, { items: traces(6, 5, 4), next: 'after 4' })).toEqual({
    items: traces(6, 5, 4, 3, 2, 1),
    next: 'after 1',
  });
});

test('where the tail cannot be told, it is read again as somebody scrolls', () => {
  const long = { items: traces(5, 4, 3, 2, 1), next: 'after 1' };
  const fresh = { items: traces(9, 8, 7), next: 'after 7' };
  expect(renewed(long, fresh)).toBe(fresh);
});

test('a trace is meant by its id or by a traceparent', () => {
  const id = '0af7651916cd43dd8448eb211c80319c';
  expect(traceIdOf(` ${id.toUpperCase()} `)).toBe(id);
  expect(traceIdOf(`00-${id}-b7ad6b7169203331-01`)).toBe(id);
  expect([traceIdOf('ord-7f21'), traceIdOf(`${id}0`), traceIdOf('')]).toEqual([null, null, null]);
});
