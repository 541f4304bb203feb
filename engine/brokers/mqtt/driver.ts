import { type Address, placeOf } from '../address.ts';
import { durableName } from '../durable-name.ts';
import type { Driver } from '../driver.ts';
import { secretsOf } from '../fields.ts';
import { connectMqtt } from './client.ts';
import { readMqtt, receiveMqtt } from './read.ts';
import { type MqttSender, mqttSender, sendMqtt } from './send.ts';
import type { MqttSettings } from './settings.ts';

export function mqttDriver(settings: MqttSettings, address: Address): Driver<MqttSender> {
  return {
    title: 'MQTT',
    place: placeOf(address),
    secrets: secretsOf([settings.password, settings.key, address.password ?? undefined]),
    connect: async (lost) => mqttSender(await connectMqtt(settings, address, lost, null)),
    disconnect: ({ client }) => client.endAsync().catch(() => {}),
    send: sendMqtt,
    async read(session) {
      const { promise: gone, reject } = Promise.withResolvers<never>();
      gone.catch(() => {});
      const client = await connectMqtt(settings, address, reject, {
        clientId: durableName(session.subscription), // by it the broker knows the session again
        prefetch: session.subscription.limits.prefetch,
        prepare: (client) => receiveMqtt(client, session),
      });
      try {
        await readMqtt(client, gone, session);
      } finally {
        await client.endAsync().catch(() => {});
      }
    },
  };
}
