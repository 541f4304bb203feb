import { z } from 'zod';
import { durationSchema, expressionSchema, templateSchema } from './common.ts';

/** LI5. What starts runs without a person: each moment of a schedule starts one, and each delivery, told apart by its key. */

/** Names of signals, queries, updates and domain events: `paid`, `order.shipped`. */
export const messageNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/);

const nameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/);

const scheduleTriggerSchema = z.strictObject({
  type: z.literal('schedule'),
  cron: z.string().optional().meta({ description: 'Five or six fields, such as 0 9 * * 1-5. Either this or every.' }),
  every: durationSchema
    .optional()
    .meta({ description: 'A fixed interval, of a second at least. Either this or cron.' }),
  timeZone: z.string().optional().meta({ description: 'IANA name, such as Europe/Berlin. Default: UTC.' }),
  input: templateSchema.optional().meta({ description: 'In scope: trigger.at, trigger.name.' }),
  overlap: z.enum(['skip', 'allow', 'cancel']).optional().meta({
    description:
      'When the last run is still open: skip this moment, start all the same, or cancel it first. Default: skip.',
  }),
  catchUp: durationSchema.optional().meta({ description: 'Missed moments this recent are made up for. Default: 1m.' }),
  jitter: durationSchema.optional().meta({
    description: 'Each run starts up to so much after its moment: always the same for a moment. Absent: at once.',
  }),
  paused: z.boolean().optional().meta({ description: 'true: starts nothing for now. Default: false.' }),
});

const inputField = (scope: string) =>
  templateSchema.optional().meta({ description: `In scope: ${scope}. Default: the payload.` });

const eventTriggerSchema = z.strictObject({
  type: z.literal('event'),
  event: messageNameSchema.meta({ description: 'A domain event that a run published.' }),
  when: expressionSchema.optional().meta({ description: 'Only events for which this is true, of trigger.payload.' }),
  input: inputField('trigger.payload, trigger.at, trigger.name'),
});

/** What a delivery may say of itself, beside its payload. */
const whenField = expressionSchema
  .optional()
  .meta({ description: 'Only deliveries for which this is true, such as {% trigger.payload.paid %}.' });

/** The path of a webhook below /hooks/, without dots alone: no address means another one. */
const hookPathSchema = z
  .string()
  .max(200)
  .regex(/^(?!\.{1,2}(\/|$))[A-Za-z0-9_.~-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.~-]+)*$/);

export const webhookSignatureSchema = z
  .strictObject({
    scheme: z.enum(['hmac-sha256', 'standard-webhooks', 'github', 'stripe', 'token']).meta({
      description:
        'hmac-sha256 and github sign the body, standard-webhooks and stripe also the time, and the first of these its id; token is a shared word.',
    }),
    secret: nameSchema.meta({ description: 'The name of the secret it is checked with.' }),
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/)
      .optional()
      .meta({
        description:
          'Of hmac-sha256 and token, where it stands. Default: X-Signature-256, or Authorization with Bearer in front.',
      }),
    tolerance: durationSchema.optional().meta({
      description: 'Of standard-webhooks and stripe: how far the time it was sent at may be from ours. Default: 5m.',
    }),
  })
  .meta({ id: 'WebhookSignature', description: 'How the sender shows that it knows the secret.' });

const webhookTriggerSchema = z.strictObject({
  type: z.literal('webhook'),
  path: hookPathSchema.optional().meta({ description: 'Below /hooks/. Default: WORKFLOW/TRIGGER.' }),
  methods: z
    .array(z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']))
    .min(1)
    .optional()
    .meta({ description: 'Default: POST.' }),
  signature: webhookSignatureSchema.optional().meta({ description: 'Absent: only this machine may call it.' }),
  format: z.enum(['json', 'form', 'text', 'base64']).optional().meta({
    description: 'What the body is, and so the payload: fields of a form are an object. Default: json.',
  }),
  key: expressionSchema.optional().meta({
    description:
      'One run starts for each key. Absent: what the sender calls the delivery (Idempotency-Key, webhook-id, X-GitHub-Delivery, the id of an event of Stripe), else each one is new.',
  }),
  when: whenField,
  input: inputField('trigger.payload, trigger.headers, trigger.path, trigger.key, trigger.at, trigger.name'),
});

const messageTriggerSchema = z.strictObject({
  type: z.literal('message'),
  connection: nameSchema.meta({ description: 'A connection of sagaloom.config.json to a broker.' }),
  topic: z.string().min(1).max(255).meta({ description: 'The topic, queue, subject or stream that is read.' }),
  group: z.string().min(1).max(255).optional().meta({
    description: 'Readers with one name share the messages. Default: sagaloom.WORKFLOW.TRIGGER.',
  }),
  format: z.enum(['json', 'text', 'base64']).optional().meta({
    description: 'What a message is, and so the payload. Default: json.',
  }),
  key: expressionSchema.optional().meta({
    description: 'One run starts for each key. Absent: what the broker, or the sender, calls the message.',
  }),
  when: whenField,
  input: inputField('trigger.payload, trigger.headers, trigger.topic, trigger.key, trigger.at, trigger.name'),
});

const fileTriggerSchema = z.strictObject({
  type: z.literal('file'),
  pattern: z.string().min(1).max(255).meta({ description: 'Files of the workspace, such as inbox/*.csv.' }),
  on: z
    .array(z.enum(['created', 'changed']))
    .min(1)
    .optional()
    .meta({ description: 'What changed while nobody looked counts as created. Default: both.' }),
  settle: durationSchema.optional().meta({
    description: 'A file is whole once its size and time have not changed for so long. Default: 1s.',
  }),
  key: expressionSchema.optional().meta({
    description: 'One run starts for each key. Absent: the path and what the file holds.',
  }),
  when: whenField,
  input: inputField('trigger.payload, trigger.path, trigger.key, trigger.at, trigger.name'),
});

export const triggerSchema = z
  .discriminatedUnion('type', [
    scheduleTriggerSchema,
    eventTriggerSchema,
    webhookTriggerSchema,
    messageTriggerSchema,
    fileTriggerSchema,
  ])
  .meta({ id: 'Trigger', description: 'What starts a run.' });

export type Trigger = z.infer<typeof triggerSchema>;
export type TriggerOf<T extends Trigger['type']> = Extract<Trigger, { readonly type: T }>;
export type WebhookSignature = z.infer<typeof webhookSignatureSchema>;
