import {
  type BatchSettings,
  type KeptSettings,
  type OutSettings,
  type Protocol,
  protocols,
  samplers,
  type SamplerName,
  type Signal,
  signals,
  type Target,
} from './settings.ts';
import { type Variables, variablesOf } from './variables.ts';

/** What a person sets, and a variable may have settled already. */
export type Field = Exclude<keyof KeptSettings, 'signals'> | Signal;

export interface Settled {
  readonly out: OutSettings;
  /** Wrong variables: one line each. */
  readonly problems: readonly string[];
  /** Which variable settles it, whatever the settings say. */
  readonly locked: Readonly<Partial<Record<Field, string>>>;
  /** As it is shown on the screen: the settings with what the variables say. */
  readonly shown: KeptSettings;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const LONGEST_MS = 2 ** 31 - 1;
const ms = { least: 1, most: LONGEST_MS, whole: true };
const count = { least: 1, most: 1_000_000_000, whole: true };

/** Spans are read from the histories, so more may wait than would fit into memory. */
const traceBatch: BatchSettings = { size: 512, delayMs: 1_000, behind: 1_000_000 };
const logBatch: BatchSettings = { size: 512, delayMs: 1_000, behind: 2_048 };
const METRIC_INTERVAL_MS = 60_000;

type Environment = Readonly<Record<string, string | undefined>>;
type Locked = Partial<Record<Field, string>>;

/** Variables win. Nothing is sent where nobody named an endpoint, or asked for an exporter by name. */
export function settled(env: Environment, kept: KeptSettings, version: string): Settled {
  const problems: string[] = [];
  const variables = variablesOf(env, (line) => problems.push(line));
  const locked: Locked = {};
  const disabled = variables.flag('OTEL_SDK_DISABLED');
  if (disabled) locked.on = 'OTEL_SDK_DISABLED';
  const targets = {
    traces: targetOf('traces', variables, kept, locked),
    metrics: targetOf('metrics', variables, kept, locked),
    logs: targetOf('logs', variables, kept, locked),
  };
  const sampler = samplerOf(variables, kept, locked);
  const out: OutSettings = {
    targets: disabled ? nowhere : targets,
    prometheus: !disabled && answersPrometheus(variables),
    resource: resourceOf(variables, version),
    sampler,
    batch: batchOf(variables, 'OTEL_BSP', traceBatch),
    logBatch: batchOf(variables, 'OTEL_BLRP', logBatch),
    metricIntervalMs: variables.number('OTEL_METRIC_EXPORT_INTERVAL', ms, METRIC_INTERVAL_MS) ?? METRIC_INTERVAL_MS,
  };
  return { out, problems: [...new Set(problems)], locked, shown: shownOf(kept, out, locked, variables) };
}

const nowhere = { traces: null, metrics: null, logs: null };

const exporters = ['otlp', 'none', 'console', 'prometheus'] as const;

function targetOf(signal: Signal, variables: Variables, kept: KeptSettings, locked: Locked): Target | null {
  const SIGNAL = signal.toUpperCase();
  const choices = signal === 'metrics' ? exporters : exporters.slice(0, 3);
  const asked = firstOf(variables, [`OTEL_${SIGNAL}_EXPORTER`], (name) => variables.oneOf(name, choices, 'otlp'));
  const endpoint = firstOf(variables, names(SIGNAL, 'ENDPOINT'), (name) => variables.url(name));
  if (asked !== null) locked[signal] = asked.name;
  if (endpoint !== null) {
    locked.on ??= endpoint.name;
    locked.endpoint ??= endpoint.name;
    locked[signal] ??= endpoint.name;
  }
  if (asked?.value === 'none' || asked?.value === 'prometheus') return null;
  if (asked?.value === 'console') return { kind: 'console' };
  const isAsked = asked !== null || endpoint !== null || (kept.on && kept.signals[signal]);
  const base = endpoint?.value ?? kept.endpoint;
  if (!isAsked || (base === null && asked === null)) return null;
  return otlpTarget(signal, variables, kept, locked, endpoint);
}

interface Found<T> {
  readonly name: string;
  readonly value: T;
}

const names = (SIGNAL: string, what: string): readonly string[] => [
  `OTEL_EXPORTER_OTLP_${SIGNAL}_${what}`,
  `OTEL_EXPORTER_OTLP_${what}`,
];

/** Of the variables that are set the first; one whose value is wrong is as if it were not set. */
function firstOf<T>(variables: Variables, among: readonly string[], read: (name: string) => T | null): Found<T> | null {
  for (const name of among) {
    const value = variables.text(name) === null ? null : read(name);
    if (value !== null) return { name, value };
  }
  return null;
}

function otlpTarget(
  signal: Signal,
  variables: Variables,
  kept: KeptSettings,
  locked: Locked,
  endpoint: Found<string> | null,
): Target {
  const SIGNAL = signal.toUpperCase();
  const named = firstOf(variables, names(SIGNAL, 'PROTOCOL'), (name) =>
    variables.oneOf<Protocol>(name, protocols, 'http/protobuf'),
  );
  if (named !== null) locked.protocol ??= named.name;
  const protocol = named?.value ?? kept.protocol;
  const given = names(SIGNAL, 'HEADERS').flatMap((name) => {
    const pairs = variables.pairs(name);
    if (pairs === null) return [];
    locked.headers ??= name;
    return [pairs];
  });
  const file = (what: string): string | null =>
    firstOf(variables, names(SIGNAL, what), (name) => variables.text(name))?.value ?? null;
  const number = (name: string) => variables.number(name, ms, DEFAULT_TIMEOUT_MS);
  const compression = (name: string) => variables.oneOf(name, ['gzip', 'none'] as const, 'none');
  return {
    kind: 'otlp',
    url: urlOf(signal, protocol, endpoint, kept.endpoint),
    protocol,
    // Those of the signal go before those of all. What was set for one endpoint is not told to another.
    headers: given.length > 0 ? merged(given.toReversed()) : endpoint === null ? kept.headers : {},
    timeoutMs: firstOf(variables, names(SIGNAL, 'TIMEOUT'), number)?.value ?? DEFAULT_TIMEOUT_MS,
    compression: firstOf(variables, names(SIGNAL, 'COMPRESSION'), compression)?.value ?? 'none',
    certificate: file('CERTIFICATE'),
    clientKey: file('CLIENT_KEY'),
    clientCertificate: file('CLIENT_CERTIFICATE'),
  };
}

const merged = (all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> =>
  Object.fromEntries(all.flatMap((each) => Object.entries(each)));

/** An endpoint of one signal is taken as it is; one of all signals gets the signal's path. gRPC has no path. */
function urlOf(signal: Signal, protocol: Protocol, endpoint: Found<string> | null, kept: string | null): string {
  const isOwn = endpoint !== null && endpoint.name !== 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const base = endpoint?.value ?? kept ?? (protocol === 'grpc' ? 'http://localhost:4317' : 'http://localhost:4318');
  if (isOwn || protocol === 'grpc') return base;
  return `${base.replace(/\/+$/, '')}/v1/${signal}`;
}

function samplerOf(variables: Variables, kept: KeptSettings, locked: Locked): OutSettings['sampler'] {
  const name = variables.oneOf<SamplerName>('OTEL_TRACES_SAMPLER', samplers, kept.sampler);
  if (name !== null) locked.sampler = 'OTEL_TRACES_SAMPLER';
  const takesRatio = (name ?? kept.sampler).endsWith('traceidratio');
  const otherwise = name === null ? kept.ratio : 1;
  const ratio = takesRatio
    ? variables.number('OTEL_TRACES_SAMPLER_ARG', { least: 0, most: 1, whole: false }, otherwise)
    : null;
  if (ratio !== null || name !== null)
    locked.ratio = ratio === null ? 'OTEL_TRACES_SAMPLER' : 'OTEL_TRACES_SAMPLER_ARG';
  return { name: name ?? kept.sampler, ratio: ratio ?? otherwise };
}

/** Asked for on loopback only, it answers unless somebody wants no metrics. */
function answersPrometheus(variables: Variables): boolean {
  return variables.text('OTEL_METRICS_EXPORTER')?.toLowerCase() !== 'none';
}

function resourceOf(variables: Variables, version: string): Readonly<Record<string, string>> {
  const given = variables.pairs('OTEL_RESOURCE_ATTRIBUTES') ?? {};
  const name = variables.text('OTEL_SERVICE_NAME') ?? given['service.name'] ?? 'sagaloom';
  return { 'service.version': version, ...given, 'service.name': name };
}

function batchOf(variables: Variables, prefix: string, otherwise: BatchSettings): BatchSettings {
  const number = (name: string, bounds: typeof count, value: number): number =>
    variables.number(`${prefix}_${name}`, bounds, value) ?? value;
  return {
    size: number('MAX_EXPORT_BATCH_SIZE', { ...count, most: 100_000 }, otherwise.size),
    delayMs: number('SCHEDULE_DELAY', ms, otherwise.delayMs),
    behind: number('MAX_QUEUE_SIZE', count, otherwise.behind),
  };
}

/** Of what is locked, what counts; values of headers are not for showing. */
function shownOf(kept: KeptSettings, out: OutSettings, locked: Locked, variables: Variables): KeptSettings {
  const all = signals.flatMap((signal) => out.targets[signal] ?? []);
  const otlp = all.find((target) => target.kind === 'otlp');
  const endpoint = names('TRACES', 'ENDPOINT').toReversed();
  const common = firstOf(variables, endpoint, (name) => variables.text(name))?.value ?? otlp?.url ?? null;
  const isSent = (signal: Signal): boolean =>
    locked[signal] === undefined ? kept.signals[signal] : out.targets[signal] !== null;
  return {
    on: locked.on === undefined ? kept.on : all.length > 0,
    endpoint: locked.endpoint === undefined ? kept.endpoint : common,
    protocol: locked.protocol === undefined ? kept.protocol : (otlp?.protocol ?? kept.protocol),
    headers: locked.headers === undefined ? kept.headers : (otlp?.headers ?? {}),
    signals: { traces: isSent('traces'), metrics: isSent('metrics'), logs: isSent('logs') },
    sampler: out.sampler.name,
    ratio: out.sampler.ratio,
  };
}
