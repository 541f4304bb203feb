import { describe, expect, test } from 'vitest';
import { collector } from './testing/collector.ts';
import { byId, closedSpans, compensated, exporting, ran } from './testing/exporting.ts';

describe('spans are sent', () => {
  test.each(['http/protobuf', 'http/json'])('by %s, as they are read from the histories', async (protocol) => {
    const to = await collector();
    const engine = await exporting({
      OTEL_EXPORTER_OTLP_ENDPOINT: to.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b,x-other=2',
    });
    const runIds = [await ran(engine, compensated), await ran(engine, compensated)];
    const expected = byId(closedSpans(engine.host, runIds));
    await to.until(() => to.spans().length >= expected.size);
    expect(byId(to.spans())).toEqual(expected);
    expect(expected.size).toBeGreaterThan(20);
    expect(to.came[0]?.headers).toMatchObject({ 'x-key': 'a b', 'x-other': '2' });
    const { traces } = await engine.client.telemetry.status();
    expect(traces).toMatchObject({ sent: expected.size, dropped: { refused: 0, overflow: 0 }, problem: null });
    await engine.close();
    await to.close();
  });
});
