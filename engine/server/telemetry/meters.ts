import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { CountRuns } from '../../telemetry/out/count-runs.ts';
import { levelMetrics, type Levels, spanMetrics } from '../../telemetry/out/metrics.ts';
import { newTally, type Sender, type Tally } from '../../telemetry/out/sending.ts';
import type { JournalReading } from './journal.ts';

export interface MetersOptions {
  readonly journal: JournalReading;
  readonly resource: Readonly<Record<string, string>>;
  /** Position in the journal from which is counted. */
  readonly from: number;
  readonly levels: () => Promise<Levels>;
}

export interface Meters {
  readonly tally: Tally;
  /** In Prometheus' text format. */
  scrape(): Promise<string>;
  /** Once: what is not taken is in the next, as they count on. */
  push(sender: Sender<ResourceMetrics>): Promise<void>;
  /** Counts what has come. */
  follow(): void;
}

/** A scrape is answered in time; what it leaves is in the next. */
const SCRAPE_MS = 4_000;
const FOLLOW_MS = 200;
const nobody = { position: 0, run: 0 };

class Puller extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

export function openMeters({ journal, resource, from, levels }: MetersOptions): Meters {
  const reader = new Puller({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
  const provider = new MeterProvider({ resource: resourceFromAttributes(resource), readers: [reader] });
  const meter = provider.getMeter('sagaloom');
  const counts = new CountRuns({
    read: (after) => journal.part(after, nobody),
    from,
    count: spanMetrics(meter),
    now: Date.now,
  });
  levelMetrics(meter, levels);
  const prometheus = new PrometheusSerializer(undefined, false, undefined, false, true);
  const tally = newTally();
  const collect = async (): Promise<ResourceMetrics> => {
    counts.catchUp(SCRAPE_MS);
    return (await reader.collect()).resourceMetrics;
  };
  return {
    tally,
    scrape: async () => prometheus.serialize(withUnits(await collect())),
    async push(sender) {
      const metrics = await collect();
      const points = pointsIn(metrics);
      const sent = await sender.send([metrics]);
      const at = Date.now();
      if (sent.kind === 'taken') {
        tally.sent += points - Math.min(points, sent.refused);
        tally.refused += Math.min(points, sent.refused);
        tally.lastSentAt = at;
        tally.problem = sent.why === null ? null : { at, message: sent.why };
        return;
      }
      if (sent.kind !== 'later') tally.refused += points;
      tally.problem = { at, message: sent.why };
    },
    follow: () => void counts.catchUp(FOLLOW_MS),
  };
}

/** Prometheus has the unit in the name, which its serializer leaves out. */
function withUnits({ resource, scopeMetrics }: ResourceMetrics): ResourceMetrics {
  const named = scopeMetrics.map(({ scope, metrics }) => ({
    scope,
    metrics: metrics.map((metric) => {
      const { descriptor } = metric;
      if (descriptor.unit !== 's') return metric;
      return { ...metric, descriptor: { ...descriptor, name: `${descriptor.name}_seconds` } };
    }),
  }));
  return { resource, scopeMetrics: named };
}

function pointsIn({ scopeMetrics }: ResourceMetrics): number {
  return scopeMetrics.flatMap(({ metrics }) => metrics).reduce((sum, { dataPoints }) => sum + dataPoints.length, 0);
}
