import { type Heat, heatAsked, type HeatSource, mostHeatRuns, quantile, type StepHeat } from '../../contract/index.ts';
import { HeatCache } from '../../server/heat/cache.ts';
import { heatUpdates } from '../../server/heat/heat.ts';
import { heatTraces } from '../../server/heat/traces.ts';
import { openTraceStore } from '../../traces/index.ts';
import { type ExitCode, type Result, ok, SUCCESS, wrongInput } from '../codes.ts';
import { withReader } from '../database.ts';
import { readInteger } from '../inputs.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface HeatOptions {
  readonly db: string;
  readonly source: HeatSource;
  readonly limit: string;
  readonly status?: string;
  readonly hash?: string;
  readonly since?: string;
  readonly until?: string;
  readonly json?: true;
}

/** How a workflow fared over many runs, or over traces that were received or imported. */
export async function heat(workflow: string, options: HeatOptions): Promise<ExitCode> {
  const { db, source, limit, status, hash, json } = options;
  const count = readInteger('--limit', limit, 1, mostHeatRuns);
  if (!count.ok) return fail(count);
  const times = readTimes(options);
  if (!times.ok) return fail(times);
  const asked = {
    workflow,
    source,
    limit: count.value,
    ...(status === undefined ? {} : { statuses: [status] }),
    ...(hash === undefined ? {} : { hash }),
    ...times.value,
  };
  const found = await measured(db, asked);
  if (json) printJson(told(found));
  else if (found.runs === 0) say(`There are no such ${source} of ${workflow}.`);
  else print(shown(found));
  return SUCCESS;
}

function readTimes({ since, until }: HeatOptions): Result<{ readonly since?: string; readonly until?: string }> {
  for (const [name, given] of [
    ['--since', since],
    ['--until', until],
  ] as const)
    if (given !== undefined && !heatAsked.shape.since.safeParse(given).success)
      return wrongInput(`${name} ${given} is not a time: 2026-11-22T08:00:00Z is one.`);
  return ok({ ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) });
}

async function measured(db: string, asked: Parameters<typeof heatUpdates>[1]): Promise<Heat> {
  const store = openTraceStore(db);
  try {
    return await withReader(db, async (reader) => {
      const places = { reader, traces: heatTraces(store), cache: new HeatCache() };
      for await (const update of heatUpdates(places, asked)) if (update.kind === 'heat') return update.heat;
      throw new Error('the heat was not measured');
    });
  } finally {
    await store.close();
  }
}

const rateOf = ({ entered, open, failed, caught }: StepHeat): number | null =>
  entered === open ? null : (failed + caught) / (entered - open);

/** Figures in place of buckets: nobody merges what a command printed. */
function told({ durations, steps, ...rest }: Heat) {
  const figures = (of: Heat['durations']) => ({
    p50Ms: quantile(of, 0.5),
    p95Ms: quantile(of, 0.95),
    p99Ms: quantile(of, 0.99),
  });
  return {
    ...rest,
    ...figures(durations),
    steps: steps.map(({ durations: own, ...step }) => ({
      ...step,
      errorRate: rateOf({ ...step, durations: own }),
      ...figures(own),
    })),
  };
}

function shown(found: Heat): string {
  const ms = (value: number | null): string => (value === null ? '' : `${Math.round(value)} ms`);
  const percent = (value: number | null): string => (value === null ? '' : `${Math.round(value * 1_000) / 10} %`);
  const rows = found.steps.map((step) => [
    step.step,
    String(step.entered),
    String(step.runs),
    ms(quantile(step.durations, 0.5)),
    ms(quantile(step.durations, 0.95)),
    ms(quantile(step.durations, 0.99)),
    percent(rateOf(step)),
    String(step.retries),
    String(step.undone),
  ]);
  const head = ['STEP', 'VISITS', 'RUNS', 'P50', 'P95', 'P99', 'ERRORS', 'RETRIES', 'UNDONE'];
  const more = found.more ? ' (there are older ones: --limit)' : '';
  return `${found.runs} ${found.source} since ${found.from ?? ''}${more}\n\n${table(head, rows)}`;
}
