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
import type { SpanRecord } from '../contract/index.ts';
import type { Json } from '../core/index.ts';
import { parseTraceparent } from './ids.ts';
import { attr } from './names.ts';

/**
 * Recorded spans through OpenTelemetry's own SDK: what comes out is what any exporter expects. Sampler and limits are given, because
 * `OTEL_*` variables are meant for export and must not drop spans of the local store. Times are HrTime: the SDK takes small numbers as
 * relative to now.
 */
const noLimits: Required<SpanLimits> = {
  attributeCountLimit: Infinity,
  attributeValueLengthLimit: Infinity,
  eventCountLimit: Infinity,
  linkCountLimit: Infinity,
  attributePerEventCountLimit: Infinity,
  attributePerLinkCountLimit: Infinity,
};

const kinds = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT } as const;

/** Makes each span whole, start to end, before the next; `onEnd` is called within the call. */
export function spanEmitter(onEnd: (span: ReadableSpan) => void): (record: SpanRecord) => void {
  const ids = givenIds();
  const provider = new BasicTracerProvider({
    sampler: new AlwaysOnSampler(),
    spanLimits: noLimits,
    generalLimits: { attributeCountLimit: Infinity, attributeValueLengthLimit: Infinity },
    resource: resourceFromAttributes({ 'service.name': 'sagaloom' }),
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

/** A run keeps its own trace, whoever started it: the caller's span is linked, so that ids never depend on it. */
function linksOf(record: SpanRecord): Link[] {
  const traceparent = record.attributes[attr.traceparent];
  const remote = parseTraceparent(typeof traceparent === 'string' ? traceparent : null);
  if (!remote) return [];
  return [{ context: { traceId: remote.traceId, spanId: remote.spanId, traceFlags: remote.flags, isRemote: true } }];
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

/** The other way: an ended span of the SDK as our record. */
export function fromReadable(span: ReadableSpan): SpanRecord {
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    kind: span.kind === SpanKind.CLIENT ? 'client' : 'internal',
    startMs: fromHrTime(span.startTime),
    endMs: fromHrTime(span.endTime),
    status: statusOf(span.status.code),
    statusMessage: span.status.message ?? null,
    attributes: fromAttributes(span.attributes),
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      atMs: fromHrTime(time),
      attributes: fromAttributes(attributes ?? {}),
    })),
  };
}

function statusOf(code: SpanStatusCode): SpanRecord['status'] {
  if (code === SpanStatusCode.ERROR) return 'error';
  return code === SpanStatusCode.OK ? 'ok' : 'unset';
}

function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}

function fromHrTime([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000 + nanoseconds / 1e6;
}

/** Ours hold only strings, numbers and booleans. */
function toAttributes(from: Readonly<Record<string, Json>>): Attributes {
  return from as Attributes;
}

function fromAttributes(from: Attributes): Record<string, Json> {
  return from as Record<string, Json>;
}
