export const docs = `
Sends one message to a broker, over a connection of \`sagaloom.config.json\`, and completes only when the broker has confirmed it:

| type | \`topic\` is | confirmed means | a message sent twice |
| --- | --- | --- | --- |
| \`nats\` | a subject | a JetStream stream has written it | is dropped by the stream, within its duplicate window |
| \`rabbitmq\` | a queue; with \`key\`, an exchange | its queues have it, persistent | has the same \`message-id\` |
| \`redis\` | a stream | it is in the stream, as safe as Redis is set up (\`appendfsync\`) | has the same field \`message-id\` |
| \`mqtt\` | a topic | the broker has it (QoS 1, MQTT 5) | has the same user property \`message-id\` |
| \`kafka\` | a topic | all replicas in step have it | has the same header \`message-id\` |

The id of the message is the step's idempotency key, the same for all attempts of a visit, unless \`id\` is given: by it a broker, or
whoever reads the message, recognises one that was sent again. \`message\` triggers do. The W3C header \`traceparent\` goes with it.

A connection has \`type\` and \`url\` (\`nats://\`, \`amqp://HOST/VHOST\`, \`redis://HOST/DATABASE\`, \`mqtt://\`, \`kafka://\`; for TLS \`tls://\`,
\`amqps://\`, \`rediss://\`, \`mqtts://\`, \`kafkas://\`), and, where needed, \`user\` and \`password\` (of NATS also \`token\` or \`creds\`), and
\`ca\`, \`cert\` and \`key\` as PEM texts. Secrets stand as \`{% secrets.NAME %}\`. One connection is kept for all steps of the process.

Errors:

- \`publish.connection\`: the broker could not be reached; nothing was sent (effect none).
- \`publish.refused\`: it said no: no stream or queue takes it, it may not be written there, it is too long (effect none). Of several
  queues of RabbitMQ some may have taken it: then the effect is unknown.
- \`publish.unconfirmed\`: it was sent, and nobody knows whether it came (effect unknown). It is safe to try again where repeats are
  recognised.

Kafka was never tried against a real server.
`.trim();
