import type { Json } from '../../core/json.ts';
import type { StartRequest } from '../engine.ts';
import type { Outcome } from '../mail.ts';
import type { Clock, Definitions, Ids } from '../ports.ts';
import { triggerInput, triggerScope } from './input.ts';
import type { DeployedTriggers } from './triggers.ts';

interface FireRequest {
  readonly workflow: string;
  readonly trigger: string;
  /** Of a trigger that waits for an event. */
  readonly payload?: Json | undefined;
  readonly by: string;
}

interface Desk {
  readonly triggers: DeployedTriggers;
  readonly definitions: Definitions;
  readonly start: (request: StartRequest) => Promise<Outcome>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Starts a run as the trigger would have, now: no moment is used up, and no condition asked. */
export async function fireByHand(desk: Desk, { workflow, trigger: name, payload, by }: FireRequest): Promise<Outcome> {
  const named = (await desk.triggers.all()).find((one) => one.workflow === workflow && one.name === name);
  const startable = await desk.definitions.latest(workflow);
  if (!named || !startable)
    return {
      kind: 'rejected',
      code: 'notFound',
      reason: `There is no trigger ${name} of a deployed workflow ${workflow}.`,
    };
  const at = desk.clock.now();
  const runId = desk.ids.runId();
  const isEvent = named.trigger.type === 'event';
  const scope = triggerScope(name, at, isEvent ? (payload ?? null) : undefined);
  const otherwise = isEvent ? (payload ?? null) : {};
  const input = await triggerInput(named.trigger.input, otherwise, scope, { at, seed: runId });
  if (!input.ok) return { kind: 'rejected', code: 'invalid', reason: input.error.message, error: input.error };
  return desk.start({ ...startable, runId, input: input.value, by });
}
