import type { Trigger } from '../../core/definition/triggers.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Deployment, Journal } from '../ports.ts';

export interface NamedTrigger<T extends Trigger = Trigger> {
  readonly workflow: string;
  readonly name: string;
  readonly trigger: T;
  readonly deployment: Deployment;
}

/** The triggers of all deployed workflows, in their latest versions. Definitions are read once a version. */
export class DeployedTriggers {
  private readonly journal: Pick<Journal, 'deployments' | 'definition'>;
  private readonly byHash = new Map<string, Readonly<Record<string, Trigger>>>();

  constructor(journal: Pick<Journal, 'deployments' | 'definition'>) {
    this.journal = journal;
  }

  async all(): Promise<readonly NamedTrigger[]> {
    const found: NamedTrigger[] = [];
    for (const deployment of await this.journal.deployments()) {
      const triggers = await this.of(deployment.hash);
      for (const [name, trigger] of Object.entries(triggers))
        found.push({ workflow: deployment.workflow, name, trigger, deployment });
    }
    return found;
  }

  async find(workflow: string, name: string): Promise<NamedTrigger | null> {
    return (await this.all()).find((one) => one.workflow === workflow && one.name === name) ?? null;
  }

  private async of(hash: string): Promise<Readonly<Record<string, Trigger>>> {
    const known = this.byHash.get(hash);
    if (known) return known;
    const triggers = triggersIn(await this.journal.definition(hash));
    this.byHash.set(hash, triggers);
    return triggers;
  }
}

/** Of a definition that compiled. */
function triggersIn(definition: JsonObject | null): Readonly<Record<string, Trigger>> {
  const triggers: Json | undefined = definition?.['triggers'];
  return isObject(triggers) ? (triggers as unknown as Readonly<Record<string, Trigger>>) : {};
}
