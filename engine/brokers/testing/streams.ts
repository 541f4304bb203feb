import { jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

/** A JetStream stream, as people set one up before they use it. */
export async function makeStream(url: string, name = 'contract', { isWorkQueue = false } = {}): Promise<void> {
  const connection = await connect({ servers: url.replace('nats://', '') });
  const manager = await jetstreamManager(connection);
  const retention = isWorkQueue ? RetentionPolicy.Workqueue : RetentionPolicy.Limits;
  await manager.streams.add({ name, subjects: [`${name}.>`], retention });
  await connection.close();
}
