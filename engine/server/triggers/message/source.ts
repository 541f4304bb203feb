import { connectionNamed } from '../../../activities/connections.ts';
import {
  backOffMs,
  brokerTypes,
  defaultLimits,
  type Incoming,
  type Limits,
  openBroker,
  pause,
} from '../../../brokers/index.ts';
import type { TriggerOf } from '../../../core/definition/triggers.ts';
import { isEnvironmentError } from '../../../runtime/environment.ts';
import type { Delivered, NamedTrigger } from '../../../runtime/index.ts';
import type { Delivery, TriggerPorts, TriggerSource } from '../source.ts';
import { payloadOf } from './payload.ts';

export type MessageTrigger = TriggerOf<'message'>;
type Named = NamedTrigger<MessageTrigger>;

/** Messages of a broker. Each is acknowledged once its delivery is durable, and not before (TS3, BR2). */
export const messageSource = messagesWithin(defaultLimits);

export function messagesWithin(limits: Limits): TriggerSource<MessageTrigger> {
  return {
    type: 'message',
    async open(named, ports) {
      const broker = await brokerFor(named, ports);
      const closing = new AbortController();
      const { topic, group = groupOf(named) } = named.trigger;
      const onMessage = receiver(named, ports, limits, closing.signal);
      const { done } = await broker.consume({ topic, group, limits }, { onMessage, warn: ports.warn }, closing.signal);
      return async () => {
        closing.abort();
        await done;
      };
    },
  };
}

/** Each trigger gets all the messages, however many there are for a topic. */
const groupOf = ({ workflow, name }: Named): string => `sagaloom.${workflow}.${name}`;

async function brokerFor({ trigger: { connection } }: Named, { place, secret }: TriggerPorts) {
  const now = place();
  if (!now.ok) throw new Error(now.message);
  const found = await connectionNamed(connection, brokerTypes, { place: now.place, secret });
  if (!found.ok) throw new Error(found.error.message);
  const opened = await openBroker(found.connection);
  if (!opened.ok) throw new Error(`The connection ${connection} is not usable: ${opened.problem}.`);
  return opened.broker;
}

function receiver(named: Named, ports: TriggerPorts, limits: Limits, signal: AbortSignal) {
  const { workflow, name, trigger } = named;
  let hasWarned = trigger.key !== undefined;
  return async (message: Incoming): Promise<void> => {
    if (!message.isRecognised && !hasWarned) {
      hasWarned = true;
      ports.warn(unrecognisedText(named));
    }
    const delivered = await delivering(deliveryOf(message, trigger), ports, limits, signal);
    if (delivered.kind === 'refused')
      ports.warn(
        `The message ${message.id} of ${message.topic} did not start ${workflow} by ${name}: ${delivered.reason}`,
      );
  };
}

const unrecognisedText = ({ workflow, name, trigger: { topic } }: Named): string =>
  `Messages of ${topic} have no id: one that comes again, after a crash, starts another run of ${workflow}. Give the trigger ${name} a key.`;

const deliveryOf = (message: Incoming, { format = 'json' }: MessageTrigger): Delivery => ({
  key: message.id,
  payload: payloadOf(message.payload, format),
  headers: message.headers,
  topic: message.topic,
});

/**
 * Where the engine cannot write, no message is to blame: this one waits until it can, and those behind it with it. Of any other failure
 * the broker counts how often it comes.
 */
async function delivering(
  delivery: Delivery,
  { deliver }: TriggerPorts,
  limits: Limits,
  signal: AbortSignal,
): Promise<Delivered> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await deliver(delivery);
    } catch (error) {
      if (signal.aborted || !isEnvironmentError(error)) throw error;
      await pause(backOffMs(failures, limits), signal);
      if (signal.aborted) throw error;
    }
  }
}
