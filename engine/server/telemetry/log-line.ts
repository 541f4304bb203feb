import type { WrittenLine } from '../../activities/logger.ts';
import { parseTraceparent } from '../../telemetry/ids.ts';
import { attr } from '../../telemetry/names.ts';
import type { LogLine } from '../../telemetry/out/log-lines.ts';

/** A line of the log as it is sent: with the trace and the span of the attempt it was written in. */
export function logLineOf({ at, level, message, data, origin }: WrittenLine): LogLine {
  const context = parseTraceparent(origin?.traceparent ?? null);
  return {
    at,
    level,
    message,
    data: data === undefined ? null : JSON.stringify(data),
    traceId: context?.traceId ?? null,
    spanId: context?.spanId ?? null,
    isSampled: context !== null && (context.traceFlags & 1) === 1,
    attributes: origin ? { [attr.runId]: origin.runId, [attr.stepId]: origin.stepId } : {},
  };
}
