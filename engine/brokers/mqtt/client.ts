import { randomUUID } from 'node:crypto';
import { connect as dial, type IClientOptions, type MqttClient } from 'mqtt';
import type { Address } from '../address.ts';
import { credentialsOf, tlsOf } from '../fields.ts';
import type { MqttSettings } from './settings.ts';

/** What a reader asks of its session; a publisher keeps none. */
export interface MqttSession {
  readonly clientId: string;
  /** Unacknowledged messages at most. */
  readonly prefetch: number;
  /** Called before the first message may come. */
  readonly prepare: (client: MqttClient) => void;
}

const WEEK_S = 7 * 86_400;

/** One try. `lost` is told why, where the broker said so. */
export async function connectMqtt(
  settings: MqttSettings,
  address: Address,
  lost: (reason: Error) => void,
  session: MqttSession | null,
): Promise<MqttClient> {
  const client = dial({ ...options(settings, address), ...sessionOptions(settings, session) });
  session?.prepare(client);
  const { promise, resolve, reject } = Promise.withResolvers<MqttClient>();
  let reason: Error | null = null;
  client.once('connect', () => resolve(client));
  client.on('error', (error) => (reason ??= error));
  client.on('disconnect', ({ reasonCode }) => (reason ??= new Error(disconnectText(reasonCode))));
  client.on('close', () => {
    const why = reason ?? new Error(session === null ? BROKE : `${BROKE} ${TAKEN_HINT}`);
    reject(why);
    client.end(true); // otherwise its timers stay
    lost(why);
  });
  return promise;
}

const BROKE = 'the connection broke.';
/** Not every broker says why it ends a connection. */
const TAKEN_HINT = 'If that goes on, another engine may read with the same group: each needs one of its own.';

const TAKEN_OVER = 0x8e;

const disconnectText = (code: number | undefined): string =>
  code === TAKEN_OVER
    ? 'another engine has begun to read with the same group: each needs one of its own.'
    : `the broker ended the connection, reason code ${code ?? 0}.`;

function options(settings: MqttSettings, address: Address): IClientOptions {
  const { user, password } = credentialsOf(settings, address);
  const [first] = address.hosts;
  const isTls = address.scheme === 'mqtts';
  return {
    protocol: isTls ? 'mqtts' : 'mqtt',
    host: first?.host ?? 'localhost',
    port: first?.port ?? mqttPort(isTls),
    protocolVersion: 5,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    keepalive: 20,
    resubscribe: false,
    ...(user !== undefined && { username: user }),
    ...(password !== undefined && { password }),
    ...(isTls && tlsOf(settings)),
  };
}

const mqttPort = (isTls: boolean): number => (isTls ? 8883 : 1883);

function sessionOptions({ sessionExpiry = WEEK_S }: MqttSettings, session: MqttSession | null): IClientOptions {
  if (session === null) return { clean: true, clientId: `sagaloom-${randomUUID()}` };
  const { clientId, prefetch } = session;
  const properties = { sessionExpiryInterval: sessionExpiry, receiveMaximum: Math.min(prefetch, 65_535) };
  return { clean: false, clientId, properties };
}
