import { warmUpFor } from '../../activities/index.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { summaryOf } from '../../node/rows.ts';
import { type ConfigSource, environmentSource, readWorkspaceConfig, type WorkspaceConfig } from '../config.ts';
import { api, type HostContext } from '../context.ts';
import { toJson, toJsonObject } from '../json.ts';
import { checkStart, compileDocument } from '../prepare-run.ts';

export const start = api.runs.start.handler(async ({ context, input, errors }) => {
  const wrong = (diagnostics: readonly Diagnostic[]) => {
    const message = diagnostics.find(({ severity }) => severity === 'error')?.message;
    return errors.INVALID({ ...(message !== undefined && { message }), data: { details: toJson(diagnostics) } });
  };
  const compiled = compileDocument(input.document);
  if (!compiled.ok) throw wrong(compiled.diagnostics);
  const { definition, hash } = compiled.value;

  const sources = await configSources(context);
  if (!sources.ok) throw errors.INVALID({ message: sources.message, data: { details: [] } });
  const config = checkStart(definition, input.input, sources.all);
  if (!config.ok) throw wrong(config.diagnostics);

  await warmUpFor(definition);
  const outcome = await context.engine.start({
    definition: toJsonObject(definition),
    hash,
    input: input.input,
    config: config.value,
    by: context.by,
    runId: input.runId,
  });
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
