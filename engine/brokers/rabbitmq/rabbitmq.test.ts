import { brokerContract } from '../testing/contract.ts';
import { isInstalled, rabbitServer } from '../testing/servers.ts';

brokerContract({
  title: 'RabbitMQ',
  isInstalled: isInstalled.rabbitmq,
  start: rabbitServer,
  settings: (url) => ({ type: 'rabbitmq', url }),
  shares: true,
});
