import type { JsonObject } from '../core/json.ts';
import type { Deploy, Deployed, Deployment, Journal } from '../runtime/ports.ts';

/** Versions of workflows, as in a journal (JO5). Their definitions are kept with those that runs are pinned to. */
export function memoryDeployments(
  definitions: Map<string, JsonObject>,
): Pick<Journal, 'deploy' | 'latest' | 'deployments'> {
  const byName = new Map<string, Deployed>();
  const deploy = ({ definition, ...given }: Deploy): Deployment => {
    const before = byName.get(given.workflow);
    if (before?.hash === given.hash) return bare(before);
    const deployed = { ...given, definition, version: (before?.version ?? 0) + 1 };
    byName.set(given.workflow, deployed);
    definitions.set(given.hash, definition);
    return bare(deployed);
  };
  return {
    deploy: async (given) => deploy(given),
    latest: async (workflow) => byName.get(workflow) ?? null,
    deployments: async () => Array.from(byName.values(), bare).toSorted((a, b) => (a.workflow < b.workflow ? -1 : 1)),
  };
}

function bare({ workflow, version, hash, at, by }: Deployed): Deployment {
  return { workflow, version, hash, at, by };
}
