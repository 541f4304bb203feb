import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Who may speak to the page server. It listens on the loopback, but so does every page of every website open in a browser here.
 *
 *   PG1  Host must be ours: a name of somebody else's that points to 127.0.0.1 (DNS rebinding) gets nothing
 *   PG2  a WebSocket's Origin must be ours: browsers let any page open one, and always tell the truth about its origin
 *   PG3  commands need the token, which only the page served here holds, and a file of the same user's (known-servers.ts)
 */
const PROTOCOL_PREFIX = 'sagaloom.';

/** Offered beside the token by the command line: what it asks is recorded as its own. Who has the token may say so. */
export const CLI_PROTOCOL = 'sagaloom-by.cli';

/** The subprotocols that open the socket. */
export const protocolsFor = (token: string): readonly string[] => [PROTOCOL_PREFIX + token];

/** 256 bits, for the life of the process, in letters that a subprotocol may have. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** PG1. */
export function isOurHost(host: string | undefined, port: number): boolean {
  return host !== undefined && ourHosts(port).includes(host.toLowerCase());
}

/** PG2. Absent or `null` is no page of ours. */
export function isOurOrigin(origin: string | undefined, port: number): boolean {
  return origin !== undefined && ourHosts(port).some((host) => origin.toLowerCase() === `http://${host}`);
}

const ourHosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];

/** PG3. The subprotocol that carries the right token, to be answered with; null when none does. */
export function acceptedProtocol(offered: Iterable<string>, token: string): string | null {
  const right = Buffer.from(PROTOCOL_PREFIX + token);
  return [...offered].find((each) => isSame(Buffer.from(each), right)) ?? null;
}

/** Takes as long for a wrong token as for the right one. */
function isSame(given: Buffer, right: Buffer): boolean {
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Why an upgrade is refused, as an HTTP status; null when it may go on to its token. */
export function upgradeRefusal(headers: IncomingHttpHeaders, port: number): number | null {
  return isOurHost(headers.host, port) && isOurOrigin(headers.origin, port) ? null : 403;
}
