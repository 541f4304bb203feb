/** Where a connection goes: a name, or a literal address without brackets. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/**
 * A host as URLs mean it, whatever its spelling: `0x7f.1`, `2130706433` and full-width digits are `127.0.0.1`; names are lower-case, in
 * ASCII and without the dot at their end. Null: it is none.
 */
export function canonicalHost(text: string): string | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  const spelled = bare.includes(':') ? `[${bare.replace(/%.*$/, '')}]` : bare;
  if (/[/\\?#@]/.test(spelled)) return null; // would end the host, or begin it
  const hostname = URL.parse(`http://${spelled}/`)?.hostname;
  if (hostname === undefined || hostname === '') return null;
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export function targetOf({ hostname, port, protocol }: URL): Target {
  return {
    host: canonicalHost(hostname) ?? hostname,
    port: port === '' ? (defaultPorts[protocol] ?? 0) : Number(port),
  };
}
