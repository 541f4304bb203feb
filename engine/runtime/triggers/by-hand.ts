import type { StartRequest } from '../engine.ts';
import type { Outcome } from '../mail.ts';
import type { Clock, Definitions, Ids } from '../ports.ts';
import { type Came, triggerInput, triggerScope } from './input.ts';
import type { DeployedTriggers } from './triggers.ts';

interface FireRequest {
  readonly workflow: string;
  readonly trigger: string;
  /** What a delivery would have brought; of a schedule nothing. */
  readonly came?: Came | undefined;
  readonly by: string;
}

interface Desk {
  readonly triggers: DeployedTriggers;
  readonly definitions: Definitions;
  readonly start: (request: StartRequest) => Promise<Outcome>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Starts a run as the trigger would have, now: no moment and no key is used up, and no condition asked. */
export async function fireByHand(desk: Desk, { workflow, trigger: name, came, by }: FireRequest): Promise<Outcome> {
  const named = await desk.triggers.find(workflow, name);
  const startable = await desk.definitions.latest(workflow);
  if (!named || !startable)
    return {
      kind: 'rejected',
      code: 'notFound',
      reason: `There is no trigger ${name} of a deployed workflow ${workflow}.`,
    };
  const at = desk.clock.now();
  const runId = desk.ids.runId();
  const payload = came?.payload ?? null;
  const isSchedule = named.trigger.type === 'schedule';
  const scope = triggerScope(name, at, isSchedule ? {} : { key: runId, headers: {}, ...came, payload });
  const input = await triggerInput(named.trigger.input, isSchedule ? {} : payload, scope, { at, seed: runId });
  if (!input.ok) return { kind: 'rejected', code: 'invalid', reason: input.error.message, error: input.error };
  return desk.start({ ...startable, runId, input: input.value, by });
}
