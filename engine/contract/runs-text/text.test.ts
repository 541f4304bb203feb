import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributeTerm, RUN_STATUSES } from '../runs-filter.ts';
import { filterOf, NOTHING_ASKED, readRunsText, type RunsAsked, runsText } from './index.ts';

const word = fc.oneof(
  fc.constantFrom('order', 'a b', 'x,y', '"', '\\', '1', '订单', 'a"b c', 'attr.x', 'k=v', '..', '42', 'true'),
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => text.trim() !== ''),
);
const list = fc.uniqueArray(word, { maxLength: 3 });
const ago = fc.constantFrom('1h', '30m', '7d');
const time = fc.constantFrom('2026-11-01', '2026-11-01T12:30', '2026-11-03T08:00:00Z');
const end = fc.record({ text: fc.oneof(ago, time), excluded: fc.boolean() });
const times = fc.oneof(
  end.map((from) => ({ from, to: null })),
  end.map((to) => ({ from: null, to })),
  fc.constant({ from: { text: '7d', excluded: false }, to: { text: '1h', excluded: false } }),
  fc.constant({ from: { text: '2026-11-01', excluded: false }, to: { text: '2026-11-03', excluded: false } }),
);
const name = word.filter((text) => !text.includes('\n'));
const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const bound = fc.oneof(
  number.map((value) => (Object.is(value, -0) ? 0 : value)),
  word,
);
const term: fc.Arbitrary<AttributeTerm> = fc.oneof(
  fc.record({ name }),
  fc.record({
    name,
    anyOf: fc.array(
      word.filter((text) => Number.isNaN(Number(text)) && text !== 'true'),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({ name, from: bound, fromExcluded: fc.boolean() }),
  fc.record({ name, to: bound, toExcluded: fc.boolean() }),
  fc.record({ name, from: fc.integer(), to: fc.integer() }),
);

const askedArbitrary: fc.Arbitrary<RunsAsked> = fc.record({
  workflows: list,
  versions: list,
  statuses: fc.subarray([...RUN_STATUSES]),
  started: fc.option(times),
  ended: fc.option(times),
  duration: fc.option(fc.constantFrom({ from: '5m', to: null }, { from: null, to: '1h' }, { from: '1s', to: '2s' })),
  id: fc.option(word),
  parent: fc.option(word),
  waiting: fc.option(fc.boolean()),
  errorType: fc.option(word),
  where: fc.array(term, { maxLength: 3 }),
});

describe('the text that runs are asked for with', () => {
  test('is read as what it was written of', () => {
    fc.assert(
      fc.property(askedArbitrary, (asked) => {
        expect(readRunsText(runsText(asked))).toEqual({ asked, wrong: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  test('says which word is wrong, keeps the rest, and never throws', () => {
    const read = readRunsText(
      'status:failed color:red order-1 started:soon status:blue duration:> waiting:perhaps attr.=1 "x',
    );
    expect(read.asked).toEqual({ ...NOTHING_ASKED, statuses: ['failed'], id: 'order-1' });
    expect(read.wrong.map(({ problem, word: wrong }) => [problem, wrong])).toEqual([
      ['unknownKey', 'color:red'],
      ['badTime', 'started:soon'],
      ['badStatus', 'status:blue'],
      ['badDuration', 'duration:>'],
      ['badYesNo', 'waiting:perhaps'],
      ['badAttribute', 'attr.=1'],
      ['openQuote', '"x'],
    ]);
    expect(read.wrong[0]?.at).toBe(14);
    fc.assert(fc.property(fc.string(), (text) => void readRunsText(text)));
  });

  test('takes an attribute for a number and for a text, unless it is quoted', () => {
    const where = (text: string) => readRunsText(text).asked.where;
    expect(where('attr.customer=42')).toEqual([{ name: 'customer', anyOf: [42, '42'] }]);
    expect(where('attr.customer="42"')).toEqual([{ name: 'customer', anyOf: ['42'] }]);
    expect(where('attr.total>=10 attr.total=1..2')).toEqual([
      { name: 'total', from: 10, fromExcluded: false },
      { name: 'total', from: 1, to: 2 },
    ]);
  });

  test('reads times as how long ago, and days with all their hours', () => {
    const now = Date.parse('2026-11-10T12:00:00Z');
    const started = (text: string) => filterOf(readRunsText(`started:${text}`).asked, now).started;
    expect(started('<1h')).toEqual({ from: '2026-11-10T11:00:00.000Z' });
    expect(started('1h')).toEqual({ from: '2026-11-10T11:00:00.000Z' });
    expect(started('>1h')).toEqual({ to: '2026-11-10T11:00:00.000Z' });
    expect(started('1h..2h')).toEqual({ from: '2026-11-10T10:00:00.000Z', to: '2026-11-10T11:00:00.000Z' });
    const day = started('2026-11-01');
    expect(Date.parse(day?.to ?? '') - Date.parse(day?.from ?? '')).toBe(86_400_000 - 1);
    expect(started('<2026-11-01')?.to).toBe(new Date(Date.parse(day?.from ?? '') - 1).toISOString());
    expect(started('>2026-11-01')?.from).toBe(new Date(Date.parse(day?.to ?? '') + 1).toISOString());
  });
});
