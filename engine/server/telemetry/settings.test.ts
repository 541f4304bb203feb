import { readFileSync, statSync } from 'node:fs';
import { isDefinedError, safe } from '@orpc/server';
import { describe, expect, test, vi } from 'vitest';
import { collector } from './testing/collector.ts';
import { byId, closedSpans, compensated, exporting, ran } from './testing/exporting.ts';

const quietly = { timeout: 20_000, interval: 20 };

describe('settings', () => {
  test('are in force at once and for the next engine; values of headers never come out', async () => {
    const to = await collector();
    const engine = await exporting();
    const { telemetry } = engine.client;
    expect(await telemetry.get()).toMatchObject({ on: false, endpoint: null, locked: {}, problems: [] });
    expect(await telemetry.test()).toEqual({ problem: 'Nothing is sent: set an endpoint first.' });

    await telemetry.set({ endpoint: to.url, headers: { authorization: 'Bearer hunter2' } });
    const info = await telemetry.set({ on: true, protocol: 'http/json' });
    expect(info).toMatchObject({
      headers: ['authorization'],
      targets: { traces: `${to.url}/v1/traces`, metrics: `${to.url}/v1/metrics`, logs: null },
    });
    expect(JSON.stringify([info, await telemetry.status()])).not.toContain('hunter2');
    expect(await telemetry.test()).toEqual({ problem: null });
    expect(to.spans().map(({ name }) => name)).toEqual(['sagaloom test']);
    expect(to.came[0]?.headers).toMatchObject({ authorization: 'Bearer hunter2', 'content-type': 'application/json' });

    const kept = `${engine.env['XDG_STATE_HOME']}/sagaloom/telemetry.json`;
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(readFileSync(kept, 'utf8')).toContain('hunter2');
    await engine.close();
    const next = await exporting(engine.env, engine.workspace);
    expect(await next.client.telemetry.get()).toEqual(info);
    const runId = await ran(next, compensated);
    const all = byId(closedSpans(next.host, [runId]));
    await to.until(() => to.spans().length > all.size);
    expect(byId(to.spans().slice(1))).toEqual(all);
    await next.close();
    await to.close();
  });

  test('that were given to one endpoint are not told to another', async () => {
    const engine = await exporting();
    const { telemetry } = engine.client;
    await telemetry.set({ endpoint: 'http://a.test', headers: { 'x-one': '1', 'x-two': '2' } });
    expect((await telemetry.set({ endpoint: 'http://a.test/otlp' })).headers).toEqual(['x-one', 'x-two']);
    expect((await telemetry.set({ headers: { 'x-two': null, 'x-three': '3', 'x-none': null } })).headers).toEqual([
      'x-two',
      'x-three',
    ]);
    expect((await telemetry.set({ endpoint: 'http://b.test' })).headers).toEqual([]);
  });

  test('that a variable settles are refused, and said to be locked', async () => {
    const engine = await exporting({ OTEL_TRACES_SAMPLER: 'always_off' });
    const { telemetry } = engine.client;
    expect((await telemetry.get()).locked).toMatchObject({ sampler: 'OTEL_TRACES_SAMPLER' });
    const [error] = await safe(telemetry.set({ sampler: 'always_on' }));
    if (!isDefinedError(error) || error.code !== 'REFUSED') throw new Error(String(error));
    expect(error.message).toBe(
      'The environment variable OTEL_TRACES_SAMPLER says so: unset it, and start the engine again.',
    );
  });

  test.each([
    [{ endpoint: 'ftp://x' }],
    [{ endpoint: 'javascript:alert(1)' }],
    [{ headers: { 'a b': 'x' } }],
    [{ headers: { a: 'x\r\nb: y' } }],
    [{ ratio: 2 }],
  ])('%j is refused', async (wrong) => {
    const engine = await exporting();
    const [error] = await safe(engine.client.telemetry.set(wrong));
    expect(error).not.toBeNull();
    expect((await engine.client.telemetry.get()).endpoint).toBeNull();
  });

  test('turned off by a person: what happens then is not sent when it is turned on again', async () => {
    const to = await collector();
    const engine = await exporting();
    const { telemetry } = engine.client;
    await telemetry.set({ on: true, endpoint: to.url });
    await telemetry.set({ on: false });
    const secret = await ran(engine, compensated);
    await telemetry.set({ on: true });
    const runId = await ran(engine, compensated);
    const all = byId(closedSpans(engine.host, [runId]));
    await vi.waitFor(async () => expect((await telemetry.status()).traces?.sent).toBe(all.size), quietly);
    expect(byId(to.spans())).toEqual(all);
    expect(JSON.stringify(to.spans())).not.toContain(secret);
    await engine.close();
    await to.close();
  });
});
