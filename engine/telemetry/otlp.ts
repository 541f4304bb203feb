import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { SpanRecord } from '../contract/types.ts';
import type { Json } from '../core/index.ts';
import { spanEmitter } from './sdk.ts';

/** An OTLP/JSON trace export request. OTLP has no partial spans: those still open are left out, and none that is in it misses its parent. */
export function toOtlpJson(spans: readonly SpanRecord[]): Json {
  const ended: ReadableSpan[] = [];
  const emit = spanEmitter((span) => ended.push(span));
  for (const span of spans) if (span.endMs !== null) emit(span);
  const bytes = JsonTraceSerializer.serializeRequest(ended);
  return JSON.parse(new TextDecoder().decode(bytes)) as Json;
}
