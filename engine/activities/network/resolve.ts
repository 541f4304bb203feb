import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { ForbiddenError } from './forbidden.ts';
import type { Target } from './host.ts';
import type { NetworkPolicy } from './policy.ts';
import { untilAborted } from './until-aborted.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Rejects as `dns.lookup` does. */
export type Resolve = (name: string) => Promise<readonly ResolvedAddress[]>;

export interface Reach {
  readonly policy: NetworkPolicy;
  /** Default: the system's. */
  readonly resolve?: Resolve | undefined;
  /** Ends the connecting. */
  readonly signal: AbortSignal;
}

/** As all programs of this machine do, its hosts file included. */
const systemResolve: Resolve = (name) => dns.promises.lookup(name, { all: true });

/** NW2, NW4. The addresses behind a target, asked for once: what is connected to is what was looked at. Rejects with a ForbiddenError. */
export async function allowedAddresses(
  target: Target,
  { policy, resolve = systemResolve, signal }: Reach,
): Promise<readonly ResolvedAddress[]> {
  const refused = policy.refusesHost(target);
  if (refused !== null) throw new ForbiddenError(refused);
  const family = isIP(target.host);
  const addresses =
    family === 0 ? await untilAborted(resolve(target.host), signal) : [{ address: target.host, family }];
  if (addresses.length === 0) throw new Error(`${target.host} has no address`);
  for (const { address } of addresses) {
    const why = policy.refusesAddress(address, target);
    if (why !== null) throw new ForbiddenError(family === 0 ? `${target.host} resolves to ${why}` : why);
  }
  return addresses;
}

/** A lookup that knows the answer already. */
export function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}
