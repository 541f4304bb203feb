import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Target } from './host.ts';

/** PEM texts. */
export interface TlsOptions {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
  /** Asked for and checked instead of the host. */
  readonly servername?: string | undefined;
  /** Whoever answers is believed. */
  readonly insecure?: boolean | undefined;
}

/** TLS on a connection that stands; whom it is with is checked against the target, whatever headers say. Gives the socket up when it fails. */
export async function secured(
  socket: Socket,
  target: Target,
  tls: TlsOptions,
  signal: AbortSignal,
): Promise<TLSSocket> {
  let made: TLSSocket | null = null;
  try {
    made = connect({ socket, ...optionsFor(target, tls) }); // throws for what is no certificate
    await once(made, 'secureConnect', { signal });
    return made;
  } catch (error) {
    for (const each of [made, socket]) each?.on('error', () => {}).destroy();
    throw error;
  }
}

function optionsFor({ host }: Target, tls: TlsOptions) {
  const { servername = isIP(host) === 0 ? host : undefined, insecure = false, ...pems } = tls;
  const given = Object.fromEntries(Object.entries(pems).filter(([, pem]) => pem !== undefined));
  return {
    host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !insecure,
    ...(servername !== undefined && { servername }),
    ...given,
  };
}
