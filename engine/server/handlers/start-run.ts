import { type ConfigSource, environmentSource, readWorkspaceConfig, type WorkspaceConfig } from '../config.ts';
import { api, type HostContext } from '../context.ts';
import { toJson, toJsonObject } from '../json.ts';
import { prepareRun } from '../prepare-run.ts';
import { summaryOf } from '../summary.ts';

export const start = api.runs.start.handler(async ({ context, input, errors }) => {
  const sources = await configSources(context);
  if (!sources.ok) throw errors.INVALID({ message: sources.message, data: { details: [] } });

  const prepared = prepareRun(input.document, input.input, sources.all);
  if (!prepared.ok) {
    const message = prepared.diagnostics.find(({ severity }) => severity === 'error')?.message;
    throw errors.INVALID({
      ...(message !== undefined && { message }),
      data: { details: toJson(prepared.diagnostics) },
    });
  }

  const { definition, hash, config } = prepared.run;
  const { by, engine } = context;
  const request = { definition: toJsonObject(definition), hash, input: input.input, config, by, runId: input.runId };
  const outcome = await engine.start(request);
  if (outcome.kind === 'accepted') return summaryOf(outcome.entry);
  if (outcome.code === 'invalid') throw errors.INVALID({ message: outcome.reason, data: { details: [] } });
  throw errors.REFUSED({ message: outcome.reason, data: { code: outcome.code } });
});

type Sources = { readonly ok: true; readonly all: readonly ConfigSource[] } | Extract<WorkspaceConfig, { ok: false }>;

/** DA6, the weakest first. The demo's shop has whatever port was free, so it speaks before a file; a person's variable is last. */
async function configSources({ workspace, env, demo }: HostContext): Promise<Sources> {
  const file = await readWorkspaceConfig(workspace);
  if (!file.ok) return file;
  const shop: ConfigSource = { from: 'the demo', values: { SHOP_URL: demo.url ?? undefined }, text: false };
  return { ok: true, all: [file.source, shop, environmentSource(env)] };
}
