import { activitiesIn } from '../../activities/index.ts';
import { parseDuration } from '../../core/duration.ts';
import type { StartRequest } from '../../runtime/engine.ts';
import type { ConfigSource } from '../config.ts';
import { isTraceparent } from '../../runtime/traceparent.ts';
import { api, type HostContext } from '../context.ts';
import { deployedIn, latestOf } from '../definitions.ts';
import { toJsonObject } from '../json.ts';
import { checkStart, type Checked, compileDocument, type Compiled } from '../prepare-run.ts';
import { type Errors, wrong } from '../refusals.ts';
import { configSources } from '../sources.ts';
import { summaryAfter } from '../summary.ts';
import { deliveryInfo } from './deliveries.ts';

export const start = api.runs.start.handler(async ({ context, input, errors }) => {
  const outcome = await context.engine.start(await requestOf(context, input, errors));
  if (outcome.kind === 'accepted') return summaryAfter(context.engine, outcome.entry);
  const { code, reason } = outcome;
  if (code === 'invalid') throw errors.INVALID({ message: reason, data: { details: [] } });
  throw errors.REFUSED({ message: reason, data: { code } });
});

export const startLater = api.runs.startLater.handler(async ({ context, input, errors }) => {
  const { delay, at, ...asked } = input;
  const delayMs = delay === undefined ? 0 : parseDuration(delay);
  if (delayMs === null)
    throw errors.INVALID({ message: `The delay ${delay} is no duration: give one like 10m.`, data: { details: [] } });
  const dueAt = at === undefined ? Date.now() + delayMs : Date.parse(at);
  const outcome = await context.engine.startLater(await requestOf(context, asked, errors), dueAt);
  if (!('kind' in outcome)) return deliveryInfo(outcome);
  throw errors.REFUSED({ message: outcome.reason, data: { code: outcome.code } });
});

type Asked = Partial<Parameters<Parameters<typeof api.runs.start.handler>[0]>[0]['input']>;

/** Of the workflow that was asked for: with all sources of config but the input's. */
export async function startableOf(
  context: HostContext,
  { document, workflow = '', config: given = {} }: Asked,
  errors: Pick<Errors, 'NOT_FOUND' | 'INVALID'>,
) {
  const compiled =
    document === undefined ? await named(workflow, context) : compileDocument(document, context.workforce.infos());
  if (compiled === null)
    throw errors.NOT_FOUND({ message: `There is no workflow ${workflow}: deploy it, or name its file.` });
  if (!compiled.ok) throw wrong(compiled.diagnostics, errors);
  const { definition, hash } = compiled.value;
  const sources = await configSources(context);
  if (!sources.ok) throw errors.INVALID({ message: sources.message, data: { details: [] } });
  const undeclared = Object.keys(given).find((name) => !Object.hasOwn(definition.config ?? {}, name));
  if (undeclared !== undefined)
    throw errors.INVALID({ message: `Config ${undeclared} is not declared by the workflow.`, data: { details: [] } });
  const flags: ConfigSource = { from: 'the command', values: given, text: true };
  return { definition, hash, sources: [...sources.all, flags] };
}

async function requestOf(
  context: HostContext,
  asked: Asked,
  errors: Pick<Errors, 'NOT_FOUND' | 'INVALID'>,
): Promise<StartRequest> {
  const { definition, hash, sources } = await startableOf(context, asked, errors);
  const { input = null, runId, reuse, breakpoints } = asked;
  const traceparent = isTraceparent(asked.traceparent ?? '') ? asked.traceparent : null;
  const config = checkStart(definition, input, sources);
  if (!config.ok) throw wrong(config.diagnostics, errors);
  await context.workforce.warmUp?.(activitiesIn(definition));
  const { by } = context;
  const whose = { by, runId, reuse, breakpoints, traceparent };
  return { definition: toJsonObject(definition), hash, input, config: config.value, ...whose };
}

async function named(workflow: string, { engine, workflows }: HostContext): Promise<Checked<Compiled> | null> {
  const value = await latestOf(workflow, deployedIn(engine.reader), workflows);
  return value && { ok: true, value };
}
