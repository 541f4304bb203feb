import { z } from 'zod';
import { urlField } from '../address.ts';
import { credentialFields, tlsFields } from '../fields.ts';

export const redisPorts = { redis: 6379, rediss: 6379 } as const;

export const redisSettings = z
  .strictObject({
    type: z.literal('redis'),
    url: urlField(redisPorts, 'one', 'redis://host:6379/0, or rediss://').meta({
      description: 'redis://HOST/DATABASE, or rediss://. Default of DATABASE: 0.',
    }),
    ...credentialFields,
    ...tlsFields,
  })
  .meta({ title: 'redis', description: 'Redis streams; Redis 6.2 or newer.' });

export type RedisSettings = z.output<typeof redisSettings>;
