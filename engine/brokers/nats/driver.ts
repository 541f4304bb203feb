import type { NatsConnection } from '@nats-io/transport-node';
import { type Address, placeOf } from '../address.ts';
import type { Driver } from '../driver.ts';
import { secretsOf } from '../fields.ts';
import { connectNats } from './client.ts';
import { readNats } from './read.ts';
import { sendNats } from './send.ts';
import type { NatsSettings } from './settings.ts';

export function natsDriver(settings: NatsSettings, address: Address): Driver<NatsConnection> {
  const disconnect = (connection: NatsConnection): Promise<void> => connection.close().catch(() => {});
  return {
    title: 'NATS',
    place: placeOf(address),
    secrets: secretsOf([
      settings.password,
      settings.token,
      settings.creds,
      settings.key,
      address.password ?? address.user ?? undefined,
    ]),
    connect: (lost) => connectNats(settings, address, lost),
    disconnect,
    send: sendNats,
    async read(session) {
      const connection = await connectNats(settings, address, () => {});
      try {
        await readNats(connection, session);
      } finally {
        await disconnect(connection);
      }
    },
  };
}
