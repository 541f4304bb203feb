import { type ConfigSource, environmentSource } from './config.ts';
import { readWorkspaceConfig, type WorkspaceConfig } from './config-file.ts';
import type { HostContext } from './context.ts';

type Sources = { readonly ok: true; readonly all: readonly ConfigSource[] } | Extract<WorkspaceConfig, { ok: false }>;

/** DA6, the weakest first. The demo's shop has whatever port was free, so it speaks before a file; a person's variable is last. */
export async function configSources({
  workspace,
  env,
  demo,
}: Pick<HostContext, 'workspace' | 'env' | 'demo'>): Promise<Sources> {
  const file = readWorkspaceConfig(workspace, env);
  if (!file.ok) return file;
  const shop: ConfigSource = { from: 'the demo', values: { SHOP_URL: demo.url ?? undefined }, text: false };
  return { ok: true, all: [file.source, shop, environmentSource(env)] };
}
