import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyDraft } from '../draft.ts';
import { JaegerReader } from '../json/jaeger-reader.ts';
import type { Loose } from '../../core/json.ts';
import { readSpan } from '../json/read.ts';
import { fromJaeger } from './jaeger.ts';

const traceID = '5a6a0000000000000000000000000001';
const id = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('e100000000000001', '00000000000000ff', 'abcdef0123456789') },
  { weight: 1, arbitrary: fc.constantFrom('ABCDEF0123456789', '1', '0000000000000000', 'xyz') },
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('OK', 'ERROR', 'server', 'true', '7'),
);
const key = fc.oneof(
  text,
  fc.constantFrom('span.kind', 'error', 'otel.status_code', 'otel.status_description', 'otel.library.name'),
  fc.constantFrom('otel.scope.name', 'otel.scope.version', 'error.type', 'sagaloom.step.id', 'sagaloom.attempt'),
);
const value = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.nat(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);
const tag = fc.oneof(
  fc.record({ key, type: fc.constant('string'), value: text }),
  fc.record({ key, type: fc.constant('bool'), value: fc.boolean() }),
  fc.record({ key, type: fc.constant('int64'), value: fc.nat() }),
  fc.record({ key, type: fc.constant('float64'), value: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc.record(
    { key, type: fc.constantFrom('string', 'bool', 'int64', 'float64', 'binary', 'String', ''), value },
    { requiredKeys: ['key'] },
  ),
);
const micros = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 12, 1_767_225_600_001_000) },
  { weight: 1, arbitrary: fc.oneof(fc.nat(), fc.constantFrom(Number.MAX_SAFE_INTEGER, 1.5, -1, '12')) },
);
const reference = fc.record({
  refType: fc.constantFrom('CHILD_OF', 'CHILD_OF', 'CHILD_OF', 'FOLLOWS_FROM'),
  traceID: fc.constantFrom(traceID, traceID, traceID, 'f'.repeat(32)),
  spanID: id,
});
const log = fc.record({ timestamp: micros, fields: fc.constant([{ key: 'event', type: 'string', value: 'x' }]) });
const span = fc.record(
  {
    traceID: fc.oneof(
      { weight: 12, arbitrary: fc.constant(traceID) },
      fc.constantFrom('F'.repeat(32), '0'.repeat(32), '5'),
    ),
    spanID: id,
    operationName: text,
    references: fc.oneof(fc.array(reference, { maxLength: 2 }), fc.constant(null)),
    startTime: micros,
    duration: micros,
    tags: fc.oneof(fc.array(tag, { maxLength: 4 }), fc.constant(null)),
    logs: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom([], null) },
      { weight: 1, arbitrary: fc.array(log, { maxLength: 1 }) },
    ),
    processID: fc.constantFrom('p1', 'p2', ''),
    flags: fc.constantFrom(0, 1, 257),
    parentSpanID: fc.constantFrom('', '', '', 'e100000000000002'),
    warnings: fc.constantFrom(null, ['late']),
  },
  { requiredKeys: ['traceID', 'spanID', 'operationName', 'startTime', 'duration', 'processID'] },
);

test('a span read from its bytes is the span that JSON.parse gives, wherever it is read so', () => {
  const reader = new JaegerReader(emptyDraft());
  const draft = (reader as unknown as { draft: ReturnType<typeof emptyDraft> }).draft;
  let read = 0;
  fc.assert(
    fc.property(span, fc.boolean(), (given, isSpaced) => {
      const bytes = Buffer.from(JSON.stringify(given, null, isSpaced ? 2 : 0));
      expect(reader.read(Buffer.concat([Buffer.from('['), bytes, Buffer.from(']')]), 1)).toBe(bytes.length + 1);
      const { body } = reader;
      if (body === null) return;
      read += 1;
      const slow = fromJaeger(given);
      const expected = emptyDraft();
      expect(readSpan(slow.span as unknown as Loose, expected)).toBeNull();
      expect(JSON.parse(body.toString())).toEqual(JSON.parse(JSON.stringify(slow.span)));
      expect(draft).toEqual(expected);
      expect(reader.processId).toBe(slow.processId);
      expect({ name: reader.tags.scopeName, version: reader.tags.scopeVersion }).toEqual(slow.scope);
      expect(slow.process).toBeNull();
    }),
    { numRuns: 4_000 },
  );
  expect(read).toBeGreaterThan(200);
});
