import {
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type HrTime,
  trace,
} from '@opentelemetry/api';
import type { Attributes, Link, SpanOptions } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  type IdGenerator,
  type ReadableSpan,
  type SpanLimits,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { SpanRecord } from '../contract/types.ts';
import type { Json } from '../core/index.ts';

/**
 * Spans of a trace as OpenTelemetry's own SDK makes them: what comes out is what any exporter expects. Sampler and limits are given,
 * because `OTEL_*` variables are meant for a live process and must not drop spans of a run that is long over. Times are HrTime: the
 * SDK takes small numbers as relative to now.
 */
const noLimits: Required<SpanLimits> = {
  attributeCountLimit: Infinity,
  attributeValueLengthLimit: Infinity,
  eventCountLimit: Infinity,
  linkCountLimit: Infinity,
  attributePerEventCountLimit: Infinity,
  attributePerLinkCountLimit: Infinity,
};

const kinds = {
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** Makes each span whole, start to end, before the next; `onEnd` is called within the call. */
export function spanEmitter(
  onEnd: (span: ReadableSpan) => void,
  resource: Attributes = { 'service.name': 'sagaloom' },
): (record: SpanRecord) => void {
  const ids = givenIds();
  const provider = new BasicTracerProvider({
    sampler: new AlwaysOnSampler(),
    spanLimits: noLimits,
    generalLimits: { attributeCountLimit: Infinity, attributeValueLengthLimit: Infinity },
    resource: resourceFromAttributes(resource),
    idGenerator: ids,
    spanProcessors: [synchronous(onEnd)],
  });
  const tracer = provider.getTracer('sagaloom');
  return (record) => {
    ids.next(record);
    const span = tracer.startSpan(record.name, optionsOf(record), parentContext(record));
    for (const { name, attributes, atMs } of record.events)
      span.addEvent(name, toAttributes(attributes), toHrTime(atMs));
    if (record.status === 'error') {
      span.setStatus({
        code: SpanStatusCode.ERROR,
        ...(record.statusMessage === null ? {} : { message: record.statusMessage }),
      });
    } else if (record.status === 'ok') span.setStatus({ code: SpanStatusCode.OK });
    span.end(toHrTime(record.endMs ?? record.startMs));
  };
}

function optionsOf(record: SpanRecord): SpanOptions {
  return {
    kind: kinds[record.kind],
    startTime: toHrTime(record.startMs),
    attributes: toAttributes(record.attributes),
    links: linksOf(record),
  };
}

/** A run keeps its own trace, whoever started it: other runs and the caller are linked, so that ids never depend on them. */
function linksOf({ links }: SpanRecord): Link[] {
  return links.map(({ traceId, spanId }) => ({
    context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true },
  }));
}

function parentContext({ traceId, parentSpanId }: SpanRecord): Context {
  if (parentSpanId === null) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED });
}

function givenIds(): IdGenerator & { next(record: SpanRecord): void } {
  let current = { traceId: '', spanId: '' };
  return {
    next: (record) => {
      current = record;
    },
    generateTraceId: () => current.traceId,
    generateSpanId: () => current.spanId,
  };
}

function synchronous(onEnd: (span: ReadableSpan) => void): SpanProcessor {
  return { onStart: () => {}, onEnd, forceFlush: async () => {}, shutdown: async () => {} };
}

function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}

/** Ours hold only strings, numbers and booleans. */
function toAttributes(from: Readonly<Record<string, Json>>): Attributes {
  return from as Attributes;
}
