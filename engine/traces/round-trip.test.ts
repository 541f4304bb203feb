import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { spansOf } from './receiver/request.ts';
import { anyRequest } from './testing/arbitrary.ts';
import { canonical } from './testing/canonical.ts';
import { testStore } from './testing/open.ts';
import { encodeRequest, type RequestModel } from './testing/wire.ts';

const traceId = '5a6a0000000000000000000000000001';

/** What is kept of a request, as OTLP again. */
function kept(body: Buffer, format: 'protobuf' | 'json', name: string): RequestModel {
  const store = testStore(name);
  const { batch, refused } = spansOf(body, format);
  expect(refused).toBe(0);
  store.writer.write([batch]);
  const out = store.otlp(traceId) as RequestModel;
  store.database.close();
  return out;
}

test('what comes as protobuf goes out as OTLP/JSON canonically equal', () => {
  const folder = testFolder();
  let runs = 0;
  fc.assert(
    fc.property(anyRequest(traceId), (request) => {
      const out = kept(encodeRequest(request), 'protobuf', `${folder}/${runs++}.traces`);
      expect(canonical(out)).toEqual(canonical(request));
    }),
    { numRuns: 60 },
  );
});

test('what comes as JSON goes out as OTLP/JSON canonically equal, and so does what comes out', () => {
  const folder = testFolder();
  let runs = 0;
  fc.assert(
    fc.property(anyRequest(traceId), (request) => {
      const out = kept(Buffer.from(JSON.stringify(request)), 'json', `${folder}/${runs++}.traces`);
      expect(canonical(out)).toEqual(canonical(request));
      const again = kept(Buffer.from(JSON.stringify(out)), 'json', `${folder}/${runs++}.traces`);
      expect(canonical(again)).toEqual(canonical(request));
    }),
    { numRuns: 60 },
  );
});

test('numbers of 64 bits that are written as numbers keep their digits; names of enums are understood', () => {
  const text = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${traceId.toUpperCase()}","spanId":"00000000000000AA","name":"a",
    "kind":"SPAN_KIND_SERVER","startTimeUnixNano":1706678909209712001,"endTimeUnixNano":1706678909209712999,"unknown":{"a":[1]},
    "attributes":[{"key":"n","value":{"intValue":9007199254740993}}],"status":{"code":"STATUS_CODE_ERROR"}}]}]}]}`;
  const [first] = kept(Buffer.from(text), 'json', `${testFolder()}/a.traces`).resourceSpans;
  expect(first?.scopeSpans[0]?.spans[0]).toMatchObject({
    traceId,
    spanId: '00000000000000aa',
    kind: 2,
    startTimeUnixNano: '1706678909209712001',
    endTimeUnixNano: '1706678909209712999',
    attributes: [{ key: 'n', value: { intValue: '9007199254740993' } }],
    status: { code: 2 },
    unknown: { a: [1] },
  });
});
