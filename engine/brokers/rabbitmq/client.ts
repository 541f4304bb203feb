import { isIP } from 'node:net';
import { Connection, type ConnectionOptions } from 'rabbitmq-client';
import type { Address, Host } from '../address.ts';
import { credentialsOf, tlsOf } from '../fields.ts';
import type { RabbitSettings } from './settings.ts';

/** One try, at the first host that answers; the client would try for ever, which is for us to do. */
export async function connectRabbit(settings: RabbitSettings, address: Address, lost: () => void): Promise<Connection> {
  let failure: unknown = new Error('no host answered');
  for (const host of address.hosts) {
    try {
      return await connectTo(options(settings, address, host), lost);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function connectTo(given: ConnectionOptions, lost: () => void): Promise<Connection> {
  const connection = new Connection(given);
  const broke = Promise.withResolvers<never>();
  connection.on('error', (error: unknown) => {
    broke.reject(error);
    connection.unsafeDestroy(); // otherwise it would connect again
    lost();
  });
  broke.promise.catch(() => {});
  await Promise.race([connection.onConnect(given.connectionTimeout), broke.promise]);
  return connection;
}

function options(settings: RabbitSettings, address: Address, host: Host): ConnectionOptions {
  const { user = 'guest', password = 'guest' } = credentialsOf(settings, address);
  const isTls = address.scheme === 'amqps';
  return {
    hostname: host.host,
    port: host.port,
    username: user,
    password,
    vhost: address.path ?? '/',
    connectionName: 'sagaloom',
    connectionTimeout: 10_000,
    acquireTimeout: 10_000,
    heartbeat: 20,
    noDelay: true,
    ...(isTls && { tls: { ...serverName(host), ...tlsOf(settings) } }),
  };
}

/** An address is none. */
const serverName = ({ host }: Host) => (isIP(host) === 0 ? { servername: host } : {});
