import type { Recorded } from '../../core/event.ts';
import { readTrace } from '../../telemetry/read-trace.ts';
import { api, type HostContext } from '../context.ts';
import { summaryOf } from '../../node/rows.ts';
import { absent } from '../refusals.ts';
import { untilAborted } from '../until-aborted.ts';

const HISTORY_PAGE = 1_000;

export const list = api.runs.list.handler(async ({ context: { engine }, input }) => {
  await engine.projected();
  return engine.reader.runs(input);
});

export const get = api.runs.get.handler(async ({ context, input: { runId }, errors }) => {
  const { reader } = context.engine;
  await context.engine.projected();
  const run = reader.run(runId);
  if (run === null) throw errors.NOT_FOUND(absent(runId));
  const history = wholeHistory(context, runId);
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
  untilAborted(context.engine.changes(), signal, summaryOf),
);

export const attention = api.runs.attention.handler(async ({ context: { engine } }) => {
  await engine.projected();
  return engine.reader.attention();
});

export const trace = api.traces.get.handler(({ context, input: { runId }, errors }) => {
  if (context.engine.reader.run(runId) === null) throw errors.NOT_FOUND(absent(runId));
  return readTrace(wholeHistory(context, runId));
});

export function wholeHistory({ engine }: Pick<HostContext, 'engine'>, runId: string): readonly Recorded[] {
  const events: Recorded[] = [];
  for (;;) {
    const { items, next } = engine.reader.history(runId, events.length, HISTORY_PAGE);
    events.push(...items);
    if (next === null || items.length === 0) return events;
  }
}
