import { once } from 'node:events';
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { ForbiddenError } from './forbidden.ts';
import type { Target } from './host.ts';
import type { NetworkPolicy } from './policy.ts';
import { allowedAddresses, pinned, type Reach } from './resolve.ts';

/**
 * A TCP connection to where the policy lets it go. The addresses are looked at before it is made, and the one it was made to again
 * before a byte is written, so that neither a spelling nor a name that resolves differently a moment later leads elsewhere. Rejects with
 * a ForbiddenError, or as `node:net` and `node:dns` do.
 */
export async function guardedSocket(target: Target, reach: Reach): Promise<Socket> {
  const { policy, signal } = reach;
  const addresses = await allowedAddresses(target, reach);
  signal.throwIfAborted();
  const { host, port } = target;
  const socket = connectSocket({ host, port, lookup: pinned(addresses), noDelay: true, keepAlive: true });
  try {
    await once(socket, 'connect', { signal });
    const why = connectedElsewhere(socket, target, policy);
    if (why !== null) throw new ForbiddenError(why);
    return socket;
  } catch (error) {
    socket.on('error', () => {}).destroy();
    throw error;
  }
}

function connectedElsewhere({ remoteAddress }: Socket, target: Target, policy: NetworkPolicy): string | null {
  if (remoteAddress === undefined) throw new Error('the connection broke at once');
  const why = policy.refusesAddress(remoteAddress, target);
  return why === null || isIP(target.host) !== 0 ? why : `${target.host} led to ${why}`;
}
