import { z } from 'zod';
import { urlField } from '../address.ts';
import { credentialFields, tlsFields } from '../fields.ts';

export const kafkaPorts = { kafka: 9092, kafkas: 9093 } as const;

export const kafkaSettings = z
  .strictObject({
    type: z.literal('kafka'),
    url: urlField(kafkaPorts, 'several', 'kafka://host1:9092,host2:9092, or kafkas:// for TLS').meta({
      description: 'kafka://HOST, or kafkas:// for TLS; several hosts of one cluster with commas.',
    }),
    ...credentialFields,
    mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']).optional().meta({
      description: 'How the user logs in. Default: SCRAM-SHA-256.',
    }),
    ...tlsFields,
  })
  .meta({ title: 'kafka', description: 'Kafka. Never tried against a real server.' });

export type KafkaSettings = z.output<typeof kafkaSettings>;
