import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeColumns } from '../contract/columns-merge.ts';
import { columnAttributes, columnsOf, columnValue, spanIdText, type SpanColumns } from '../contract/span-columns.ts';
import type { SpanRecord } from '../contract/types.ts';
import { testFolder } from '../node/testing/folder.ts';
import { testStore } from './testing/open.ts';

const traceId = 'ab'.repeat(16);
const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

/** Whole ms, so that both ways reckon exactly. A parent may be anybody: before it, itself, in a circle, or not there. */
const anySpans: fc.Arbitrary<readonly SpanRecord[]> = fc
  .array(
    fc.record({
      parent: fc.option(fc.nat({ max: 30 }), { nil: null }),
      startMs: fc.integer({ min: 1_767_225_600_000, max: 1_767_225_600_009 }),
      lasts: fc.option(fc.nat({ max: 50 }), { nil: null }),
      name: fc.constantFrom('a', 'b', '步骤', ''),
      kind: fc.constantFrom('internal' as const, 'client', 'server', 'producer', 'consumer'),
      status: fc.constantFrom('unset' as const, 'ok', 'error'),
      attributes: fc.dictionary(
        fc.constantFrom(...columnAttributes, 'other'),
        fc.oneof(fc.constantFrom('x', 'y', '1'), fc.integer({ min: 0, max: 3 }), fc.boolean()),
        { maxKeys: 4, noNullPrototype: true },
      ),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ parent, lasts, ...span }, index) => ({
      ...span,
      traceId,
      spanId: spanIdText(BigInt(index + 1)),
      parentSpanId: parent === null ? null : spanIdText(BigInt(parent + 1)),
      endMs: lasts === null ? null : span.startMs + lasts,
      statusMessage: null,
      events: [],
      links: [],
    })),
  );

const nano = (ms: number): string => `${ms}000000`;

const otlpOf = (spans: readonly SpanRecord[]): string =>
  JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: spans.map((span) => ({
              ...span,
              kind: kinds[span.kind],
              startTimeUnixNano: nano(span.startMs),
              ...(span.endMs !== null && { endTimeUnixNano: nano(span.endMs) }),
              status: { code: ['unset', 'ok', 'error'].indexOf(span.status) },
              attributes: Object.entries(span.attributes).map(([key, value]) => ({
                key,
                value:
                  typeof value === 'number'
                    ? { intValue: String(value) }
                    : typeof value === 'boolean'
                      ? { boolValue: value }
                      : { stringValue: value },
              })),
            })),
          },
        ],
      },
    ],
  });

const said = (columns: SpanColumns, index: number) => ({
  id: columns.ids[index],
  start: columns.start[index],
  end: columns.end[index],
  name: columns.strings[columns.name[index] ?? 0],
  status: columns.status[index],
  kind: columns.kind[index],
  attributes: columnAttributes.map((name) => columnValue(columns, index, name)),
});

const byId = (columns: SpanColumns) =>
  Array.from(columns.ids.keys(), (index) => said(columns, index)).toSorted((a, b) =>
    Number((a.id ?? 0n) - (b.id ?? 0n)),
  );

test('spans that came in any parts and order are by column what they are at hand', () => {
  const folder = testFolder();
  let runs = 0;
  fc.assert(
    fc.property(anySpans, fc.integer({ min: 1, max: 9 }), (spans, part) => {
      const store = testStore(`${folder}/${runs++}.traces`);
      for (let at = spans.length; at > 0; at -= part) store.importText(otlpOf(spans.slice(Math.max(0, at - part), at)));
      const columns = store.columns(traceId);
      store.database.close();
      const { columns: atHand } = columnsOf(spans);
      expect(columns.count).toBe(spans.length);
      expect(columns.origin).toBe(atHand.origin);
      expect(byId(columns)).toEqual(byId(atHand));
      expectOrdered(columns);
      expectParents(columns, spans);
    }),
    { numRuns: 60 },
  );
});

/** By start; of spans that began together a parent comes first, unless the numbers of their events say otherwise. */
function expectOrdered(columns: SpanColumns): void {
  for (let index = 1; index < columns.count; index++)
    expect(columns.start[index]).toBeGreaterThanOrEqual(columns.start[index - 1] ?? 0);
  if (columns.attributes['sagaloom.event.seq'] !== undefined) return;
  for (let index = 0; index < columns.count; index++) {
    const parent = columns.parent[index] ?? -1;
    if (parent >= 0 && columns.start[parent] === columns.start[index]) expect(parent).toBeLessThan(index);
  }
}

/** Each has the parent it names, or is marked; who goes up comes to an end. */
function expectParents(columns: SpanColumns, spans: readonly SpanRecord[]): void {
  const named = new Map(spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  for (let index = 0; index < columns.count; index++) {
    const parent = columns.parent[index] ?? -1;
    const wanted = named.get(spanIdText(columns.ids[index] ?? 0n)) ?? null;
    if (parent >= 0) expect(spanIdText(columns.ids[parent] ?? 0n)).toBe(wanted);
    expect(columns.orphan[index]).toBe(parent < 0 && wanted !== null ? 1 : 0);
    let steps = 0;
    for (let at = index; at >= 0; at = columns.parent[at] ?? -1) expect(steps++).toBeLessThanOrEqual(columns.count);
  }
}

test('a tree is a tree whatever the order its spans came in', () => {
  const store = testStore();
  const spans = Array.from({ length: 3000 }, (_, index) => ({
    traceId,
    spanId: spanIdText(BigInt(index + 1)),
    ...(index > 0 && { parentSpanId: spanIdText(BigInt(Math.floor((index - 1) / 3) + 1)) }),
    name: `n${index}`,
    startTimeUnixNano: String(1_767_225_600_000_000_000n + BigInt(index) * 7n),
    endTimeUnixNano: String(1_767_225_601_000_000_000n),
  }));
  store.importText(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: spans.toReversed() }] }] }));
  const columns = store.columns(traceId);
  expect(Array.from(columns.parent)).toEqual(spans.map((_, index) => (index === 0 ? -1 : Math.floor((index - 1) / 3))));
  expect(columns.strings[columns.name[2999] ?? 0]).toBe('n2999');
  expect(columns.start[2999]).toBeCloseTo((2999 * 7) / 1e6, 9);
});

test('no part, and parts that are none', () => {
  expect(decodeColumns([])).toMatchObject({ count: 0, traceId: '' });
  expect(() => decodeColumns([new ArrayBuffer(40)])).toThrow('no columns');
});
