import type { DomainEvent, DomainEvents } from '../ports.ts';
import type { Delivered } from './delivered.ts';
import type { DeliverRequest } from './deliveries.ts';
import type { DeployedTriggers } from './triggers.ts';

export interface PublishOptions {
  readonly events: DomainEvents;
  readonly triggers: DeployedTriggers;
  readonly deliver: (request: DeliverRequest) => Promise<Delivered>;
  readonly warn: (message: string, error?: unknown) => void;
}

/**
 * LI5. Publishes a domain event and starts the runs it triggers: one a (event, trigger). Told again after a crash, it does what is left.
 * One trigger that cannot start is nothing the others, or the sender, can do anything about.
 */
export async function publishEvent(options: PublishOptions, event: DomainEvent): Promise<boolean> {
  const { name, key, payload, at } = event;
  const isNew = await options.events.publish(event);
  for (const { workflow, name: trigger, trigger: spec } of await options.triggers.all()) {
    if (spec.type !== 'event' || spec.event !== name) continue;
    const delivered = await options.deliver({ workflow, trigger, key, payload, at });
    if (delivered.kind === 'refused')
      options.warn(`The event ${name} (${key}) did not start ${workflow} by ${trigger}: ${delivered.reason}`);
  }
  return isNew;
}
