import type { Socket } from 'node:net';
import { callbackify } from 'node:util';
import type { buildConnector } from 'undici';
import { guardedSocket } from './connect.ts';
import { canonicalHost, type Target } from './host.ts';
import type { NetworkPolicy } from './policy.ts';
import { type Proxy, tunnel } from './proxy.ts';
import type { Reach, Resolve } from './resolve.ts';
import { secured, type TlsOptions } from './secured.ts';

/** How a connection is made. */
export interface Way {
  readonly policy: NetworkPolicy;
  readonly proxy: Proxy | null;
  readonly tls: TlsOptions;
  /** Default: the system's. */
  readonly resolve?: Resolve | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Makes undici's connections, none of them round the policy. */
export function guardedConnector(way: Way): buildConnector.connector {
  const opening = callbackify((target: Target, isSecure: boolean) => open(target, isSecure, way));
  return ({ hostname, protocol, port }, callback) => {
    const isSecure = protocol === 'https:';
    const target = { host: canonicalHost(hostname) ?? hostname, port: Number(port || (isSecure ? 443 : 80)) };
    opening(target, isSecure, (error, socket) => (error === null ? callback(null, socket) : callback(error, null)));
  };
}

/** Name, proxy and handshake together have their time. Rejects with a ForbiddenError, a ProxyError, or as Node's modules do. */
export async function open(target: Target, isSecure: boolean, way: Way): Promise<Socket> {
  const signal = AbortSignal.timeout(CONNECT_TIMEOUT_MS);
  const reach: Reach = { policy: way.policy, resolve: way.resolve, signal };
  try {
    const socket = await (way.proxy === null ? guardedSocket(target, reach) : tunnel(target, way.proxy, reach));
    return isSecure ? await secured(socket, target, way.tls, signal) : socket;
  } catch (error) {
    if (signal.aborted) throw new Error(`it took longer than ${CONNECT_TIMEOUT_MS / 1_000} s`, { cause: error });
    throw error;
  }
}
