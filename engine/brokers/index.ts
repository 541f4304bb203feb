/** Queues and streams of others: NATS JetStream, RabbitMQ, Redis streams, MQTT and Kafka, each behind the same two operations. */
export { type Incoming, type Limits, type Outgoing, Poison } from './broker.ts';
export { defaultLimits } from './broker.ts';
export { brokerTypes } from './kinds.ts';
export { openBroker } from './open.ts';
export { brokerPool } from './pool.ts';
export { backOffMs, pause } from './waiting.ts';
