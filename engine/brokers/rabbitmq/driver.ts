import { type Address, placeOf } from '../address.ts';
import type { Driver } from '../driver.ts';
import { secretsOf } from '../fields.ts';
import { connectRabbit } from './client.ts';
import { readRabbit } from './read.ts';
import { type RabbitSender, rabbitSender, sendRabbit } from './send.ts';
import type { RabbitSettings } from './settings.ts';

export function rabbitDriver(settings: RabbitSettings, address: Address): Driver<RabbitSender> {
  return {
    title: 'RabbitMQ',
    place: placeOf(address),
    secrets: secretsOf([settings.password, settings.key, address.password ?? undefined]),
    connect: async (lost) => rabbitSender(await connectRabbit(settings, address, lost)),
    async disconnect({ connection, idle }) {
      await Promise.all(idle.map((channel) => channel.close()));
      connection.unsafeDestroy(); // all was confirmed, or given up
    },
    send: sendRabbit,
    async read(session) {
      const { promise: gone, reject } = Promise.withResolvers<never>();
      gone.catch(() => {});
      const connection = await connectRabbit(settings, address, () => reject(new Error('the connection broke.')));
      try {
        await readRabbit(connection, gone, session);
        await connection.close();
      } finally {
        connection.unsafeDestroy();
      }
    },
  };
}
