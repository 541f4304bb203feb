import {
  connect as dial,
  credsAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { type Address, hostText } from '../address.ts';
import { credentialsOf, tlsOf } from '../fields.ts';
import type { NatsSettings } from './settings.ts';

/** One try, at each of the hosts; never again by itself, so that nothing waits in a buffer for a connection that may not come. */
export async function connectNats(settings: NatsSettings, address: Address, lost: () => void): Promise<NatsConnection> {
  const connection = await dial({
    servers: address.hosts.map(hostText),
    name: 'sagaloom',
    reconnect: false,
    timeout: 10_000,
    pingInterval: 20_000,
    ...authentication(settings, address),
    ...(usesTls(settings, address) && { tls: tlsOf(settings) }),
  });
  void connection.closed().then(lost);
  return connection;
}

function authentication(settings: NatsSettings, address: Address): NodeConnectionOptions {
  const { token, creds } = settings;
  if (creds !== undefined) return { authenticator: credsAuthenticator(new TextEncoder().encode(creds)) };
  if (token !== undefined) return { token };
  const { user, password } = credentialsOf(settings, address);
  if (user === undefined) return {};
  // By the custom of NATS a name alone, in a URL, is a token.
  return password === undefined ? { token: user } : { user, pass: password };
}

const usesTls = ({ ca, cert }: NatsSettings, { scheme }: Address): boolean =>
  scheme === 'tls' || ca !== undefined || cert !== undefined;
