import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { metricNames } from '../../telemetry/out/metrics.ts';
import { order } from '../../cli/testing/documents.ts';
import { saga } from '../testing/place.ts';
import { servePage } from '../page/serve.ts';
import { attributesIn, collector, type Came, type WirePairs } from './testing/collector.ts';
import { compensated, exporting, ran } from './testing/exporting.ts';

const quietly = { timeout: 20_000, interval: 50 };
const stuck = saga({ name: 'stuck', ...order('nobody') });

/** The lines of a metric, `NAME{…} VALUE`, with its labels sorted out. */
function samples(
  text: string,
  name: string,
): readonly { readonly labels: Record<string, string>; readonly value: number }[] {
  return text.split('\n').flatMap((line) => {
    const found = new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`).exec(line);
    if (!found) return [];
    const pairs = [...(found[1] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [key, value]);
    return [{ labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(found[2]) }];
  });
}

test('Prometheus gets what runs came to since the engine was opened; the next engine begins at 0', async () => {
  const engine = await exporting();
  await ran(engine, compensated);
  await ran(engine, compensated);
  await ran(engine, stuck);
  const page = await servePage({ host: engine.host, port: 0 });
  const response = await fetch(`${page.url}metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  const one = (name: string, labels: Record<string, string> = {}) =>
    samples(text, name).find((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value));
  expect(one('sagaloom_run_started_total', { sagaloom_workflow: 'order' })?.value).toBe(2);
  expect(one('sagaloom_run_duration_seconds_count', { sagaloom_workflow: 'order' })).toMatchObject({
    value: 2,
    labels: { sagaloom_status: 'compensated' },
  });
  expect(one('sagaloom_undo_duration_seconds_count', { sagaloom_step_id: 'charge' })?.value).toBe(2);
  expect(one('sagaloom_compensation_duration_seconds_count')?.value).toBe(2);
  expect(
    one('sagaloom_step_duration_seconds_count', { sagaloom_step_id: 'reserve', sagaloom_status: 'completed' })?.value,
  ).toBe(2);
  expect(one('sagaloom_attempt_duration_seconds_count', { sagaloom_activity: 'log' })?.value).toBe(2);
  expect(one('sagaloom_run_open', { sagaloom_workflow: 'stuck' })?.value).toBe(1);
  expect(one('sagaloom_attention_open', { sagaloom_workflow: 'stuck' })?.value).toBe(1);
  expect(one('sagaloom_queue_depth', { sagaloom_queue: 'default', sagaloom_state: 'waiting' })?.value).toBe(0);
  expect(await (await fetch(`${page.url}metrics`)).text()).toContain('sagaloom_run_started_total');
  await page.close();
  await engine.close();

  const next = await exporting({}, engine.workspace);
  const again = await servePage({ host: next.host, port: 0 });
  const later = await (await fetch(`${again.url}metrics`)).text();
  expect(samples(later, 'sagaloom_run_started_total')).toEqual([]);
  expect(samples(later, 'sagaloom_run_open')).toMatchObject([{ value: 1 }]);
  await again.close();
});

test('nobody gets them where they are turned off, or by another name of this machine', async () => {
  const engine = await exporting({ OTEL_METRICS_EXPORTER: 'none' });
  const page = await servePage({ host: engine.host, port: 0 });
  expect((await fetch(`${page.url}metrics`)).status).toBe(404);
  await page.close();
});

interface WireMetric {
  readonly name: string;
  readonly unit: string;
  readonly histogram?: { readonly aggregationTemporality: number; readonly dataPoints: readonly WirePoint[] };
  readonly sum?: { readonly isMonotonic: boolean; readonly dataPoints: readonly WirePoint[] };
}
interface WirePoint {
  readonly attributes: WirePairs;
  readonly count?: string;
  readonly asDouble?: number;
  readonly asInt?: string;
}

const metricsIn = ({ body }: Came): readonly WireMetric[] =>
  (body as { resourceMetrics: { scopeMetrics: { metrics: WireMetric[] }[] }[] }).resourceMetrics.flatMap(
    ({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics),
  );

test.each(['http/protobuf', 'http/json'])('OTLP by %s gets the same, counting on, each run once', async (protocol) => {
  const to = await collector();
  const engine = await exporting({
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${to.url}/v1/metrics`,
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: protocol,
    OTEL_METRIC_EXPORT_INTERVAL: '50',
  });
  await ran(engine, compensated);
  const durations = () =>
    to.came.flatMap(metricsIn).findLast(({ name }) => name === metricNames.runDuration)?.histogram;
  await vi.waitFor(() => expect(Number(durations()?.dataPoints[0]?.count)).toBe(1), quietly);
  await ran(engine, compensated);
  await vi.waitFor(() => expect(Number(durations()?.dataPoints[0]?.count)).toBe(2), quietly);
  expect(durations()?.aggregationTemporality).toBe(2); // cumulative
  expect(attributesIn(durations()?.dataPoints[0]?.attributes)).toEqual({
    'sagaloom.workflow': 'order',
    'sagaloom.status': 'compensated',
  });
  const { metrics, traces } = await engine.client.telemetry.status();
  expect(metrics?.sent).toBeGreaterThan(10);
  expect(traces).toBeNull();
  await engine.close();
  await to.close();
});

test('every metric is in the docs, and no other', () => {
  const docs = readFileSync(`${import.meta.dirname}/../../../docs/telemetry.md`, 'utf8');
  const listed = [...docs.matchAll(/^\| `(sagaloom\.[a-z.]+)` \| (?:counter|histogram|gauge)/gm)].map(
    ([, name]) => name,
  );
  expect(new Set(listed)).toEqual(new Set(Object.values(metricNames)));
  expect(listed).toHaveLength(Object.keys(metricNames).length);
});
