import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { docs } from './docs.ts';
import { publishInput, publishOutput } from './schema.ts';

export const publishActivity = defineActivity({
  name: 'publish',
  summary: 'Sends a message to a queue or a stream, and waits until the broker has confirmed it.',
  docs,
  examples: [
    {
      title: 'An order to a NATS stream',
      with: { connection: 'events', topic: 'orders.created', payload: { orderId: '{% input.orderId %}' } },
    },
    {
      title: 'By an exchange of RabbitMQ',
      with: {
        connection: 'rabbit',
        topic: 'shop.events',
        key: 'order.paid',
        headers: { tenant: '{% input.tenant %}' },
        payload: '{% input %}',
      },
    },
    {
      title: 'A text, recognised by an id of your own',
      with: {
        connection: 'plant',
        topic: 'machines/7/command',
        payload: 'stop',
        format: 'text',
        id: "{% 'stop-' & input.shift %}",
      },
    },
  ],
  category: 'messaging',
  icon: 'M2.5 4h11v8h-11z M2.5 4l5.5 4.5l5.5-4.5 M8 15v-3 M6 13l2-2l2 2',
  unverified: 'With Kafka it was never tried against a real server; with the other brokers it was.',
  input: publishInput,
  output: publishOutput,
  ...lazily(() => import('./perform.ts')),
});
