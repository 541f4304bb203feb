import { expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { collector } from '../server/telemetry/testing/collector.ts';
import { sagaloom } from './testing/bin.ts';
import { hello, writeSaga } from './testing/documents.ts';

async function place() {
  const cwd = testFolder();
  return { cwd, file: await writeSaga(cwd, 'hello', hello) };
}

test('`run` sends its spans before it ends, linked to whoever started it', async () => {
  const to = await collector();
  const { cwd, file } = await place();
  const env = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/v1/traces`,
    TRACEPARENT: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  };
  const { code, stderr } = await sagaloom(['run', file, '--input', '{}'], { cwd, env });
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining('telemetry') as string });
  expect(
    to
      .spans()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['greet', 'greet attempt', 'hello', 'hello started']);
  const root = to.spans().find(({ parentSpanId }) => parentSpanId === null);
  expect(root?.links).toEqual([{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }]);
  await to.close();
});

test('`run` sends metrics and its log as well', async () => {
  const to = await collector();
  const { cwd, file } = await place();
  const { code } = await sagaloom(['run', file, '--input', '{}'], {
    cwd,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: to.url },
  });
  expect(code).toBe(0);
  expect(new Set(to.came.map(({ signal }) => signal))).toEqual(new Set(['traces', 'metrics', 'logs']));
  expect(JSON.stringify(to.came.find(({ signal }) => signal === 'metrics')?.body)).toContain('sagaloom.run.duration');
  await to.close();
});

test('`run` ends as it would, and says so, where the collector is not there; the next one sends what is left', async () => {
  const gone = await collector();
  await gone.close();
  const { cwd, file } = await place();
  const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${gone.url}/v1/traces` };
  const { code, stderr } = await sagaloom(['run', file, '--input', '{}'], { cwd, env });
  expect(code).toBe(0);
  expect(stderr).toContain('Not all telemetry could be sent.');
  const back = await collector(gone.port);
  expect((await sagaloom(['run', file, '--input', '{}'], { cwd, env })).code).toBe(0);
  expect(back.spans().filter(({ parentSpanId }) => parentSpanId === null)).toHaveLength(2);
  await back.close();
});

test('what is wrong with a variable is one line, and stdout stays the answer', async () => {
  const { cwd, file } = await place();
  const env = { OTEL_TRACES_EXPORTER: 'console', OTEL_TRACES_SAMPLER: 'now and then' };
  const { code, stdout, stderr } = await sagaloom(['run', file, '--input', '{}', '--json'], { cwd, env });
  expect(code).toBe(0);
  expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  expect(stderr).toContain('OTEL_TRACES_SAMPLER is "now and then", not one of');
  expect(stderr).toContain('"resourceSpans"');
});
