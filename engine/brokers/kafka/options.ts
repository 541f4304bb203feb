import type { BaseOptions } from '@platformatic/kafka';
import { type Address, hostText } from '../address.ts';
import { credentialsOf, tlsOf } from '../fields.ts';
import type { KafkaSettings } from './settings.ts';

export function kafkaOptions(settings: KafkaSettings, address: Address): BaseOptions {
  const { user, password } = credentialsOf(settings, address);
  const { mechanism = 'SCRAM-SHA-256' } = settings;
  return {
    clientId: 'sagaloom',
    bootstrapBrokers: address.hosts.map(hostText),
    connectTimeout: 10_000,
    retries: 1,
    ...(address.scheme === 'kafkas' && { tls: tlsOf(settings), tlsServerName: true }),
    ...(user !== undefined && password !== undefined && { sasl: { mechanism, username: user, password } }),
  };
}
