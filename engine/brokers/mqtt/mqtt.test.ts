import { brokerContract } from '../testing/contract.ts';
import { isInstalled, mqttServer } from '../testing/servers.ts';

brokerContract({
  title: 'MQTT',
  isInstalled: isInstalled.mqtt,
  start: mqttServer,
  settings: (url) => ({ type: 'mqtt', url }),
  shares: false,
});
