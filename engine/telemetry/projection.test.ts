import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Recorded } from '../core/index.ts';
import { spansOf } from './fold.ts';
import { spansProjection } from './projection.ts';
import { readTrace } from './store.ts';
import { anyHistory, compensatedOrder } from './testing/histories.ts';

afterEach(() => vi.unstubAllEnvs());

const dump = (database: Database.Database): string =>
  JSON.stringify([database.prepare('SELECT * FROM spans').all(), database.prepare('SELECT * FROM spans_open').all()]);

function projected(batches: readonly (readonly Recorded[])[], perProcess = Infinity): Database.Database {
  const database = new Database(':memory:');
  let projection = spansProjection();
  projection.migrate(database);
  batches.forEach((events, index) => {
    if (index % perProcess === 0) projection = spansProjection();
    database.transaction(() => projection.apply(database, [{ runId: 'run-1', events }]))();
  });
  return database;
}

function split(history: readonly Recorded[], cuts: readonly number[]): readonly (readonly Recorded[])[] {
  const at = [0, ...cuts.map((cut) => cut % history.length), history.length].toSorted((a, b) => a - b);
  return at
    .slice(1)
    .map((to, index) => history.slice(at[index], to))
    .filter((batch) => batch.length > 0);
}

describe('the span store', () => {
  test('[T1] holds the same bytes however the events are split, and with a restart at any of the splits', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(fc.nat(), { maxLength: 6 }), (history, cuts) => {
        const whole = dump(projected([history]));
        expect(dump(projected(split(history, cuts)))).toBe(whole);
        expect(dump(projected(split(history, cuts), 1))).toBe(whole);
      }),
      { numRuns: 50 },
    );
  }, 60_000);

  test('what went through the SDK and SQLite is what the pure fold gives', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(readTrace(projected([history]), 'run-1')).toEqual(spansOf(history));
      }),
      { numRuns: 50 },
    );
  }, 60_000);

  test('OTEL_* variables, made for export, drop nothing here', () => {
    vi.stubEnv('OTEL_TRACES_SAMPLER', 'always_off');
    vi.stubEnv('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', '1');
    vi.stubEnv('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '2');
    vi.stubEnv('OTEL_SPAN_EVENT_COUNT_LIMIT', '0');
    const history = compensatedOrder();
    expect(readTrace(projected([history]), 'run-1')).toEqual(spansOf(history));
  });

  test('a transaction that is rolled back leaves no trace of itself in memory', () => {
    const history = compensatedOrder();
    const database = new Database(':memory:');
    const projection = spansProjection();
    projection.migrate(database);
    const apply = (events: readonly Recorded[], fails: boolean): void =>
      database.transaction(() => {
        projection.apply(database, [{ runId: 'run-1', events }]);
        if (fails) throw new Error('the disk is full');
      })();
    apply(history.slice(0, 8), false);
    expect(() => apply(history.slice(8, 12), true)).toThrow('the disk is full');
    apply(history.slice(8, 12), false);
    apply(history.slice(12), false);
    expect(readTrace(database, 'run-1')).toEqual(spansOf(history));
  });

  test('a batch of many runs, one run twice, and one seen before', () => {
    const [a, b] = [compensatedOrder('a'), compensatedOrder('b')];
    const database = new Database(':memory:');
    const projection = spansProjection();
    projection.migrate(database);
    const batch = [
      { runId: 'a', events: a.slice(0, 5) },
      { runId: 'b', events: b },
      { runId: 'a', events: a.slice(5) },
    ];
    projection.apply(database, batch);
    projection.apply(database, batch.slice(1));
    expect(readTrace(database, 'a')).toEqual(spansOf(a));
    expect(readTrace(database, 'b')).toEqual(spansOf(b));
    expect(readTrace(database, 'c')).toEqual([]);
  });

  test('dropped and rebuilt', () => {
    const history = compensatedOrder();
    const database = projected([history]);
    const before = dump(database);
    const projection = spansProjection();
    projection.reset(database);
    projection.migrate(database);
    projection.apply(database, [{ runId: 'run-1', events: history }]);
    expect(dump(database)).toBe(before);
  });
});
