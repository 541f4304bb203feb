import { expect, test } from 'vitest';
import { spansOf } from '../receiver/request.ts';
import { testStore } from '../testing/open.ts';
import { TraceWriter } from './writer.ts';
import { keepHouse } from './housekeeping.ts';
import { setKeep } from './settings.ts';

const idOf = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** A trace an hour. */
function hourly(count: number) {
  const store = testStore();
  let now = 0;
  const writer = new TraceWriter(store.database, () => now);
  for (let trace = 1; trace <= count; trace++) {
    now = trace * 3_600_000;
    const span = { traceId: idOf(trace, 32), spanId: idOf(1, 16), name: 'a', startTimeUnixNano: '1' };
    writer.write([
      spansOf(Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })), 'json').batch,
    ]);
  }
  const left = () => store.reader.list({}).items.map(({ traceId }) => Number.parseInt(traceId, 16));
  const blocks = () => store.database.prepare('SELECT count(*) FROM blocks').pluck().get();
  return { store, left, blocks, now };
}

test('all stays by default', () => {
  const { store, left, now } = hourly(3);
  while (keepHouse(store.database, now));
  expect(left()).toEqual([3, 2, 1]);
});

test('what is older than may be goes, with its spans', () => {
  const { store, left, blocks, now } = hourly(10);
  setKeep(store.database, { maxAgeMs: 4 * 3_600_000, maxBytes: null });
  while (keepHouse(store.database, now));
  expect(left()).toEqual([10, 9, 8, 7]);
  expect(blocks()).toBe(4);
});

test('beyond so many bytes the oldest go', () => {
  const { store, left, blocks, now } = hourly(10);
  const each = Number(store.database.prepare('SELECT max(bytes) FROM traces').pluck().get());
  setKeep(store.database, { maxAgeMs: null, maxBytes: each * 3 });
  while (keepHouse(store.database, now));
  expect(left()).toEqual([10, 9, 8]);
  expect(blocks()).toBe(3);
});
