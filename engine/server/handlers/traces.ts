import { readTrace } from '../../telemetry/read-trace.ts';
import { api } from '../context.ts';
import { absent } from '../refusals.ts';
import { wholeHistory } from '../whole-history.ts';

export const get = api.traces.get.handler(({ context, input: { runId }, errors }) => {
  if (context.engine.reader.run(runId) === null) throw errors.NOT_FOUND(absent(runId));
  return readTrace(wholeHistory(context.engine.reader, runId));
});

const missing = (): never => {
  throw new Error('Traces from elsewhere are not kept yet.');
};
export const list = api.traces.list.handler(() => ({ items: [], next: null }));
export const summary = api.traces.summary.handler(missing);
export const changes = api.traces.changes.handler(async function* () {
  yield 0;
});
export const remove = api.traces.remove.handler(missing);
export const columns = api.traces.columns.handler(missing);
export const spans = api.traces.spans.handler(missing);
export const search = api.traces.search.handler(missing);
export const otlp = api.traces.otlp.handler(missing);
export const imports = {
  begin: api.traces.import.begin.handler(missing),
  append: api.traces.import.append.handler(missing),
  end: api.traces.import.end.handler(missing),
  abort: api.traces.import.abort.handler(missing),
};
export const receiver = {
  get: api.traces.receiver.get.handler(missing),
  set: api.traces.receiver.set.handler(missing),
};
export const rules = { get: api.traces.rules.get.handler(() => []), set: api.traces.rules.set.handler(missing) };
