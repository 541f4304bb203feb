import { brokerContract } from '../testing/contract.ts';
import { isInstalled, redisServer } from '../testing/servers.ts';

brokerContract({
  title: 'Redis streams',
  isInstalled: isInstalled.redis,
  start: redisServer,
  settings: (url) => ({ type: 'redis', url }),
  shares: true,
});
