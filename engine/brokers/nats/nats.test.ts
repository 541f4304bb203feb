import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { brokerContract } from '../testing/contract.ts';
import { isInstalled, natsServer } from '../testing/servers.ts';

async function makeStream(url: string): Promise<void> {
  const connection = await connect({ servers: url.replace('nats://', '') });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'contract', subjects: ['contract.>'] });
  await connection.close();
}

brokerContract({
  title: 'NATS JetStream',
  isInstalled: isInstalled.nats,
  start: natsServer,
  settings: (url) => ({ type: 'nats', url }),
  prepare: makeStream,
  shares: true,
});
