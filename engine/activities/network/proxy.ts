import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { guardedSocket } from './connect.ts';
import { ForbiddenError } from './forbidden.ts';
import { type Target, targetOf } from './host.ts';
import { networkPolicy } from './policy.ts';
import { secured } from './secured.ts';
import { allowedAddresses, type Reach } from './resolve.ts';

export interface Proxy {
  /** http or https, without credentials. */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /**
   * Who looks up names: here, so that the proxy is told an address that was looked at, or the proxy, so that only the name is.
   */
  readonly names: 'here' | 'proxy';
  /** The workspace itself named it; else it has to be allowed as any other target. */
  readonly isTrusted: boolean;
}

/** The proxy did not let it through. */
export class ProxyError extends Error {
  readonly code = 'ERR_PROXY';
}

const anywhere = networkPolicy({ network: 'any' });

/** A connection to the target through a tunnel of the proxy: nobody goes round the policy by way of it. */
export async function tunnel(target: Target, proxy: Proxy, reach: Reach): Promise<Socket> {
  const authority = await authorityOf(target, proxy, reach);
  const url = new URL(proxy.url);
  const policy = proxy.isTrusted ? anywhere : reach.policy;
  const at = targetOf(url);
  const plain = await guardedSocket(at, { ...reach, policy });
  const socket = url.protocol === 'https:' ? await secured(plain, at, {}, reach.signal) : plain;
  return connected(socket, authority, proxy, reach.signal);
}

async function authorityOf(target: Target, { names }: Proxy, reach: Reach): Promise<string> {
  if (names === 'proxy' && isIP(target.host) === 0) {
    const why = reach.policy.refusesHost(target);
    if (why !== null) throw new ForbiddenError(why);
    return `${target.host}:${target.port}`;
  }
  const addresses = await allowedAddresses(target, reach);
  const { address } = addresses.find(({ family }) => family === 4) ?? addresses[0] ?? { address: target.host };
  return address.includes(':') ? `[${address}]:${target.port}` : `${address}:${target.port}`;
}

async function connected(socket: Socket, authority: string, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const asking = request({
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...authorization(proxy) },
    createConnection: () => socket, // which an agent would not ask for
    signal,
  });
  asking.end();
  try {
    const [answer, tunnelled, head] = (await once(asking, 'connect')) as [IncomingMessage, Socket, Buffer];
    if (Math.floor((answer.statusCode ?? 0) / 100) !== 2 || head.length > 0)
      throw new ProxyError(`the proxy answered ${answer.statusCode} ${answer.statusMessage ?? ''}`.trimEnd());
    return tunnelled;
  } catch (error) {
    socket.on('error', () => {}).destroy();
    throw error;
  }
}

function authorization({ user, password }: Proxy): Record<string, string> {
  if (user === undefined) return {};
  return { 'proxy-authorization': `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
}
