import { createClient, RESP_TYPES } from 'redis';
import type { Address } from '../address.ts';
import { credentialsOf, tlsOf } from '../fields.ts';
import type { RedisSettings } from './settings.ts';

/** What Redis answers with its older protocol. */
export type Reply = null | string | number | Buffer | readonly Reply[];

/** One connection. Texts come as bytes. */
export interface RedisClient {
  readonly call: (...args: readonly (string | Buffer)[]) => Promise<Reply>;
  readonly isOpen: () => boolean;
  /** Never rejects. */
  readonly close: () => Promise<void>;
}

/** One try, and no buffer: what cannot be sent at once is not sent. */
export async function connectRedis(settings: RedisSettings, address: Address, lost: () => void): Promise<RedisClient> {
  const { user, password } = credentialsOf(settings, address);
  const client = createClient({
    RESP: 2,
    ...(user && { username: user }),
    ...(password !== undefined && { password }),
    database: Number(address.path ?? 0),
    name: 'sagaloom',
    disableOfflineQueue: true,
    socket: socketOptions(settings, address),
  });
  client.on('error', lost);
  client.on('end', lost);
  await client.connect();
  const typeMapping = { [RESP_TYPES.BLOB_STRING]: Buffer };
  return {
    call: (...args) => client.sendCommand<Reply>(args, { typeMapping }),
    isOpen: () => client.isReady,
    async close() {
      if (client.isOpen) client.destroy();
    },
  };
}

function socketOptions(settings: RedisSettings, { scheme, hosts: [first] }: Address) {
  const common = {
    host: first?.host ?? 'localhost',
    port: first?.port ?? 6379,
    connectTimeout: 10_000,
    reconnectStrategy: false,
    keepAlive: true,
  } as const;
  return scheme === 'rediss' ? ({ ...common, tls: true, ...tlsOf(settings) } as const) : common;
}
