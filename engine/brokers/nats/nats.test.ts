import { brokerContract } from '../testing/contract.ts';
import { isInstalled, natsServer } from '../testing/servers.ts';
import { makeStream } from '../testing/streams.ts';

brokerContract({
  title: 'NATS JetStream',
  isInstalled: isInstalled.nats,
  start: natsServer,
  settings: (url) => ({ type: 'nats', url }),
  prepare: (url) => makeStream(url),
  shares: true,
});
