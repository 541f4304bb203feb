import fc from 'fast-check';
import type { AnyValue, KeyValue, SpanModel } from '../model.ts';
import type { RequestModel } from './wire.ts';

/** Any request OTLP can say, in OTLP/JSON as a careful sender writes it: what is at its default is left out. */
const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: digits / 2, maxLength: digits / 2 })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
    .filter((text) => !/^0+$/.test(text));

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const count = fc.integer({ min: 1, max: 2 ** 32 - 1 });
const nano = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map(String);

const doubles = fc.double().map((value): number | 'NaN' | 'Infinity' | '-Infinity' => {
  if (Number.isFinite(value)) return Object.is(value, -0) ? 0 : value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
});

const { pair } = fc.letrec<{ value: AnyValue; pair: KeyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: doubles }),
    fc.record({ bytesValue: fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64')) }),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc.array(tie('pair'), { maxLength: 3 }).map((values) => ({ kvlistValue: { values } })),
  ),
  pair: fc.record({
    key: fc.oneof(text, fc.constantFrom('sagaloom.step.id', 'error.type', '__proto__')),
    value: tie('value'),
  }),
}));

const some = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 3 });
const attributes = some(pair);

const event = fc.record(
  { timeUnixNano: nano, name: text, attributes, droppedAttributesCount: count },
  { requiredKeys: ['timeUnixNano', 'name'] },
);
const filled = text.filter((each) => each !== '');
const link = fc.record(
  { traceId: hex(32), spanId: hex(16), traceState: filled, attributes, droppedAttributesCount: count, flags: count },
  { requiredKeys: ['traceId', 'spanId'] },
);
const status = fc.record({ code: fc.constantFrom(1, 2), message: filled }, { requiredKeys: [] });

const anySpan = (traceId: fc.Arbitrary<string> = hex(32)): fc.Arbitrary<SpanModel> =>
  fc.record(
    {
      traceId,
      spanId: hex(16),
      traceState: filled,
      parentSpanId: hex(16),
      flags: count,
      name: text,
      kind: fc.integer({ min: 1, max: 5 }),
      startTimeUnixNano: nano,
      endTimeUnixNano: nano,
      attributes,
      droppedAttributesCount: count,
      events: some(event),
      droppedEventsCount: count,
      links: some(link),
      droppedLinksCount: count,
      status,
    },
    { requiredKeys: ['traceId', 'spanId', 'name', 'startTimeUnixNano'] },
  );

const resource = fc.record({ attributes, droppedAttributesCount: count }, { requiredKeys: [] });
const scope = fc.record(
  { name: filled, version: filled, attributes, droppedAttributesCount: count },
  { requiredKeys: [] },
);

/** Of one trace. */
export const anyRequest = (traceId: string): fc.Arbitrary<RequestModel> =>
  fc.record({
    resourceSpans: some(
      fc.record(
        {
          resource,
          schemaUrl: filled,
          scopeSpans: some(
            fc.record(
              { scope, schemaUrl: filled, spans: some(anySpan(fc.constant(traceId))) },
              { requiredKeys: ['spans'] },
            ),
          ),
        },
        { requiredKeys: ['scopeSpans'] },
      ),
    ),
  });
