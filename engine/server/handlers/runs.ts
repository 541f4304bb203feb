import { api } from '../context.ts';
import { absent } from '../refusals.ts';
import { untilAborted } from '../until-aborted.ts';
import { wholeHistory } from '../whole-history.ts';
import { summaryNow } from '../summary.ts';

const HISTORY_PAGE = 1_000;

export const list = api.runs.list.handler(async ({ context: { engine }, input }) => {
  if (input.attributes !== undefined) await engine.projected(); // all else is written with the histories
  return engine.reader.runs(input);
});

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
