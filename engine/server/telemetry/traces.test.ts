import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TelemetryStatus } from '../../contract/telemetry.ts';
import { onWrittenLine } from '../../activities/logger.ts';
import { attr } from '../../telemetry/names.ts';
import { saga } from '../testing/place.ts';
import { collector } from './testing/collector.ts';
import { byId, closedSpans, compensated, exporting, ran } from './testing/exporting.ts';
import { grpcCollector } from './testing/grpc-collector.ts';

const quietly = { timeout: 20_000, interval: 20 };

type Exporting = Awaited<ReturnType<typeof exporting>>;

/** Waits until the traces fare so. */
async function fares({ client }: Exporting, isSo: (traces: NonNullable<TelemetryStatus['traces']>) => boolean) {
  return vi.waitFor(async () => {
    const { traces } = await client.telemetry.status();
    if (traces === null || !isSo(traces)) throw new Error(`not yet: ${JSON.stringify(traces)}`);
    return traces;
  }, quietly);
}

describe('spans are sent', () => {
  test.each([
    ['http/protobuf', 'none'],
    ['http/json', 'gzip'],
  ])('by %s, compressed %s, as they are read from the histories', async (protocol, compression) => {
    const to = await collector();
    const engine = await exporting({
      OTEL_EXPORTER_OTLP_ENDPOINT: to.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_COMPRESSION: compression,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b,x-other=2',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    });
    const runIds = [await ran(engine, compensated), await ran(engine, compensated)];
    const expected = byId(closedSpans(engine.host, runIds));
    const traces = await fares(engine, ({ sent }) => sent >= expected.size);
    expect(byId(to.spans())).toEqual(expected);
    expect(expected.size).toBeGreaterThan(20);
    expect(to.came[0]?.headers).toMatchObject({ 'x-key': 'a b', 'x-other': '2' });
    expect(traces).toMatchObject({ sent: expected.size, dropped: { refused: 0, overflow: 0 }, problem: null });
    await engine.close();
    await to.close();
  });

  test('by gRPC: what is refused is counted, what is to come later is sent again, what is too large in halves', async () => {
    const to = await grpcCollector();
    const answers = [
      { kind: 'failed', code: 14, message: 'not now' },
      { kind: 'failed', code: 8, message: 'busy', retryMs: 30 },
      { kind: 'failed', code: 8, message: 'too large' },
      { kind: 'taken', partial: { rejected: 1, errorMessage: 'one is odd' } },
    ] as const;
    let asked = 0;
    to.answer = () => answers[asked++] ?? { kind: 'taken' };
    const engine = await exporting({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: to.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=abc',
    });
    const runId = await ran(engine, compensated);
    const all = closedSpans(engine.host, [runId]);
    const traces = await fares(engine, ({ sent, dropped }) => sent + dropped.refused >= all.length);
    expect(traces).toMatchObject({ sent: all.length - 1, dropped: { refused: 1, overflow: 0 } });
    expect(to.came[0]?.headers).toMatchObject({ 'x-key': 'abc' });
    const whole = to.came[2]?.spans.length ?? 0;
    expect(to.came[3]?.spans).toHaveLength(Math.ceil(whole / 2));
    const received = byId(to.spans());
    expect(received.size).toBe(all.length - 1);
    for (const span of received.values()) expect(all).toContainEqual(span);
    await engine.close();
    to.close();
  });

  test('of a run that is open whatever has ended, and the rest when it ends', async () => {
    const to = await collector();
    const engine = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` });
    const waiting = saga({ name: 'waits', start: 'go', steps: { go: { type: 'receive', signal: 'go' } } });
    const { runId } = await engine.client.runs.start({ document: waiting, input: null });
    await to.until(() => to.spans().length > 0);
    expect(to.spans().map(({ name }) => name)).toEqual(['waits started']);
    await engine.client.runs.signal({ runId, name: 'go', payload: null });
    await to.until(() => to.spans().length === 3);
    const ids = new Set(to.spans().map(({ spanId }) => spanId));
    expect(to.spans().filter(({ parentSpanId }) => parentSpanId !== null && !ids.has(parentSpanId))).toEqual([]);
    expect(byId(to.spans())).toEqual(byId(closedSpans(engine.host, [runId])));
    await engine.close();
    await to.close();
  });
});

describe('a collector', () => {
  test.each([429, 503])('that answers %i is asked again when it says, and nothing is lost', async (status) => {
    const to = await collector();
    const at: number[] = [];
    to.answer = () => {
      at.push(performance.now());
      return at.length < 3 ? { status, headers: { 'retry-after': '1' }, text: 'come again' } : {};
    };
    const engine = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` });
    const runId = await ran(engine, compensated);
    await to.until(() => to.came.length >= 1);
    const told = await fares(engine, ({ problem }) => problem !== null);
    expect(told.problem?.message).toBe(`${to.url}/v1/traces answered ${status}: come again.`);
    const all = closedSpans(engine.host, [runId]);
    const traces = await fares(engine, ({ sent }) => sent >= all.length);
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(990); // as it asked, and no sooner
    expect(traces).toMatchObject({ problem: null, dropped: { refused: 0 } });
    expect(byId(to.spans())).toEqual(byId(all));
    await engine.close();
    await to.close();
  });

  test.each([400, 401, 404, 500])(
    'that answers %i has refused them: they are counted, and what follows is sent',
    async (status) => {
      const to = await collector();
      to.answer = () => (to.came.length === 0 ? { status, text: 'no.' } : {});
      const engine = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` });
      const first = await ran(engine, compensated);
      const refused = await fares(engine, ({ dropped }) => dropped.refused > 0);
      expect(refused.problem?.message).toBe(`${to.url}/v1/traces answered ${status}: no.`);
      const second = await ran(engine, compensated);
      const all = closedSpans(engine.host, [first, second]).length;
      const traces = await fares(engine, ({ sent, dropped }) => sent + dropped.refused >= all);
      expect(traces.sent).toBe(to.spans().length);
      expect(traces.sent).toBe(all - refused.dropped.refused);
      await engine.close();
      await to.close();
    },
  );

  test('that takes a part counts for that part; one that says 413 gets halves; one that speaks no OTLP is doubted', async () => {
    const to = await collector();
    to.answer = ({ spans }) => {
      if (spans.length > 4) return { status: 413 };
      if (spans.some(({ name }) => name === 'reserve')) return { partial: { rejected: 1, errorMessage: 'odd' } };
      return to.came.length > 100 ? {} : { text: '<html>' };
    };
    const engine = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` });
    const runId = await ran(engine, compensated);
    const all = closedSpans(engine.host, [runId]);
    const traces = await fares(engine, ({ sent, dropped }) => sent + dropped.refused >= all.length);
    expect(traces.dropped.refused).toBe(1);
    expect(new Set(to.came.map(({ spans }) => spans.length <= 4))).toEqual(new Set([true, false]));
    await engine.close();
    await to.close();
  });

  test('that is not there holds up no run, and gets all when it comes', async () => {
    const gone = await collector();
    await gone.close();
    const engine = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${gone.url}/v1/traces` });
    const runIds = await Promise.all(Array.from({ length: 5 }, () => ran(engine, compensated)));
    const behind = await fares(engine, ({ problem, behind: entries }) => problem !== null && entries !== 0);
    expect(behind.problem?.message).toContain('could not be reached');
    const back = await collector(gone.port);
    const all = byId(closedSpans(engine.host, runIds));
    await fares(engine, ({ sent }) => sent >= all.size);
    expect(byId(back.spans())).toEqual(all);
    await fares(engine, ({ behind: entries, behindMs }) => entries === 0 && behindMs === 0);
    await engine.close();
    await back.close();
  });
});

describe('the place in the journal', () => {
  test('is kept: what was acknowledged is not sent again by the next engine, what was not is', async () => {
    const to = await collector();
    const first = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` });
    const one = await ran(first, compensated);
    const sent = closedSpans(first.host, [one]).length;
    await fares(first, (traces) => traces.sent >= sent);
    to.answer = () => ({ status: 503 });
    const two = await ran(first, compensated);
    await fares(first, ({ problem }) => problem !== null);
    await first.close();

    const before = to.came.length;
    to.answer = () => ({});
    const second = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` }, first.workspace);
    const rest = closedSpans(second.host, [two]);
    await fares(second, (traces) => traces.sent >= rest.length);
    expect(byId(to.came.slice(before).flatMap(({ spans }) => spans))).toEqual(byId(rest));
    await second.close();
    await to.close();
  });

  test('begins at the end of the history; runs that are open then are sent whole', async () => {
    const to = await collector();
    const before = await exporting();
    const old = await ran(before, compensated);
    const waiting = saga({
      name: 'waits',
      start: 'first',
      steps: {
        first: { type: 'task', activity: 'log', with: { message: 'm' }, next: 'go' },
        go: { type: 'receive', signal: 'go' },
      },
    });
    const { runId } = await before.client.runs.start({ document: waiting, input: null });
    await vi.waitFor(
      async () => expect((await before.client.traces.get({ runId })).length).toBeGreaterThan(4),
      quietly,
    );
    await before.close();

    const engine = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces` }, before.workspace);
    await engine.client.runs.signal({ runId, name: 'go', payload: null });
    await engine.host.context.engine.settled(runId);
    const all = byId(closedSpans(engine.host, [runId]));
    await fares(engine, ({ sent }) => sent >= all.size);
    expect(byId(to.spans())).toEqual(all);
    expect(to.spans().some(({ attributes }) => attributes[attr.runId] === old)).toBe(false);
    await engine.close();
    await to.close();
  });
});

describe('sampling', () => {
  const traced = '11111111111111111111111111111111-2222222222222222';
  test.each([
    ['always_off', '1', null, false],
    ['parentbased_always_on', '1', `00-${traced}-00`, false],
    ['parentbased_always_off', '1', `00-${traced}-01`, true],
    ['parentbased_traceidratio', '0', null, false],
    ['traceidratio', '0', `00-${traced}-01`, false],
    ['traceidratio', '1', `00-${traced}-00`, true],
  ])(
    '%s with %s of a caller %s: sent %s, and attempts are told the same',
    async (sampler, ratio, traceparent, isSent) => {
      const to = await collector();
      const engine = await exporting({
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces`,
        OTEL_TRACES_SAMPLER: sampler,
        OTEL_TRACES_SAMPLER_ARG: ratio,
      });
      const flags: (string | undefined)[] = [];
      onTestFinished(onWrittenLine(({ origin }) => flags.push(origin?.traceparent?.slice(-2))));
      const { runId } = await engine.client.runs.start({
        document: compensated,
        input: null,
        ...(traceparent === null ? {} : { traceparent }),
      });
      await engine.host.context.engine.settled(runId);
      const all = closedSpans(engine.host, [runId]);
      const traces = await fares(engine, ({ sent, sampledOut }) => sent + sampledOut >= all.length);
      expect(traces.sent).toBe(isSent ? all.length : 0);
      expect(flags.length).toBeGreaterThan(3);
      expect(new Set(flags)).toEqual(new Set([isSent ? '01' : '00']));
      if (traceparent !== null)
        expect(all[0]?.links).toContainEqual({ traceId: traceparent.slice(3, 35), spanId: traceparent.slice(36, 52) });
      await engine.close();
      await to.close();
    },
  );

  const asking = saga({
    name: 'asking',
    start: 'ask',
    steps: { ask: { type: 'child', workflow: 'counting', input: { n: 1 } } },
  });
  const counting = saga({
    name: 'counting',
    start: 'which',
    steps: {
      which: { type: 'choice', branches: [{ when: '{% input.n > 0 %}', next: 'again' }], otherwise: 'done' },
      again: { type: 'continueAsNew', input: { n: '{% input.n - 1 %}' } },
      done: { type: 'succeed' },
    },
  });
  test.each([
    ['a caller that is left out', { OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, `00-${traced}-00`, false],
    ['a share of none', { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, null, false],
    ['a caller that is sent', { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, `00-${traced}-01`, true],
  ])('a child, and what that goes on as, follow their parent: %s', async (_, sampler, traceparent, isSent) => {
    const to = await collector();
    const engine = await exporting({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces`, ...sampler });
    await engine.client.definitions.deploy({ document: counting });
    const { runId } = await engine.client.runs.start({
      document: asking,
      input: null,
      ...(traceparent === null ? {} : { traceparent }),
    });
    await engine.host.context.engine.settled(runId);
    const runs = (await engine.client.runs.list({})).items.map((run) => run.runId);
    expect(runs.length).toBe(3);
    const all = closedSpans(engine.host, runs);
    const traces = await fares(engine, ({ sent, sampledOut }) => sent + sampledOut >= all.length);
    expect(traces).toMatchObject(isSent ? { sent: all.length, sampledOut: 0 } : { sent: 0, sampledOut: all.length });
    await engine.close();
    await to.close();
  });
});
