/** Journal → OpenTelemetry spans, and OTLP. */
export { attemptTraceparent, traceIdOf } from './ids.ts';
export { attr as spanAttributes } from './names.ts';
export { toOtlpJson } from './otlp.ts';
export { readTrace } from './read-trace.ts';
