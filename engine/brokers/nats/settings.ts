import { z } from 'zod';
import { urlField } from '../address.ts';
import { credentialFields, tlsFields } from '../fields.ts';

export const natsPorts = { nats: 4222, tls: 4222 } as const;

export const natsSettings = z
  .strictObject({
    type: z.literal('nats'),
    url: urlField(natsPorts, 'several', 'nats://host:4222, with several hosts as host1,host2, or tls://').meta({
      description: 'nats://HOST, or tls://HOST; several hosts of one cluster with commas.',
    }),
    ...credentialFields,
    token: z.string().optional().meta({ description: 'Instead of a user: a token, usually a secret.' }),
    creds: z.string().optional().meta({ description: 'Instead of a user: the text of a .creds file, a secret.' }),
    ...tlsFields,
  })
  .meta({ title: 'nats', description: 'NATS with JetStream.' });

export type NatsSettings = z.output<typeof natsSettings>;
