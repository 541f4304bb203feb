import { statSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../core/json.ts';
import { testFolder } from '../node/testing/folder.ts';
import type { SearchQuery } from './read/search.ts';
import { spansOf } from './receiver/request.ts';
import { sweep, removeTraces } from './store/remove.ts';
import { anyRequest } from './testing/arbitrary.ts';
import { testStore } from './testing/open.ts';
import { encodeRequest } from './testing/wire.ts';
import { plain, plainObject } from './values.ts';

const idOf = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

const requestOf = (trace: number, spans: readonly number[], more: object = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: spans.map((id) => ({
                traceId: idOf(trace, 32),
                spanId: idOf(id, 16),
                name: `span ${id}`,
                startTimeUnixNano: `${id}000000`,
                endTimeUnixNano: `${id + 1}000000`,
                status: { code: id % 3 === 0 ? 2 : 0 },
                ...more,
              })),
            },
          ],
        },
      ],
    }),
  );

function received(store: ReturnType<typeof testStore>, body: Buffer): number {
  const { batch } = spansOf(body, 'json');
  return store.writer.write([batch]);
}

test('a span that is sent again is one span; two of one id that came together are two', () => {
  const ids = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(ids, { minLength: 1, maxLength: 6 }), fc.boolean(), (requests, reopens) => {
      const first = testStore();
      let store = first;
      const known = new Set<number>();
      let wanted = 0;
      let errors = 0;
      for (const request of requests) {
        const fresh = request.filter((id) => !known.has(id));
        wanted += fresh.length;
        errors += fresh.filter((id) => id % 3 === 0).length;
        expect(received(store, requestOf(7, request))).toBe(fresh.length);
        for (const id of request) known.add(id);
        if (!reopens) continue;
        store.database.close();
        store = testStore(first.file);
      }
      expect(store.reader.summary(idOf(7, 32))).toMatchObject({ spans: wanted, errors });
      expect(store.columns(idOf(7, 32)).count).toBe(wanted);
      expect(
        store.reader.spans(
          idOf(7, 32),
          [...known].map((id) => idOf(id, 16)),
        ),
      ).toHaveLength(wanted);
      store.database.close();
    }),
    { numRuns: 25 },
  );
});

test('a page of the list goes on where the one before ended, whatever came since', () => {
  const store = testStore();
  for (let trace = 1; trace <= 25; trace++) received(store, requestOf(trace, [trace]));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: readonly { traceId: string }[]; next: string | null } = store.reader.list({
      limit: 10,
      cursor,
    });
    seen.push(...page.items.map(({ traceId }) => traceId));
    cursor = page.next;
    received(store, requestOf(100 + seen.length, [1]));
  } while (cursor !== null);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => idOf(25 - index, 32)));
});

test('the list is searched by text, workflow and errors', () => {
  const store = testStore();
  const attributes = [
    { key: 'sagaloom.workflow', value: { stringValue: '订单_1' } },
    { key: 'sagaloom.run.id', value: { stringValue: 'run-9' } },
  ];
  received(store, requestOf(1, [1], { attributes }));
  received(store, requestOf(2, [3]));
  const found = (query: object) => store.reader.list(query).items.map(({ traceId }) => Number(traceId));
  expect(found({ text: '订单' })).toEqual([1]);
  expect(found({ text: 'RUN-9' })).toEqual([1]);
  expect(found({ text: 'PAN 3' })).toEqual([2]);
  expect(found({ text: '%' })).toEqual([]);
  expect(found({ workflow: '订单_1' })).toEqual([1]);
  expect(found({ errors: true })).toEqual([2]);
  expect(store.reader.summary(idOf(1, 32))).toMatchObject({ workflow: '订单_1', runId: 'run-9', source: 'received' });
});

test('spans are found by text in names, attributes and events, or by an attribute', () => {
  const store = testStore();
  const attributes = [{ key: 'Customer', value: { stringValue: '张三 "Ada"' } }];
  received(store, requestOf(1, [1], { attributes }));
  received(store, requestOf(1, [2], { events: [{ name: 'retry \u0001', timeUnixNano: '1' }] }));
  const found = (query: object) =>
    Array.from(store.reader.search(idOf(1, 32), query) ?? []).filter((byte) => byte !== 0);
  expect(found({ text: '张三 "ada"' })).toEqual([1]);
  expect(found({ text: 'customer' })).toEqual([1]);
  expect(found({ text: 'Retry \u0001' })).toEqual([2]);
  expect(found({ text: 'SPAN' })).toEqual([1, 2]);
  expect(found({ attribute: 'Customer' })).toEqual([1]);
  expect(found({ attribute: 'Customer', value: '张三' })).toEqual([]);
  expect(found({ attribute: 'customer' })).toEqual([]);
});

type Format = 'json' | 'protobuf';
type Request = Parameters<typeof encodeRequest>[0];
const formats = fc.constantFrom<Format>('json', 'protobuf');
const spansIn = (request: Request) =>
  request.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));

/** Ids of the spans found, in a store that holds only these. */
function searched(file: string, request: Request, format: Format, query: SearchQuery): readonly string[] {
  const store = testStore(file);
  const body = format === 'json' ? Buffer.from(JSON.stringify(request)) : encodeRequest(request);
  store.writer.write([spansOf(body, format).batch]);
  const found = Buffer.from(store.reader.search(idOf(5, 32), query) ?? []);
  store.database.close();
  return Array.from({ length: found.length / 8 }, (_, index) =>
    found
      .readBigUInt64LE(index * 8)
      .toString(16)
      .padStart(16, '0'),
  );
}

test('what is decoded for a search by text is all that could fit', () => {
  const folder = testFolder();
  let runs = 0;
  const needles = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }),
    fc.constantFrom('1', 'tru', 'inf', 'é', '\\'),
  );
  fc.assert(
    fc.property(anyRequest(idOf(5, 32)), needles, formats, (request, text, format) => {
      const has = (value: unknown): boolean => {
        if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
          return String(value).toLowerCase().includes(text.toLowerCase());
        if (Array.isArray(value)) return value.some(has);
        return Object.entries(value ?? {}).some(([key, each]) => has(key) || has(each));
      };
      const wanted = spansIn(request)
        .filter(({ name, status, attributes, events }) =>
          [
            name,
            status?.message ?? '',
            plainObject(attributes),
            (events ?? []).map((each) => [each.name, plainObject(each.attributes)]),
          ].some(has),
        )
        .map(({ spanId }) => spanId);
      expect(searched(`${folder}/${runs++}.traces`, request, format, { text })).toEqual(wanted);
    }),
    { numRuns: 80 },
  );
});

test('what is decoded for a search by an attribute is all that could fit', () => {
  const folder = testFolder();
  let runs = 0;
  const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const others = fc.constantFrom('null', '', '1', 'true', 'Infinity', '[]', '{}', 'AAAA', 'POST');
  fc.assert(
    fc.property(anyRequest(idOf(5, 32)), fc.nat(), others, formats, (request, pick, other, format) => {
      const all = spansIn(request).flatMap(({ attributes = [] }) => attributes);
      const chosen = all[pick % Math.max(1, all.length)];
      const attribute = chosen?.key ?? 'none';
      const value = chosen && pick % 5 > 0 ? textOf(plain(chosen.value)) : other;
      const wanted = spansIn(request)
        .filter(({ attributes = [] }) =>
          attributes.some((each) => each.key === attribute && textOf(plain(each.value)) === value),
        )
        .map(({ spanId }) => spanId);
      expect(searched(`${folder}/${runs++}.traces`, request, format, { attribute, value })).toEqual(wanted);
    }),
    { numRuns: 150 },
  );
});

test('a trace that is removed is gone at once, and its spans go after it', () => {
  const store = testStore();
  for (const trace of [1, 2]) for (let part = 0; part < 90; part++) received(store, requestOf(trace, [part + 1]));
  expect(removeTraces(store.database, [idOf(1, 32), idOf(9, 32)])).toBe(1);
  expect(store.reader.summary(idOf(1, 32))).toBeNull();
  while (sweep(store.database));
  expect(store.database.prepare('SELECT count(*) AS blocks FROM blocks').get()).toEqual({ blocks: 90 });
  expect(received(store, requestOf(1, [1]))).toBe(1);
  expect(store.columns(idOf(2, 32)).count).toBe(90);
});

test('the file is readable by its owner only', () => {
  const store = testStore();
  received(store, requestOf(1, [1]));
  expect(statSync(store.file).mode & 0o077).toBe(0);
  expect(statSync(`${store.file}-wal`).mode & 0o077).toBe(0);
});
