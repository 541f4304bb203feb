import { type Address, placeOf } from '../address.ts';
import type { Driver } from '../driver.ts';
import { secretsOf } from '../fields.ts';
import { connectRedis, type RedisClient } from './client.ts';
import { readRedis } from './read.ts';
import { sendRedis } from './send.ts';
import type { RedisSettings } from './settings.ts';

export function redisDriver(settings: RedisSettings, address: Address): Driver<RedisClient> {
  return {
    title: 'Redis',
    place: placeOf(address),
    secrets: secretsOf([settings.password, settings.key, address.password ?? undefined]),
    connect: (lost) => connectRedis(settings, address, lost),
    disconnect: (client) => client.close(),
    send: sendRedis,
    async read(session) {
      const asking = await connectRedis(settings, address, () => {});
      const waiting = await connectRedis(settings, address, () => {}).catch(async (error: unknown) => {
        await asking.close();
        throw error;
      });
      try {
        await readRedis(asking, waiting, session);
      } finally {
        await Promise.all([asking.close(), waiting.close()]);
      }
    },
  };
}
