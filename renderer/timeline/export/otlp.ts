import type { SpanRecord } from '@sagaloom/engine/contract';
import type { Json, JsonObject } from '@sagaloom/engine/core';

/**
 * Spans as an OTLP/JSON export request, as engine/telemetry's exporter writes it (which needs the SDK and is not for the page): a test
 * holds the two together. What is still open is left out: OTLP has no partial spans.
 */
export function otlpOf(spans: readonly SpanRecord[]): Json {
  const ended = spans.filter(({ endMs }) => endMs !== null).map(spanOf);
  const resource = { attributes: attributesOf({ 'service.name': 'sagaloom' }), droppedAttributesCount: 0 };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'sagaloom' }, spans: ended }] }] };
}

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
const codes = { unset: 0, ok: 1, error: 2 } as const;
/** Sampled, and that the parent is not remote is known. */
const flags = 0x101;
/** Sampled, and remote. */
const linkFlags = 0x301;

function spanOf(span: SpanRecord): JsonObject {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: kinds[span.kind],
    startTimeUnixNano: nanos(span.startMs),
    endTimeUnixNano: nanos(span.endMs ?? span.startMs),
    attributes: attributesOf(span.attributes),
    droppedAttributesCount: 0,
    events: span.events.map(({ name, atMs, attributes }) => ({
      attributes: attributesOf(attributes),
      name,
      timeUnixNano: nanos(atMs),
      droppedAttributesCount: 0,
    })),
    droppedEventsCount: 0,
    status: { code: codes[span.status], ...(span.statusMessage === null ? {} : { message: span.statusMessage }) },
    links: span.links.map(linkOf),
    droppedLinksCount: 0,
    flags,
  };
}

function linkOf({ traceId, spanId }: SpanRecord['links'][number]): Json {
  return { attributes: [], spanId, traceId, droppedAttributesCount: 0, flags: linkFlags };
}

/** More digits than a double holds. */
function nanos(ms: number): string {
  const whole = Math.floor(ms);
  return (BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6))).toString();
}

function attributesOf(values: JsonObject): readonly Json[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: Json): JsonObject {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
  return { stringValue: typeof value === 'string' ? value : JSON.stringify(value) };
}
