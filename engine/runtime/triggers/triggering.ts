import type { Rejection } from '../../core/command.ts';
import type { StartRequest } from '../engine.ts';
import type { Host } from '../host.ts';
import type { DeliveriesQuery, DeliveryEntry } from '../ports.ts';
import type { Delivered } from './delivered.ts';
import type { DeliverRequest } from './deliveries.ts';
import type { NamedTrigger } from './triggers.ts';

/** LI5. What starts runs from outside: part of the engine. */
export interface Triggering {
  /** Of all deployed workflows, in their latest versions. */
  triggers(): Promise<readonly NamedTrigger[]>;
  /** Calls after each deployment; the answer ends it. */
  onDeployed(listener: () => void): () => void;
  /** One run a key, whatever happens in between; when it resolves, that is durable. Where it rejects, nothing is known: ask again. */
  deliver(request: DeliverRequest): Promise<Delivered>;
  /** Starts a run at a later time, under the definition and config given now. Listed with the deliveries until then. */
  startLater(request: StartRequest, dueAt: number): Promise<DeliveryEntry | Rejection>;
  /** The latest first. */
  deliveries(query: DeliveriesQuery): Promise<readonly DeliveryEntry[]>;
  delivery(id: string): Promise<DeliveryEntry | null>;
  /** The same again, as a delivery of its own. Null: there is no such delivery. */
  replayDelivery(id: string, by: string): Promise<DeliveryEntry | null>;
  /** Of a start that is not due yet. Null: there is none, or it has been dealt with. */
  cancelDelivery(id: string): Promise<DeliveryEntry | null>;
}

export function triggering({ desk, triggers, stores, deployed }: Host): Triggering {
  return {
    triggers: () => triggers.all(),
    onDeployed(listener) {
      deployed.add(listener);
      return () => deployed.delete(listener);
    },
    deliver: (request) => desk.deliver(request),
    startLater: (request, dueAt) => desk.later(request, dueAt),
    deliveries: (query) => stores.deliveries.list(query),
    delivery: (id) => stores.deliveries.get(id),
    replayDelivery: (id, by) => desk.replay(id, by),
    cancelDelivery: (id) => desk.cancel(id),
  };
}
