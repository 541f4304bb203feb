import { describe, expect, test } from 'vitest';
import { settled } from './settled.ts';
import { type KeptSettings, nothingKept } from './settings.ts';

const kept: KeptSettings = { ...nothingKept, on: true, endpoint: 'https://kept.test:4318/x/', headers: { key: 'k' } };
const by = (env: Record<string, string>, settings: KeptSettings = nothingKept) => settled(env, settings, '1.2.3');
const urls = (env: Record<string, string>, settings?: KeptSettings) => {
  const { traces, metrics, logs } = by(env, settings).out.targets;
  return [traces, metrics, logs].map((target) => (target?.kind === 'otlp' ? target.url : (target?.kind ?? null)));
};

describe('what is sent, and where', () => {
  test('nothing without the word of a person', () => {
    expect(urls({})).toEqual([null, null, null]);
    expect(urls({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toEqual([null, null, null]);
    expect(urls({}, { ...kept, on: false })).toEqual([null, null, null]);
    expect(urls({ OTEL_SERVICE_NAME: 'x', OTEL_TRACES_SAMPLER: 'always_on' })).toEqual([null, null, null]);
  });

  test.each([
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
      ['http://c:4318/v1/traces', 'http://c:4318/v1/metrics', 'http://c:4318/v1/logs'],
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c/a/' },
      ['http://c/a/v1/traces', 'http://c/a/v1/metrics', 'http://c/a/v1/logs'],
    ],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/own' }, ['http://c/own', null, null]],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      ['http://c:4317', 'http://c:4317', 'http://c:4317'],
    ],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, ['http://localhost:4318/v1/traces', null, null]],
    [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, ['http://localhost:4317', null, null]],
    [{ OTEL_TRACES_EXPORTER: 'console', OTEL_METRICS_EXPORTER: 'none' }, ['console', null, null]],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_METRICS_EXPORTER: 'prometheus', OTEL_LOGS_EXPORTER: 'none' },
      ['http://c/v1/traces', null, null],
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_SDK_DISABLED: 'true' }, [null, null, null]],
  ] as const)('%j: %j', (env, expected) => expect(urls(env)).toEqual(expected));

  test('as set, unless a variable says otherwise; what it settles is locked by its name', () => {
    expect(urls({}, kept)).toEqual(['https://kept.test:4318/x/v1/traces', 'https://kept.test:4318/x/v1/metrics', null]);
    const { out, locked, shown } = by(
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_TRACES_SAMPLER: 'always_off' },
      kept,
    );
    expect(out.targets.traces).toMatchObject({ url: 'http://c/v1/traces', headers: {} }); // those were for the other one
    expect(locked).toMatchObject({
      on: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      endpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      logs: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      sampler: 'OTEL_TRACES_SAMPLER',
    });
    expect(shown).toMatchObject({ on: true, endpoint: 'http://c', sampler: 'always_off', signals: { logs: true } });
    expect(by({ OTEL_SDK_DISABLED: 'true' }, kept)).toMatchObject({
      locked: { on: 'OTEL_SDK_DISABLED' },
      shown: { on: false },
    });
  });

  test('headers of a signal go before those of all, in percent-encoding', () => {
    const { out } = by({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1, b = x%2Cy ,',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=2',
    });
    expect(out.targets.traces).toMatchObject({ headers: { a: '2', b: 'x,y' } });
    expect(out.targets.metrics).toMatchObject({ headers: { a: '1', b: 'x,y' } });
  });

  test('the service is named by OTEL_SERVICE_NAME, else by the resource attributes', () => {
    const resource = (env: Record<string, string>) => by(env).out.resource;
    expect(resource({})).toEqual({ 'service.name': 'sagaloom', 'service.version': '1.2.3' });
    const OTEL_RESOURCE_ATTRIBUTES = 'service.name=shop,deployment.environment.name=a%20b';
    expect(resource({ OTEL_RESOURCE_ATTRIBUTES })).toMatchObject({
      'service.name': 'shop',
      'deployment.environment.name': 'a b',
    });
    expect(resource({ OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME: 'x' })).toMatchObject({ 'service.name': 'x' });
  });
});

test.each([
  [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'collector:4318',
    'OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318", not a URL that begins with http:// or https://: nothing is sent there.',
  ],
  [
    'OTEL_TRACES_SAMPLER',
    'sometimes',
    'OTEL_TRACES_SAMPLER is "sometimes", not one of parentbased_always_on, parentbased_always_off, parentbased_traceidratio, always_on, always_off, traceidratio: parentbased_always_on is used.',
  ],
  [
    'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
    '0',
    'OTEL_BSP_MAX_EXPORT_BATCH_SIZE is "0", not a whole number from 1 to 100000: 512 is used.',
  ],
  [
    'OTEL_METRIC_EXPORT_INTERVAL',
    '1.5',
    'OTEL_METRIC_EXPORT_INTERVAL is "1.5", not a whole number from 1 to 2147483647: 60000 is used.',
  ],
  ['OTEL_SDK_DISABLED', 'yes', 'OTEL_SDK_DISABLED is "yes", not true or false: false is used.'],
  [
    'OTEL_RESOURCE_ATTRIBUTES',
    'a',
    'OTEL_RESOURCE_ATTRIBUTES is "a", not a list like name=value,name=value: it is left out.',
  ],
])('%s=%s is said in one line, and what is otherwise used is', (name, value, line) => {
  expect(by({ [name]: value }).problems).toEqual([line]);
});

test('a header that is wrong is not shown', () => {
  const { problems } = by({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_HEADERS: 'hunter2' });
  expect(problems).toEqual([
    'OTEL_EXPORTER_OTLP_HEADERS is set, not a list like name=value,name=value: it is left out.',
  ]);
});

test('a ratio that is wrong is 1', () => {
  const { out, problems } = by({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' });
  expect(out.sampler).toEqual({ name: 'traceidratio', ratio: 1 });
  expect(problems).toHaveLength(1);
});
