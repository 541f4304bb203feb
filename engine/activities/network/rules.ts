import ipaddr from 'ipaddr.js';
import { type Cidr, type Form, within } from './address.ts';
import { canonicalHost, type Target } from './host.ts';

/** One entry of `allow` or `deny`. */
export interface Rule {
  readonly cidr: Cidr | null;
  /** Canonical; of `*.example.com` with its star. Null where it is an address. */
  readonly name: string | null;
  readonly ports: readonly [number, number] | null;
}

/** Null: it is none. */
export function ruleOf(text: string): Rule | null {
  const parts = partsOf(text.trim());
  const ports = parts && portsOf(parts.ports);
  if (!parts || ports === undefined) return null;
  const cidr = cidrOf(parts.host);
  if (cidr !== null) return { cidr, name: null, ports };
  const name = nameOf(parts.host);
  return name === null ? null : { cidr: null, name, ports };
}

/** `HOST`, `HOST:PORTS`, `[V6]:PORTS`; an IPv6 address without brackets has no ports. */
function partsOf(text: string): { readonly host: string; readonly ports: string | null } | null {
  const [, bracketed, plain, ports = null] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::([\d-]+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined) return { host, ports };
  return text.split(':').length > 2 && !text.includes('[') ? { host: text, ports: null } : null;
}

const LAST_PORT = 65_535;

/** Undefined: they are none. */
function portsOf(text: string | null): readonly [number, number] | null | undefined {
  if (text === null) return null;
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const [from, to] = [Number(first), Number(last)];
  return from <= to && to <= LAST_PORT ? [from, to] : undefined;
}

function cidrOf(text: string): Cidr | null {
  const [, network = '', bits] = /^(.*?)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const host = network.startsWith('*') ? null : canonicalHost(network);
  if (host === null || !ipaddr.isValid(host) || (bits === undefined && ipaddr.isValidCIDR(text))) return null;
  const ip = ipaddr.parse(host);
  const most = ip.kind() === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  if (length > most) return null;
  if (ip.kind() === 'ipv6' && (ip as ipaddr.IPv6).isIPv4MappedAddress() && length >= 96)
    return [(ip as ipaddr.IPv6).toIPv4Address(), length - 96];
  return [ip, length];
}

function nameOf(text: string): string | null {
  if (text === '*') return '*';
  const wild = text.startsWith('*.');
  const name = canonicalHost(wild ? text.slice(2) : text);
  if (name === null || name.includes('*') || name.includes('/')) return null;
  return wild ? `*.${name}` : name;
}

const atPort = ({ ports }: Rule, port: number): boolean => ports === null || (port >= ports[0] && port <= ports[1]);

export function matchesName(rules: readonly Rule[], { host, port }: Target): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return rules.some((rule) => rule.name !== null && atPort(rule, port) && isNamed(rule.name, name));
}

function isNamed(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern;
}

export function matchesForm(rules: readonly Rule[], { ip }: Form, port: number): boolean {
  return rules.some((rule) => rule.cidr !== null && atPort(rule, port) && within(ip, [rule.cidr]));
}
