import { sha256Hex } from '../digest.ts';
import type { StartRequest } from '../engine.ts';
import type { Outcome } from '../mail.ts';
import type { Definitions, DomainEvent, DomainEvents } from '../ports.ts';
import { triggerFires, triggerInput, triggerScope } from './input.ts';
import type { DeployedTriggers, NamedTrigger } from './triggers.ts';

export interface DeliveryOptions {
  readonly events: DomainEvents;
  readonly triggers: DeployedTriggers;
  readonly definitions: Definitions;
  readonly start: (request: StartRequest) => Promise<Outcome>;
  readonly warn: (message: string, error?: unknown) => void;
}

/**
 * LI5. Publishes a domain event and starts the runs it triggers: one a (event, trigger), since the run's id is made of both and the
 * journal takes each id once, for as long as it keeps the run. Told again after a crash, it does what is left.
 */
export async function publishEvent(options: DeliveryOptions, event: DomainEvent): Promise<boolean> {
  const isNew = await options.events.publish(event);
  for (const named of await options.triggers.all())
    if (named.trigger.type === 'event' && named.trigger.event === event.name) await deliver(options, event, named);
  return isNew;
}

/** One trigger that cannot start is nothing the others, or the sender, can do anything about. */
async function deliver(options: DeliveryOptions, event: DomainEvent, named: NamedTrigger): Promise<void> {
  const { workflow, name } = named;
  const refused = await startFor(options, event, named);
  if (refused !== null)
    options.warn(`The event ${event.name} (${event.key}) did not start ${workflow} by ${name}: ${refused}`);
}

async function startFor(
  { definitions, start }: DeliveryOptions,
  { key, at, payload }: DomainEvent,
  { workflow, name, trigger }: NamedTrigger,
): Promise<string | null> {
  if (trigger.type !== 'event') return null;
  const runId = deliveryRun(workflow, name, key);
  const entropy = { at, seed: runId };
  const scope = triggerScope(name, at, payload);
  const fires = await triggerFires(trigger.when, scope, entropy);
  if (!fires.ok) return fires.error.message;
  if (!fires.value) return null;
  const input = await triggerInput(trigger.input, payload, scope, entropy);
  if (!input.ok) return input.error.message;
  const startable = await definitions.latest(workflow);
  if (startable === null) return 'it is not there.';
  const outcome = await start({ ...startable, runId, input: input.value, by: `event:${name}` });
  return outcome.kind === 'accepted' || outcome.code === 'alreadyStarted' ? null : outcome.reason;
}

function deliveryRun(workflow: string, trigger: string, key: string): string {
  return `${workflow}.${trigger}.${sha256Hex(JSON.stringify([workflow, trigger, key])).slice(0, 24)}`;
}
