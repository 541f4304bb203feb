import type { RunSummary } from '../../contract/types.ts';
import type { Command } from '../../core/command.ts';
import type { Outcome } from '../../runtime/mail.ts';
import { api, type HostContext } from '../context.ts';
import { type Errors, refusalOf } from '../refusals.ts';
import { summaryAfter } from '../summary.ts';

type Refusals = Pick<Errors, 'NOT_FOUND' | 'REFUSED'>;

export async function answered(
  outcome: Outcome,
  runId: string,
  context: HostContext,
  errors: Refusals,
): Promise<RunSummary> {
  if (outcome.kind === 'accepted') return summaryAfter(context.engine, outcome.entry);
  throw refusalOf(outcome, runId, context, errors);
}

const send = async (context: HostContext, runId: string, command: Command, errors: Refusals): Promise<RunSummary> =>
  answered(await context.engine.command(runId, command), runId, context, errors);

export const cancel = api.runs.cancel.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'cancel', by: context.by, ...rest }, errors),
);

export const terminate = api.runs.terminate.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'terminate', by: context.by, ...rest }, errors),
);

export const pause = api.runs.pause.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'pause', by: context.by, ...rest }, errors),
);

export const resume = api.runs.resume.handler(({ context, input: { runId, ...rest }, errors }) =>
  send(context, runId, { type: 'resume', by: context.by, ...rest }, errors),
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
