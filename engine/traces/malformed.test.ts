import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Malformed } from './draft.ts';
import { fileSink, Importing } from './import/importing.ts';
import { modelOf } from './read/span.ts';
import { spansOf } from './receiver/request.ts';
import { readBodies } from './store/bodies.ts';
import { anyRequest } from './testing/arbitrary.ts';
import { testStore } from './testing/open.ts';
import { encodeRequest } from './testing/wire.ts';

const traceId = 'ef'.repeat(16);

const damaged = fc.record({
  request: anyRequest(traceId),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  changes: fc.array(
    fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.integer({ min: 0, max: 255 }) }),
    {
      maxLength: 4,
    },
  ),
});

function damage(whole: Buffer, cut: number, changes: readonly { readonly at: number; readonly to: number }[]): Buffer {
  const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * cut)));
  for (const { at, to } of changes) if (bytes.length > 0) bytes[Math.floor(at * (bytes.length - 1))] = to;
  return bytes;
}

/** Taken or refused with a reason; what was taken can be read. */
function expectTakenOrRefused(bytes: Buffer, format: 'protobuf' | 'json'): void {
  try {
    const { batch } = spansOf(bytes, format);
    for (const block of batch.blocks.values()) {
      const bodies = readBodies(block.encodeBodies(() => 1));
      for (let index = 0; index < bodies.count; index++) expect(modelOf(bodies.at(index)).spanId).toHaveLength(16);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(Malformed);
    expect((error as Malformed).message).toMatch(/\.$/);
  }
}

test('protobuf that is cut short or changed is taken or refused, and what is taken can be read', () => {
  fc.assert(
    fc.property(damaged, ({ request, cut, changes }) =>
      expectTakenOrRefused(damage(encodeRequest(request), cut, changes), 'protobuf'),
    ),
    { numRuns: 1500 },
  );
});

test('JSON that is cut short or changed is taken or refused, and what is taken can be read', () => {
  fc.assert(
    fc.property(damaged, ({ request, cut, changes }) =>
      expectTakenOrRefused(damage(Buffer.from(JSON.stringify(request)), cut, changes), 'json'),
    ),
    { numRuns: 1500 },
  );
});

test('of a file that ends in the middle all that was whole is kept, and it is told where it ended', () => {
  const spans = Array.from({ length: 50 }, (_, index) => ({
    traceId,
    spanId: (index + 1).toString(16).padStart(16, '0'),
    name: 'a',
    startTimeUnixNano: '1',
  }));
  const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }, null, 1);
  for (const piece of [13, 100_000]) {
    const store = testStore();
    const { broken } = store.importText(text.slice(0, text.length / 2), piece);
    expect(broken).toMatch(/it ends in the middle, at byte \d+ \(line \d+\)/);
    expect(store.reader.summary(traceId)?.spans).toBeGreaterThan(20);
  }
});

test('what is no JSON is told with its place', () => {
  const store = testStore();
  const importing = new Importing(fileSink(store.writer));
  expect(() => importing.push(Buffer.from('{"resourceSpans":\n[{"scopeSpans" [}'))).toThrow(
    /a colon is missing, at byte 33 \(line 2\)/,
  );
});

test('spans without ids that could be theirs are refused one by one', () => {
  const good = { traceId, spanId: '00000000000000aa', name: 'a', startTimeUnixNano: '1' };
  const bad = [
    { ...good, traceId: '0'.repeat(32) },
    { ...good, spanId: 'xyz' },
    { ...good, parentSpanId: 'aa' },
  ];
  const body = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [good, ...bad] }] }] }));
  expect(spansOf(body, 'json')).toMatchObject({
    refused: 3,
    why: expect.stringContaining('traceId'),
    batch: { spans: 1 },
  });
});
