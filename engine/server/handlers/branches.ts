import type { Recorded } from '../../core/event.ts';
import { api, type HostContext } from '../context.ts';
import { toJsonObject } from '../json.ts';
import { momentIn } from '../moment.ts';
import { compileDocument } from '../prepare-run.ts';
import { absent, type Errors, wrong } from '../refusals.ts';
import { answered } from './commands.ts';
import { wholeHistory } from '../whole-history.ts';

/** LI4, and versions: runs that go on otherwise than they began. */
export const reset = api.runs.reset.handler(async ({ context, input: { runId, to, why }, errors }) => {
  const request = { to: await momentOf(context, runId, to, errors), by: context.by, why };
  return answered(await context.engine.reset(runId, request), runId, context, errors);
});

export const fork = api.runs.fork.handler(async ({ context, input: { runId, at, mocks, real, why }, errors }) => {
  const moment = await momentOf(context, runId, at, errors);
  const request = { at: moment, mocks: mocks ?? null, real: real === true, by: context.by, why };
  return answered(await context.engine.fork(runId, request), runId, context, errors);
});

export const migrate = api.runs.migrate.handler(async ({ context, input: { runId, document, why }, errors }) => {
  const compiled = compileDocument(document, context.workforce.infos());
  if (!compiled.ok) throw wrong(compiled.diagnostics, errors);
  const { definition, hash } = compiled.value;
  const request = { definition: toJsonObject(definition), hash, by: context.by, why };
  return answered(await context.engine.migrate(runId, request), runId, context, errors);
});

async function momentOf(context: HostContext, runId: string, moment: number | string, errors: Errors): Promise<number> {
  const history: readonly Recorded[] = wholeHistory(context.engine.reader, runId);
  if (history.length === 0) throw errors.NOT_FOUND(absent(runId));
  const seq = momentIn(history, moment);
  if (seq !== null) return seq;
  const message =
    typeof moment === 'number'
      ? `Run ${runId} has no event ${moment}: its last is ${history.length}.`
      : `Run ${runId} has not come to a step ${moment}: its history says where it was.`;
  throw errors.INVALID({ message, data: { details: null } });
}
