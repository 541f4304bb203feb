import type { BulkAction, BulkPreview } from '../../contract/bulk.ts';
import type { RunsFilter } from '../../contract/runs-filter.ts';
import type { NodeEngine } from '../../node/index.ts';
import { applicable, applies } from '../bulk/acts.ts';
import { api } from '../context.ts';
import { upToDate } from './runs.ts';

interface Which {
  readonly action: BulkAction;
  readonly runs?: readonly string[] | undefined;
  readonly filter?: RunsFilter | undefined;
}

const nothing = { count: 0, more: false };

async function previewOf(engine: NodeEngine, { action, runs, filter = {} }: Which): Promise<BulkPreview> {
  if (runs) {
    const found = runs.flatMap((runId) => engine.reader.run(runId) ?? []);
    const able = found.filter((run) => applies(action, run));
    return { applies: { count: able.length, more: false }, meant: { count: runs.length, more: false } };
  }
  await upToDate(engine);
  const total = (asked: RunsFilter) => engine.reader.runCounts(asked)?.total ?? nothing;
  return { applies: total(applicable(action, filter)), meant: total(filter) };
}

export const preview = api.runs.bulk.preview.handler(({ context: { engine }, input }) => previewOf(engine, input));

export const start = api.runs.bulk.start.handler(async ({ context: { engine, bulk, by }, input }) => {
  const { meant, applies: able } = await previewOf(engine, input);
  return bulk.start({ ...input, by, total: input.runs ? meant : able });
});

const absent = (id: string) => ({ message: `There is no job ${id} any more.` });

export const status = api.runs.bulk.status.handler(({ context: { bulk }, input: { id }, errors }) => {
  const job = bulk.status(id);
  if (job === null) throw errors.NOT_FOUND(absent(id));
  return job;
});

export const list = api.runs.bulk.list.handler(({ context: { bulk } }) => bulk.list());

export const stop = api.runs.bulk.stop.handler(({ context: { bulk }, input: { id }, errors }) => {
  const job = bulk.stop(id);
  if (job === null) throw errors.NOT_FOUND(absent(id));
  return job;
});
