import { type } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';

const signal = z.object({ traces: z.boolean(), metrics: z.boolean(), logs: z.boolean() });
export const telemetryProtocols = ['http/protobuf', 'http/json', 'grpc'] as const;
export const telemetrySamplers = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

/** Names and values of HTTP's headers, and of gRPC's metadata. */
const headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, 'A header has a name of letters, digits and hyphens.'),
  z
    .string()
    .max(8_192)
    .regex(/^[\t\x20-\x7e]*$/, 'A header has a value of ASCII characters in one line.'),
);

/** What is set for the workspace; what is left out stays as it is. */
export const telemetrySettings = z
  .object({
    on: z.boolean(),
    /** Of a collector, without `/v1/traces`; null: none. */
    endpoint: z
      .url({ protocol: /^https?$/ })
      .max(2_048)
      .nullable(),
    protocol: z.enum(telemetryProtocols),
    /** Instead of those there were; null keeps the value that a header has. */
    headers: z.record(headers.keyType, headers.valueType.nullable()),
    signals: signal,
    sampler: z.enum(telemetrySamplers),
    /** 0 to 1. */
    ratio: z.number().min(0).max(1),
  })
  .partial();
export type TelemetrySettings = z.infer<typeof telemetrySettings>;

export type TelemetryField = 'on' | 'endpoint' | 'protocol' | 'headers' | 'sampler' | 'ratio' | TelemetrySignal;
export type TelemetrySignal = keyof z.infer<typeof signal>;

/** What is in force. Values of headers let somebody in, and are never given out. */
export interface TelemetryInfo {
  readonly on: boolean;
  readonly endpoint: string | null;
  readonly protocol: (typeof telemetryProtocols)[number];
  readonly headers: readonly string[];
  readonly signals: Readonly<Record<TelemetrySignal, boolean>>;
  readonly sampler: (typeof telemetrySamplers)[number];
  readonly ratio: number;
  /** What an environment variable says, which wins: its name, by field. */
  readonly locked: Readonly<Partial<Record<TelemetryField, string>>>;
  /** Variables that are wrong: one line each. */
  readonly problems: readonly string[];
  /** Where each signal goes: its URL, `console`, or null. */
  readonly targets: Readonly<Record<TelemetrySignal, string | null>>;
}

/** How a signal fares since the engine was opened. All counts are of spans, data points or lines. */
export interface TelemetryFlow {
  readonly sent: number;
  readonly dropped: {
    /** The collector would not take them. */
    readonly refused: number;
    /** More was waiting than may wait. */
    readonly overflow: number;
  };
  /** The sampler left them out. */
  readonly sampledOut: number;
  /** Entries of histories that were deleted before they were read. */
  readonly deleted: number;
  /** What waits: entries of histories, lines of the log; null where nothing waits. */
  readonly behind: number | null;
  /** For how long the first of them waits. */
  readonly behindMs: number | null;
  /** ISO 8601. */
  readonly lastSentAt: string | null;
  /** The last thing that went wrong, until something is sent again. */
  readonly problem: { readonly at: string; readonly message: string } | null;
}

/** Null: the signal is not sent. */
export type TelemetryStatus = Readonly<Record<TelemetrySignal, TelemetryFlow | null>>;

/** What leaves the engine as OpenTelemetry, and how it fares. `set` and `test` are refused (`notLocal`) to whoever is not on this machine. */
export const telemetry = {
  get: base.output(type<TelemetryInfo>()),
  /** In force at once, and remembered for this workspace. REFUSED `locked` where a variable says otherwise. */
  set: base.input(telemetrySettings).output(type<TelemetryInfo>()),
  status: base.output(type<TelemetryStatus>()),
  /** Sends one span to where spans go. `problem` null: it was taken. */
  test: base.output(type<{ readonly problem: string | null }>()),
};
