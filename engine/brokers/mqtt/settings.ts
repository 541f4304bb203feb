import { z } from 'zod';
import { urlField } from '../address.ts';
import { credentialFields, tlsFields } from '../fields.ts';

export const mqttPorts = { mqtt: 1883, mqtts: 8883 } as const;

export const mqttSettings = z
  .strictObject({
    type: z.literal('mqtt'),
    url: urlField(mqttPorts, 'one', 'mqtt://host:1883, or mqtts://').meta({ description: 'mqtt://HOST, or mqtts://.' }),
    ...credentialFields,
    ...tlsFields,
    sessionExpiry: z.int().min(60).max(0xffff_fffe).optional().meta({
      description: 'Seconds for which the broker keeps messages for a trigger that is away. Default: 7 days.',
    }),
  })
  .meta({ title: 'mqtt', description: 'MQTT 5.' });

export type MqttSettings = z.output<typeof mqttSettings>;
