import { createHash } from 'node:crypto';
import { type ChannelCredentials, Client, connectivityState, credentials } from '@grpc/grpc-js';
import { networkPolicy } from '../network/policy.ts';
import { allowedAddresses } from '../network/resolve.ts';
import type { ActivityPlace } from '../place.ts';
import { type Endpoint, shown } from './endpoint.ts';
import { CHANNEL_MS, CONNECT_TIMEOUT_MS, MAX_MESSAGE_BYTES } from './limits.ts';

/** A channel of this process, kept between calls. */
export interface Channel {
  /** The same for the same endpoint under the same rules. */
  readonly key: string;
  readonly client: Client;
  /** It is not given to another call. */
  readonly drop: () => void;
  /** Of one call: it needs the channel no more. */
  readonly leave: () => void;
}

interface Kept {
  readonly client: Client;
  readonly until: number;
  users: number;
  isDropped: boolean;
}

const kept = new Map<string, Kept>();

/**
 * The channel to an endpoint. It goes to the addresses that were looked at, and to no others: gRPC does not resolve the name again. Rejects
 * with a ForbiddenError, or as `dns.lookup` does.
 */
export async function channelTo(endpoint: Endpoint, place: ActivityPlace, signal: AbortSignal): Promise<Channel> {
  const policy = networkPolicy(place.settings.http);
  const key = createHash('sha256')
    .update(JSON.stringify([endpoint, policy.key]))
    .digest('base64');
  for (const [each, one] of kept) if (one.until <= performance.now()) drop(each, one);
  const found = kept.get(key);
  if (found !== undefined) return taken(key, found);
  const within = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
  const addresses = await allowedAddresses(endpoint.target, { policy, signal: within });
  const other = kept.get(key);
  if (other !== undefined) return taken(key, other); // made while this one waited
  const client = clientFor(endpoint, addresses);
  const made: Kept = { client, until: performance.now() + CHANNEL_MS, users: 0, isDropped: false };
  kept.set(key, made);
  return taken(key, made);
}

function taken(key: string, one: Kept): Channel {
  one.users += 1;
  return {
    key,
    client: one.client,
    drop: () => drop(key, one),
    leave() {
      one.users -= 1;
      if (one.isDropped && one.users === 0) one.client.close();
    },
  };
}

function drop(key: string, one: Kept): void {
  if (one.isDropped) return;
  one.isDropped = true;
  if (kept.get(key) === one) kept.delete(key);
  if (one.users === 0) one.client.close();
}

function clientFor(
  endpoint: Endpoint,
  addresses: readonly { readonly address: string; readonly family: number }[],
): Client {
  const { target, tls, authority } = endpoint;
  const family = addresses[0]?.family ?? 4;
  const all = addresses
    .filter((each) => each.family === family)
    .map(({ address }) => (family === 6 ? `[${address}]:${target.port}` : `${address}:${target.port}`));
  return new Client(`ipv${family}:${all.join(',')}`, credentialsOf(endpoint), {
    'grpc.default_authority': authority ?? shown(endpoint),
    ...(tls !== null && { 'grpc.ssl_target_name_override': tls.serverName ?? target.host }),
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.enable_http_proxy': 0, // the environment has no say
    'grpc.enable_retries': 0, // the engine tries again, and counts
    'grpc.service_config_disable_resolution': 1,
    'grpc.use_local_subchannel_pool': 1, // what one endpoint may reach is not for another
    'grpc.primary_user_agent': 'sagaloom',
    'grpc.max_reconnect_backoff_ms': 5_000,
  });
}

function credentialsOf({ tls }: Endpoint): ChannelCredentials {
  if (tls === null) return credentials.createInsecure();
  const buffer = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));
  return credentials.createSsl(buffer(tls.ca), buffer(tls.key), buffer(tls.cert));
}

/** Waits until a connection stands, or cannot be made; then a call says why. */
export async function connected({ client }: Channel, signal: AbortSignal): Promise<void> {
  const channel = client.getChannel();
  const end = performance.now() + CONNECT_TIMEOUT_MS;
  for (;;) {
    const state = channel.getConnectivityState(true);
    if (
      state === connectivityState.READY ||
      state === connectivityState.TRANSIENT_FAILURE ||
      state === connectivityState.SHUTDOWN
    )
      return;
    if (signal.aborted || performance.now() >= end) return;
    await changed(channel, state, end, signal);
  }
}

type Watched = ReturnType<Client['getChannel']>;

function changed(channel: Watched, state: connectivityState, end: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    channel.watchConnectivityState(state, Date.now() + Math.max(0, end - performance.now()), () => resolve());
  });
}

export function closeChannels(): void {
  for (const [key, one] of kept) drop(key, one);
}
