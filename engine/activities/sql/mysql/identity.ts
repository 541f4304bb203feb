import { isIP } from 'node:net';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import type { Connection } from 'mysql2';

/** What the driver's types leave out. */
interface Securing {
  startTLS: (onSecure: (error?: Error) => void) => void;
  readonly stream: TLSSocket;
}

/**
 * The driver looks whether a certificate is of the host by names only, and for an address takes any that is trusted. So that is looked at
 * here, after the handshake and before the first word about the user. No session is ever resumed: each connection has settings of its own.
 */
export function verifyAddress(connection: Connection, host: string): void {
  if (isIP(host) === 0) return;
  const securing = connection as unknown as Securing;
  const startTLS = securing.startTLS.bind(connection);
  securing.startTLS = (onSecure) =>
    startTLS((error) => onSecure(error ?? checkServerIdentity(host, securing.stream.getPeerCertificate(true))));
}
