import type { RunSummary } from '../../contract/types.ts';
import type { Command } from '../../core/command.ts';
import { api, type HostContext } from '../context.ts';
import { summaryOf } from '../../node/rows.ts';

interface Errors {
  readonly NOT_FOUND: (options: { message: string }) => Error;
  readonly REFUSED: (options: { message: string; data: { code: string } }) => Error;
}

async function send({ engine }: HostContext, runId: string, command: Command, errors: Errors): Promise<RunSummary> {
  const outcome = await engine.command(runId, command);
  if (outcome.kind === 'accepted') return summaryOf(outcome.entry);
  if (outcome.code === 'notFound') throw errors.NOT_FOUND({ message: outcome.reason });
  throw errors.REFUSED({ message: outcome.reason, data: { code: outcome.code } });
}

export const cancel = api.runs.cancel.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'cancel', by: context.by, ...rest }, errors),
);

export const terminate = api.runs.terminate.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'terminate', by: context.by, ...rest }, errors),
);

export const retryStep = api.runs.retryStep.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'retryStep', by: context.by, ...rest }, errors),
);

export const skipStep = api.runs.skipStep.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'skipStep', by: context.by, ...rest }, errors),
);

export const completeStep = api.runs.completeStep.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'completeStep', by: context.by, ...rest }, errors),
);

export const undoRetry = api.runs.undoRetry.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'undoRetry', by: context.by, ...rest }, errors),
);

export const undoSkip = api.runs.undoSkip.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'undoSkip', by: context.by, ...rest }, errors),
);

export const undoAbort = api.runs.undoAbort.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'undoAbort', by: context.by, ...rest }, errors),
);
