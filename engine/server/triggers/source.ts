import type { PlaceNow } from '../../activities/place.ts';
import type { Trigger } from '../../core/definition/triggers.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Delivered, NamedTrigger } from '../../runtime/index.ts';

/**
 * Where deliveries of one type of trigger come from: files, a broker.
 *
 *   TS1  `open` resolves once the source is listening, and rejects where it cannot: it is opened again after a while
 *   TS2  what it resolves with ends it; after that nothing is delivered any more
 *   TS3  a delivery is told to be done with (acknowledged, forgotten) only after `deliver` has resolved: all is durable then. Where
 *        `deliver` rejects, nothing is known, and it is to be delivered again under the same key
 */
export interface TriggerSource<T extends Trigger = Trigger> {
  readonly type: T['type'];
  open(named: NamedTrigger<T>, ports: TriggerPorts): Promise<() => Promise<void>>;
}

export interface Delivery {
  /** One run starts for each; the trigger's own `key` goes before it. */
  readonly key: string;
  readonly payload: Json;
  /** Names in small letters. Those that prove who sent it are taken out before anything is stored. */
  readonly headers?: JsonObject;
  readonly topic?: string;
  readonly path?: string;
}

export interface TriggerPorts {
  readonly deliver: (delivery: Delivery) => Promise<Delivered>;
  /** The workspace and its settings, connections among them, as they are now. */
  readonly place: () => PlaceNow;
  /** DA7. Null: there is none. */
  readonly secret: (name: string) => Promise<string | null>;
  /** Something went wrong that nobody is waiting to hear. One line, no secrets. */
  readonly warn: (message: string) => void;
  /** The source broke after it was open, for good: it is closed and, after a while, opened again. */
  readonly failed: (message: string) => void;
}
