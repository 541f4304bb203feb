import { SeverityNumber } from '@opentelemetry/api-logs';
import { TraceFlags } from '@opentelemetry/api';
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
  type ISerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { SpanRecord } from '../../contract/types.ts';
import type { LogLine } from '../../telemetry/out/log-lines.ts';
import type { Protocol, Signal } from '../../telemetry/out/settings.ts';
import { spanEmitter } from '../../telemetry/sdk.ts';

/** What a collector says of a request that it took. */
export interface Answer {
  /** Items it refused. */
  readonly refused: number;
  readonly message: string | null;
}

/** How items of one signal become the body of a request, and what the body of an answer says. */
export interface Requests<T> {
  readonly signal: Signal;
  readonly contentType: string;
  encode(items: readonly T[]): Uint8Array;
  /** Null: it could not be understood. */
  decode(body: Uint8Array): Answer | null;
  readonly service: string;
}

type Resource = Readonly<Record<string, string>>;

export function traceRequests(protocol: Protocol, resource: Resource): Requests<SpanRecord> {
  let made: ReadableSpan[] = [];
  const emit = spanEmitter((span) => made.push(span), resource);
  const inForm = (records: readonly SpanRecord[]): ReadableSpan[] => {
    made = [];
    for (const record of records) emit(record);
    return made;
  };
  const serializer = protocol === 'http/json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  return requests('traces', 'trace', protocol, serializer, inForm, (partial) => partial?.rejectedSpans);
}

/** Each item is all metrics of one moment. */
export function metricRequests(protocol: Protocol): Requests<ResourceMetrics> {
  const serializer = protocol === 'http/json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  const first = ([metrics]: readonly ResourceMetrics[]): ResourceMetrics => {
    if (!metrics) throw new Error('there are no metrics to be sent');
    return metrics;
  };
  return requests('metrics', 'metrics', protocol, serializer, first, (partial) => partial?.rejectedDataPoints);
}

export function logRequests(protocol: Protocol, attributes: Resource): Requests<LogLine> {
  const resource = resourceFromAttributes(attributes);
  const serializer = protocol === 'http/json' ? JsonLogsSerializer : ProtobufLogsSerializer;
  const inForm = (lines: readonly LogLine[]): ReadableLogRecord[] => lines.map((line) => recordOf(line, resource));
  return requests('logs', 'logs', protocol, serializer, inForm, (partial) => partial?.rejectedLogRecords);
}

interface Partial {
  readonly errorMessage?: string | undefined;
  readonly rejectedSpans?: unknown;
  readonly rejectedDataPoints?: unknown;
  readonly rejectedLogRecords?: unknown;
}

function requests<T, F>(
  signal: Signal,
  name: string,
  protocol: Protocol,
  serializer: ISerializer<F, { readonly partialSuccess?: Partial }>,
  inForm: (items: readonly T[]) => F,
  refusedOf: (partial: Partial | undefined) => unknown,
): Requests<T> {
  const Name = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return {
    signal,
    contentType: protocol === 'http/json' ? 'application/json' : 'application/x-protobuf',
    service: `/opentelemetry.proto.collector.${name}.v1.${Name}Service/Export`,
    encode(items) {
      const bytes = serializer.serializeRequest(inForm(items));
      if (bytes === undefined) throw new Error('there is nothing to be sent');
      return bytes;
    },
    decode(body) {
      if (body.length === 0) return { refused: 0, message: null };
      try {
        const { partialSuccess } = serializer.deserializeResponse(body);
        const refused = Number(refusedOf(partialSuccess) ?? 0);
        return { refused: Number.isFinite(refused) ? refused : 0, message: partialSuccess?.errorMessage || null };
      } catch {
        return null;
      }
    },
  };
}

const severities = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const;

const scope = { name: 'sagaloom' }; // one object: records are grouped by it

function recordOf(line: LogLine, resource: ReadableLogRecord['resource']): ReadableLogRecord {
  const time: [number, number] = [Math.floor(line.at / 1_000), Math.round((line.at % 1_000) * 1e6)];
  const { traceId, spanId } = line;
  return {
    hrTime: time,
    hrTimeObserved: time,
    ...(traceId !== null && spanId !== null
      ? { spanContext: { traceId, spanId, traceFlags: line.isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE } }
      : {}),
    severityText: line.level.toUpperCase(),
    severityNumber: severities[line.level],
    body: line.message,
    resource,
    instrumentationScope: scope,
    attributes: { ...line.attributes, ...(line.data === null ? {} : { 'sagaloom.data': line.data }) },
    droppedAttributesCount: 0,
  };
}
