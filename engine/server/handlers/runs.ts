import { setTimeout } from 'node:timers/promises';
import { NEWEST_FIRST } from '../../contract/runs-filter.ts';
import type { NodeEngine } from '../../node/index.ts';
import { isCursor } from '../../node/runList/cursor.ts';
import { api } from '../context.ts';
import { absent } from '../refusals.ts';
import { untilAborted } from '../until-aborted.ts';
import { wholeHistory } from '../whole-history.ts';
import { summaryNow } from '../summary.ts';

const HISTORY_PAGE = 1_000;

/** What is looked up in the views waits for them to have seen all, but not while they are made anew. */
export const list = api.runs.list.handler(async ({ context: { engine }, input, errors }) => {
  const { cursor, limit, sort, workflow, status, attributes, ...filter } = input;
  const isPlain = [sort, attributes, ...Object.values(filter)].every((asked) => asked === undefined);
  if (cursor && !isCursor(cursor, sort ?? NEWEST_FIRST))
    throw errors.INVALID({ message: 'The cursor is not one of this list.', data: { details: null } });
  if (!isPlain) await upToDate(engine);
  return engine.reader.runs({ cursor, limit, sort, workflow, status, attributes, filter });
});

export const counts = api.runs.counts.handler(async ({ context: { engine }, input }) => {
  await upToDate(engine);
  return engine.reader.runCounts(input) ?? { total: { count: 0, more: false }, statuses: [], behindMs: 0 };
});

export const facets = api.runs.facets.handler(
  ({ context: { engine } }) =>
    engine.reader.runFacets() ?? { workflows: [], versions: [], attributes: [], errorTypes: [] },
);

const PATIENCE_MS = 1_500;

/** All that is in the histories is in the list; where that takes too long, most of it. */
export async function upToDate(engine: NodeEngine): Promise<void> {
  if (engine.reader.views.hasAll()) return;
  const late = new AbortController();
  const waited = setTimeout(PATIENCE_MS, undefined, { signal: late.signal, ref: false }).catch(() => {});
  await Promise.race([engine.projected().catch(() => {}), waited]);
  late.abort();
}

export const get = api.runs.get.handler(({ context, input: { runId }, errors }) => {
  const { reader } = context.engine;
  const run = reader.run(runId);
  if (run === null) throw errors.NOT_FOUND(absent(runId));
  const history = wholeHistory(reader, runId);
  const [first] = history;
  return {
    ...run,
    input: first?.type === 'RunStarted' ? first.input : null,
    definition: reader.definition(run.hash),
    history,
  };
});

export const history = api.runs.history.handler(({ context, input: { runId, after, limit }, errors }) => {
  const page = context.engine.reader.history(runId, after, limit ?? HISTORY_PAGE);
  if (page.items.length === 0 && context.engine.reader.run(runId) === null) throw errors.NOT_FOUND(absent(runId));
  return page;
});

export const watch = api.runs.watch.handler(({ context, input: { runId, after }, signal, errors }) => {
  if (context.engine.reader.run(runId) === null) throw errors.NOT_FOUND(absent(runId));
  return untilAborted(context.engine.events(runId, after), signal, (events) => events);
});

export const changes = api.runs.changes.handler(({ context, signal }) =>
  untilAborted(context.engine.changes(), signal, (entry) => summaryNow(context.engine.reader, entry)),
);

export const attention = api.runs.attention.handler(({ context: { engine } }) => engine.reader.attention());
