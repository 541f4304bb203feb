import { type Logger, pino } from 'pino';
import { withoutGiven } from '../runtime/performing/given.ts';
import type { ActivityLogger, LogLevel, LogOrigin } from './activity.ts';
import type { Json } from '../core/json.ts';

/** A line as it was written, without secrets. */
export interface WrittenLine {
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly data: Json | undefined;
  readonly origin: LogOrigin | undefined;
}

const listeners = new Set<(line: WrittenLine) => void>();

/** Hears every line of this process's log; the answer ends it. */
export function onWrittenLine(listener: (line: WrittenLine) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * One JSON line each on stderr: stdout belongs to the answer of the command. A line of a run says which, with the trace and the span that
 * it belongs to. DA7. Whoever says it, no secret is in it.
 */
export function stderrLogger(): ActivityLogger {
  let made: Logger | undefined;
  return (level, message, given, origin) => {
    const log = (made ??= makeLogger()); // with the first line: most engines open without one, and 3 ms sooner
    const clean = withoutGiven(message);
    const data = given === undefined ? undefined : withoutGiven(given);
    if (data === undefined && origin === undefined) log[level](clean);
    else log[level]({ ...(origin && fieldsOf(origin)), ...(data !== undefined && { data }) }, clean);
    for (const listener of listeners) listener({ at: Date.now(), level, message: clean, data, origin });
  };
}

function makeLogger(): Logger {
  const options = {
    level: 'debug',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  return pino(options, process.stderr);
}

/** By the names that OpenTelemetry gives them in logs that are not OTLP. */
function fieldsOf({ runId, stepId, traceparent }: LogOrigin): Readonly<Record<string, string>> {
  const [, traceId, spanId, flags] = traceparent?.split('-') ?? [];
  const trace = traceId && spanId && flags ? { trace_id: traceId, span_id: spanId, trace_flags: flags } : {};
  return { ...trace, run: runId, step: stepId };
}
