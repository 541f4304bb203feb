/** Journal → OpenTelemetry spans, and OTLP. */
export { heatOfTrace } from './heat/fold.ts';
export { type HeatSpans, spansByColumn, spansOfRun } from './heat/spans.ts';
export { addTally, addTo, emptyTally, heatOf, type HeatTally } from './heat/tally.ts';
export { attemptTraceparent, traceIdOf } from './ids.ts';
export { attr as spanAttributes } from './names.ts';
export { toOtlpJson } from './otlp.ts';
export { readingTrace, readTrace } from './read-trace.ts';
