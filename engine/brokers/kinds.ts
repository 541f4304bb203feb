import type { z } from 'zod';
import { type Address, addressOf } from './address.ts';
import type { Driver } from './driver.ts';
import { type KafkaSettings, kafkaPorts, kafkaSettings } from './kafka/settings.ts';
import { type MqttSettings, mqttPorts, mqttSettings } from './mqtt/settings.ts';
import { type NatsSettings, natsPorts, natsSettings } from './nats/settings.ts';
import { type RabbitSettings, rabbitPorts, rabbitSettings } from './rabbitmq/settings.ts';
import { type RedisSettings, redisPorts, redisSettings } from './redis/settings.ts';

/** A kind of broker: its settings are small, its driver, with the client's library, loads only when it is used. */
interface Kind {
  readonly settings: z.ZodType;
  readonly load: (settings: unknown) => Promise<Driver>;
}

function kind<S extends { readonly url: string }>(
  settings: z.ZodType<S>,
  ports: Readonly<Record<string, number>>,
  load: (settings: S, address: Address) => Promise<Driver>,
): Kind {
  return {
    settings,
    async load(given) {
      const parsed = settings.parse(given);
      const address = addressOf(parsed.url, ports);
      if (address === null) throw new Error('the schema lets no such URL through');
      return load(parsed, address);
    },
  };
}

/** A driver handed on to code that is the same for all: what it calls a client goes back to nobody but itself. */
const erased = <Client>(driver: Driver<Client>): Driver => driver as unknown as Driver;

export const kinds = {
  nats: kind<NatsSettings>(natsSettings, natsPorts, async (settings, address) =>
    erased((await import('./nats/driver.ts')).natsDriver(settings, address)),
  ),
  rabbitmq: kind<RabbitSettings>(rabbitSettings, rabbitPorts, async (settings, address) =>
    erased((await import('./rabbitmq/driver.ts')).rabbitDriver(settings, address)),
  ),
  redis: kind<RedisSettings>(redisSettings, redisPorts, async (settings, address) =>
    erased((await import('./redis/driver.ts')).redisDriver(settings, address)),
  ),
  mqtt: kind<MqttSettings>(mqttSettings, mqttPorts, async (settings, address) =>
    erased((await import('./mqtt/driver.ts')).mqttDriver(settings, address)),
  ),
  kafka: kind<KafkaSettings>(kafkaSettings, kafkaPorts, async (settings, address) =>
    erased((await import('./kafka/driver.ts')).kafkaDriver(settings, address)),
  ),
} as const;

export type BrokerType = keyof typeof kinds;

export const brokerTypes = Object.keys(kinds) as readonly BrokerType[];
