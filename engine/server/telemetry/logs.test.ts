import { expect, test, vi } from 'vitest';
import type { LogLine } from '../../telemetry/out/log-lines.ts';
import { SendLogs } from '../../telemetry/out/send-logs.ts';
import { attributesIn, collector, type Came, type WirePairs } from './testing/collector.ts';
import { closedSpans, compensated, exporting, ran } from './testing/exporting.ts';
import { pause } from './post-office.ts';

interface WireRecord {
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: WirePairs;
}

const recordsIn = ({ body }: Came): readonly WireRecord[] =>
  (body as { resourceLogs: { scopeLogs: { logRecords: WireRecord[] }[] }[] }).resourceLogs.flatMap(({ scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) => logRecords),
  );

test.each(['http/protobuf', 'http/json'])(
  'a line of the log goes with the span of its attempt, by %s',
  async (protocol) => {
    const to = await collector();
    const engine = await exporting({
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${to.url}/v1/logs`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_BLRP_SCHEDULE_DELAY: '20',
    });
    const runId = await ran(engine, compensated);
    const ofRun = () => to.came.flatMap(recordsIn).filter(({ traceId }) => Boolean(traceId));
    await vi.waitFor(() => expect(ofRun()).toHaveLength(4), { timeout: 20_000 });
    const attempts = closedSpans(engine.host, [runId]).filter(({ name }) => name.endsWith('attempt'));
    expect(ofRun().map(({ spanId }) => spanId)).toEqual(attempts.map(({ spanId }) => spanId));
    expect(ofRun()[0]).toMatchObject({ severityText: 'INFO', body: { stringValue: 'done' } });
    expect(attributesIn(ofRun()[0]?.attributes)).toEqual({ 'sagaloom.run.id': runId, 'sagaloom.step.id': 'reserve' });
    await engine.close();
    await to.close();
  },
);

test('of lines that cannot be sent so many wait; the oldest are dropped and counted', async () => {
  const taken: string[] = [];
  const gate = Promise.withResolvers<void>();
  const logs = new SendLogs({
    sender: {
      send: async (lines) => {
        await gate.promise;
        taken.push(...lines.map(({ message }) => message));
        return { kind: 'taken', refused: 0, why: null };
      },
      close: async () => {},
    },
    batch: { size: 2, delayMs: 1, behind: 5 },
    pause,
    now: Date.now,
  });
  const line = (message: string): LogLine => ({
    at: 0,
    level: 'info',
    message,
    data: null,
    traceId: null,
    spanId: null,
    isSampled: false,
    attributes: {},
  });
  for (let i = 0; i < 20; i += 1) logs.add([line(String(i))]);
  gate.resolve();
  await logs.flush();
  expect(taken.length + logs.tally.overflow).toBe(20);
  expect(taken.slice(-5)).toEqual(['15', '16', '17', '18', '19']);
  expect(logs.tally.sent).toBe(taken.length);
});
