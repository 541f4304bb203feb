import { z } from 'zod';
import { urlField } from '../address.ts';
import { credentialFields, tlsFields } from '../fields.ts';

export const rabbitPorts = { amqp: 5672, amqps: 5671 } as const;

export const rabbitSettings = z
  .strictObject({
    type: z.literal('rabbitmq'),
    url: urlField(rabbitPorts, 'several', 'amqp://host/vhost, with several hosts as host1,host2, or amqps://').meta({
      description: 'amqp://HOST/VHOST, or amqps://; several hosts of one cluster with commas. Default of VHOST: /.',
    }),
    ...credentialFields,
    ...tlsFields,
  })
  .meta({ title: 'rabbitmq', description: 'RabbitMQ, by AMQP 0-9-1.' });

export type RabbitSettings = z.output<typeof rabbitSettings>;
