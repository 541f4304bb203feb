import { z } from 'zod';

/** What a connection's URL says, of one host or of several. */
export interface Address {
  /** Without its colon. */
  readonly scheme: string;
  readonly user: string | null;
  readonly password: string | null;
  readonly hosts: readonly Host[];
  /** Decoded, without the slash before it; null where there is none. */
  readonly path: string | null;
}

export interface Host {
  readonly host: string;
  readonly port: number;
}

const shape = /^([a-z][a-z+]*):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^?#]*))?$/;
const hostShape = /^(?:\[([0-9a-fA-F:.]+)\]|([^[\]:,]+))(?::(\d{1,5}))?$/;

/** Null: it is none, or not of one of these schemes, each with its usual port. */
export function addressOf(url: string, ports: Readonly<Record<string, number>>): Address | null {
  const [, scheme = '', credentials = null, list = '', path = ''] = shape.exec(url) ?? [];
  const usual = Object.hasOwn(ports, scheme) ? ports[scheme] : undefined;
  if (usual === undefined) return null;
  const hosts = list.split(',').map((text) => hostOf(text, usual));
  const [user = null, password = null] = credentials?.split(/:(.*)/s).map(decoded) ?? [];
  return hosts.every((one) => one !== null)
    ? { scheme, user, password, hosts, path: path === '' ? null : decoded(path) }
    : null;
}

function hostOf(text: string, usual: number): Host | null {
  const [, v6, name, port] = hostShape.exec(text) ?? [];
  const host = v6 ?? name;
  if (host === undefined) return null;
  const number = port === undefined ? usual : Number(port);
  return number > 0 && number <= 65_535 ? { host, port: number } : null;
}

/** As it stands where it is not encoded well. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** For people: without credentials. */
export const placeOf = ({ hosts }: Address): string => hosts.map(hostText).join(', ');

export const hostText = ({ host, port }: Host): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The field `url` of a connection. */
export function urlField(ports: Readonly<Record<string, number>>, several: 'one' | 'several', example: string) {
  const known = (url: string): boolean => {
    const address = addressOf(url, ports);
    return address !== null && (several === 'several' || address.hosts.length === 1);
  };
  // Its value may hold a password, so an error does not repeat it.
  return z.string().refine(known, { error: `must be like ${example}` });
}
