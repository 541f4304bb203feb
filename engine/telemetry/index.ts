/** Journal → OpenTelemetry spans, their store, and OTLP. */
export { attemptTraceparent, traceIdOf } from './ids.ts';
export { attr as spanAttributes } from './names.ts';
export { bySpanStart, spansOf } from './fold.ts';
export { toOtlpJson } from './otlp.ts';
export { type SpansProjection, spansProjection } from './projection.ts';
export { readTrace } from './store.ts';
