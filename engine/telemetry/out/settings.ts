import { telemetryProtocols, telemetrySamplers } from '../../contract/telemetry.ts';

/** What leaves the engine, and to where: from `OTEL_*` variables and what a person set, the variables first. */
export const signals = ['traces', 'metrics', 'logs'] as const;
export type Signal = (typeof signals)[number];

export const protocols = telemetryProtocols;
export type Protocol = (typeof protocols)[number];

export const samplers = telemetrySamplers;
export type SamplerName = (typeof samplers)[number];

/** As a person set it for a workspace. */
export interface KeptSettings {
  readonly on: boolean;
  /** Of the collector, without `/v1/traces`; null: nothing is sent. */
  readonly endpoint: string | null;
  readonly protocol: Protocol;
  readonly headers: Readonly<Record<string, string>>;
  readonly signals: Readonly<Record<Signal, boolean>>;
  readonly sampler: SamplerName;
  /** 0 to 1, of traces whose sampler asks for it. */
  readonly ratio: number;
}

export const nothingKept: KeptSettings = {
  on: false,
  endpoint: null,
  protocol: 'http/protobuf',
  headers: {},
  signals: { traces: true, metrics: true, logs: false },
  sampler: 'parentbased_always_on',
  ratio: 1,
};

/** Where one signal goes. */
export type Target =
  | { readonly kind: 'console' }
  | {
      readonly kind: 'otlp';
      readonly url: string;
      readonly protocol: Protocol;
      readonly headers: Readonly<Record<string, string>>;
      readonly timeoutMs: number;
      readonly compression: 'none' | 'gzip';
      /** Files, in PEM. */
      readonly certificate: string | null;
      readonly clientKey: string | null;
      readonly clientCertificate: string | null;
    };

export interface BatchSettings {
  /** Most in one request. */
  readonly size: number;
  /** How long an item waits for others. */
  readonly delayMs: number;
  /** Entries of the histories that may wait to be sent; of logs, lines. Beyond that the oldest are dropped and counted. */
  readonly behind: number;
}

export interface OutSettings {
  /** Null: not sent. */
  readonly targets: Readonly<Record<Signal, Target | null>>;
  /** Whether `GET /metrics` answers. */
  readonly prometheus: boolean;
  /** Attributes of the resource. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: { readonly name: SamplerName; readonly ratio: number };
  readonly batch: BatchSettings;
  readonly logBatch: BatchSettings;
  readonly metricIntervalMs: number;
}
