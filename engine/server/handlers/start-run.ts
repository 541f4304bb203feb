import { activitiesIn } from '../../activities/index.ts';
import type { ConfigSource } from '../config.ts';
import { api, type HostContext } from '../context.ts';
import { deployedIn, latestOf } from '../definitions.ts';
import { toJsonObject } from '../json.ts';
import { checkStart, type Checked, compileDocument, type Compiled } from '../prepare-run.ts';
import { wrong } from '../refusals.ts';
import { configSources } from '../sources.ts';
import { summaryAfter } from '../summary.ts';

export const start = api.runs.start.handler(async ({ context, input, errors }) => {
  const { document, workflow = '' } = input;
  const compiled =
    document === undefined ? await named(workflow, context) : compileDocument(document, context.workforce.infos());
  if (compiled === null)
    throw errors.NOT_FOUND({ message: `There is no workflow ${workflow}: deploy it, or name its file.` });
  if (!compiled.ok) throw wrong(compiled.diagnostics, errors);
  const { definition, hash } = compiled.value;

  const sources = await configSources(context);
  if (!sources.ok) throw errors.INVALID({ message: sources.message, data: { details: [] } });
  const given = input.config ?? {};
  const undeclared = Object.keys(given).find((name) => !Object.hasOwn(definition.config ?? {}, name));
  if (undeclared !== undefined)
    throw errors.INVALID({ message: `Config ${undeclared} is not declared by the workflow.`, data: { details: [] } });
  const flags: ConfigSource = { from: 'the command', values: given, text: true };
  const config = checkStart(definition, input.input, [...sources.all, flags]);
  if (!config.ok) throw wrong(config.diagnostics, errors);

  await context.workforce.warmUp?.(activitiesIn(definition));
  const outcome = await context.engine.start({
    definition: toJsonObject(definition),
    hash,
    input: input.input,
    config: config.value,
    by: context.by,
    runId: input.runId,
    reuse: input.reuse,
  });
  if (outcome.kind === 'accepted') return summaryAfter(context.engine, outcome.entry);
  const { code, reason } = outcome;
  if (code === 'invalid') throw errors.INVALID({ message: reason, data: { details: [] } });
  throw errors.REFUSED({ message: reason, data: { code } });
});

async function named(workflow: string, { engine, workflows }: HostContext): Promise<Checked<Compiled> | null> {
  const value = await latestOf(workflow, deployedIn(engine.reader), workflows);
  return value && { ok: true, value };
}
