import type { TrustInfo } from '../../contract/secrets.ts';
import { api, type HostContext } from '../context.ts';
import { localOnly } from '../local-only.ts';
import { distrust, isTrusted, trust } from '../trust.ts';

const infoOf = ({ workspace, env }: HostContext): TrustInfo => ({ workspace, trusted: isTrusted(workspace, env) });

export const get = api.workspace.trust.get.use(localOnly).handler(({ context }) => infoOf(context));

export const set = api.workspace.trust.set.use(localOnly).handler(async ({ context, input }) => {
  const { workspace, env, by } = context;
  await (input.trusted ? trust(workspace, by, env) : distrust(workspace, env));
  return infoOf(context);
});
