/**
 * What the spans of all runs come to as numbers. They are counted from the journal, each once, so recovery and replay count nothing
 * twice; they begin at 0 when the engine starts to count, as Prometheus and OTLP expect of a process that was started.
 */
import type { Attributes, Histogram, Meter } from '@opentelemetry/api';
import type { SpanRecord } from '../../contract/types.ts';
import { attr, type SpanRole } from '../names.ts';

/** Every metric: its docs are made of this, and a test holds the docs to it. */
export const metricNames = {
  runStarted: 'sagaloom.run.started',
  runDuration: 'sagaloom.run.duration',
  runOpen: 'sagaloom.run.open',
  stepDuration: 'sagaloom.step.duration',
  attemptDuration: 'sagaloom.attempt.duration',
  attemptRetries: 'sagaloom.attempt.retries',
  waitDuration: 'sagaloom.wait.duration',
  attention: 'sagaloom.attention.open',
  compensationDuration: 'sagaloom.compensation.duration',
  undoDuration: 'sagaloom.undo.duration',
  queueDepth: 'sagaloom.queue.depth',
  sent: 'sagaloom.telemetry.sent',
  dropped: 'sagaloom.telemetry.dropped',
  behind: 'sagaloom.telemetry.behind',
} as const;

/** Seconds: from what takes milliseconds to what waits for days. */
const BOUNDARIES = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 43_200, 86_400, 604_800,
];

export type CountSpan = (span: SpanRecord) => void;

/** Records each span that has ended. */
export function spanMetrics(meter: Meter): CountSpan {
  const duration = (name: string, description: string): Histogram =>
    meter.createHistogram(name, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: BOUNDARIES },
    });
  const started = meter.createCounter(metricNames.runStarted, {
    unit: '{run}',
    description: 'Runs that were started.',
  });
  const retries = meter.createCounter(metricNames.attemptRetries, {
    unit: '{attempt}',
    description: 'Attempts that were not the first.',
  });
  const attempts = duration(metricNames.attemptDuration, 'How long attempts took.');
  const durations: Readonly<Partial<Record<SpanRole, readonly [Histogram, readonly string[]]>>> = {
    run: [duration(metricNames.runDuration, 'How long runs took, by how they ended.'), [attr.status]],
    step: [duration(metricNames.stepDuration, 'How long steps took.'), [attr.stepId, attr.stepType, attr.status]],
    wait: [duration(metricNames.waitDuration, 'How long was waited.'), [attr.waitReason]],
    compensation: [duration(metricNames.compensationDuration, 'How long sagas took to be undone.'), [attr.status]],
    undo: [duration(metricNames.undoDuration, 'How long steps took to be undone.'), [attr.stepId, attr.status]],
  };
  return (span) => {
    const role = span.attributes[attr.role] as SpanRole; // written by us
    const seconds = Math.max(0, (span.endMs ?? span.startMs) - span.startMs) / 1_000;
    if (role === 'started') {
      if (span.parentSpanId === null) started.add(1, named(span, []));
      return;
    }
    if (role === 'attempt') {
      attempts.record(seconds, named(span, [attr.stepId, attr.activity, attr.undo, attr.status, attr.errorType]));
      if (Number(span.attributes[attr.attempt]) > 1)
        retries.add(1, named(span, [attr.stepId, attr.activity, attr.undo]));
      return;
    }
    const found = durations[role];
    if (found) found[0].record(seconds, named(span, found[1]));
  };
}

function named({ attributes }: SpanRecord, more: readonly string[]): Attributes {
  const all: Attributes = {};
  for (const name of [attr.workflow, ...more]) {
    const value = attributes[name];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') all[name] = value;
  }
  return all;
}

/** What is so at the moment, asked when metrics are collected. */
export interface Levels {
  /** Runs that have not ended. */
  readonly open: readonly { readonly workflow: string; readonly status: string; readonly runs: number }[];
  /** What waits for a person. */
  readonly attention: readonly { readonly workflow: string; readonly kind: string; readonly waiting: number }[];
  readonly queues: readonly { readonly queue: string; readonly running: number; readonly waiting: number }[];
  readonly exporters: readonly {
    readonly signal: string;
    readonly sent: number;
    readonly dropped: Readonly<Record<string, number>>;
    /** Appends of the journal that were not sent; null: it is no reader of the journal. */
    readonly behind: number | null;
  }[];
}

export function levelMetrics(meter: Meter, levels: () => Promise<Levels>): void {
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(name, { unit, description });
  const counter = (name: string, description: string) =>
    meter.createObservableCounter(name, { unit: '{item}', description });
  const open = gauge(metricNames.runOpen, '{run}', 'Runs that have not ended.');
  const attention = gauge(metricNames.attention, '{step}', 'Steps and undos that wait for a person.');
  const queues = gauge(metricNames.queueDepth, '{attempt}', 'Attempts of a task queue, running and waiting.');
  const sent = counter(metricNames.sent, 'Spans and log lines that a collector has taken.');
  const dropped = counter(metricNames.dropped, 'Spans and log lines that were not sent, by why.');
  const behind = gauge(metricNames.behind, '{entry}', 'Entries of the histories whose spans were not sent yet.');
  meter.addBatchObservableCallback(
    async (result) => {
      const now = await levels();
      for (const { workflow, status, runs } of now.open)
        result.observe(open, runs, { [attr.workflow]: workflow, [attr.status]: status });
      for (const { workflow, kind, waiting } of now.attention)
        result.observe(attention, waiting, { [attr.workflow]: workflow, [attr.undo]: kind === 'undo' });
      for (const { queue, running, waiting } of now.queues) {
        result.observe(queues, running, { 'sagaloom.queue': queue, 'sagaloom.state': 'running' });
        result.observe(queues, waiting, { 'sagaloom.queue': queue, 'sagaloom.state': 'waiting' });
      }
      for (const each of now.exporters) {
        const signal = { 'sagaloom.signal_type': each.signal };
        result.observe(sent, each.sent, signal);
        for (const [reason, count] of Object.entries(each.dropped))
          result.observe(dropped, count, { ...signal, 'sagaloom.reason': reason });
        if (each.behind !== null) result.observe(behind, each.behind, signal);
      }
    },
    [open, attention, queues, sent, dropped, behind],
  );
}
