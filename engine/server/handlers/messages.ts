import type { Json } from '../../core/json.ts';
import { api, type HostContext } from '../context.ts';
import { absent, messageRefusal } from '../refusals.ts';
import { summaryAfter } from '../summary.ts';

/** LI1. What is said to a run that goes on, and asked of it. */
export const signal = api.runs.signal.handler(async ({ context, input: { runId, ...rest }, errors }) => {
  const outcome = await context.engine.signal(runId, { by: context.by, ...rest });
  if (outcome.kind === 'accepted') return summaryAfter(context.engine, outcome.entry);
  throw messageRefusal(outcome, runId, context, errors);
});

export const update = api.runs.update.handler(async ({ context, input: { runId, ...rest }, errors }) => {
  const outcome = await context.engine.update(runId, { by: context.by, ...rest });
  if (outcome.kind === 'accepted')
    return {
      run: await summaryAfter(context.engine, outcome.entry),
      result: await whole(context, outcome.result ?? null),
    };
  throw messageRefusal(outcome, runId, context, errors);
});

export const query = api.runs.query.handler(async ({ context, input: { runId, name, input = null }, errors }) => {
  const answer = await context.engine.query(runId, name, input);
  if (answer.kind === 'rejected') throw messageRefusal(answer, runId, context, errors);
  const run = context.engine.reader.run(runId);
  if (run === null) throw errors.NOT_FOUND(absent(runId));
  return { run, result: await whole(context, answer.result) };
});

/** DA8. Who asks for an answer gets all of it; a part that is not there any more stays a reference. */
const whole = async ({ engine }: HostContext, value: Json): Promise<Json> => (await engine.whole(value)) ?? value;
