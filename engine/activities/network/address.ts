import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/** `special`: neither public nor anybody's own network, such as documentation, benchmarking, multicast and old transitions to IPv6. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'linkLocal' | 'metadata' | 'special';

/** One way to read an address. */
export interface Form {
  readonly ip: Ip;
  readonly kind: AddressKind;
}

/**
 * An address as all that it may mean to whoever carries it: itself, and each IPv4 address inside, since a translator or a tunnel on the
 * way would go there. Null: it is no literal address. Brackets and a zone may be on it.
 */
export function formsOf(text: string): readonly Form[] | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (isIP(bare) === 0) return null;
  const ip = ipaddr.parse(bare);
  if (!isV6(ip)) return [form(ip)];
  if (ip.isIPv4MappedAddress()) return [form(ip.toIPv4Address())]; // another spelling, no more
  return [form(ip), ...embedded(ip).map(form)];
}

const isV6 = (ip: Ip): ip is ipaddr.IPv6 => ip.kind() === 'ipv6';

const form = (ip: Ip): Form => ({ ip, kind: kindOf(ip) });

/** Answered by the cloud a machine runs in: credentials are had there without a question. */
const metadata = cidrs(
  '169.254.169.254/32', // nearly all
  '169.254.170.0/24', // containers
  '100.100.100.200/32',
  '192.0.0.192/32',
  '168.63.129.16/32',
  'fd00:ec2::/32',
  'fd20:ce::/32',
);

const loopback = cidrs('127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128'); // 0.0.0.0 connects to this machine too
const linkLocal = cidrs('169.254.0.0/16', 'fe80::/10');
const own = cidrs('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10');
/** How a network without IPv4 names what is outside. */
const nat64 = cidrs('64:ff9b::/96');
/** All that is given out for use; the rest of IPv6 is not. */
const global6 = cidrs('2000::/3');

function kindOf(ip: Ip): AddressKind {
  if (within(ip, metadata)) return 'metadata';
  if (within(ip, loopback)) return 'loopback';
  if (within(ip, linkLocal)) return 'linkLocal';
  if (within(ip, own)) return 'private';
  if (within(ip, nat64)) return 'public';
  if (isV6(ip) && !within(ip, global6)) return 'special';
  return ip.range() === 'unicast' ? 'public' : 'special';
}

export type Cidr = readonly [Ip, number];

export const within = (ip: Ip, ranges: readonly Cidr[]): boolean =>
  ranges.some(([network, bits]) => network.kind() === ip.kind() && ip.match([network, bits]));

function cidrs(...texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => ipaddr.parseCIDR(text));
}

const translated = cidrs('64:ff9b::/96', '::ffff:0:0:0/96', '::/96');
const localTranslated = cidrs('64:ff9b:1::/48');
const sixToFour = cidrs('2002::/16');
const teredo = cidrs('2001::/32');

function embedded(ip: ipaddr.IPv6): readonly ipaddr.IPv4[] {
  const bytes = ip.toByteArray();
  const at = (...places: readonly number[]) => new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0));
  const last = at(12, 13, 14, 15);
  if (within(ip, sixToFour)) return [at(2, 3, 4, 5)];
  if (within(ip, teredo)) return [at(4, 5, 6, 7), new ipaddr.IPv4(last.octets.map((octet) => octet ^ 0xff))];
  if (within(ip, localTranslated)) return [last, at(6, 7, 9, 10), at(7, 9, 10, 11), at(9, 10, 11, 12)]; // by the length of its prefix
  if (within(ip, translated) || isIsatap(bytes)) return [last];
  return [];
}

/** The tunnel writes the IPv4 address behind a mark of its own, in any network. */
const isIsatap = (bytes: readonly number[]): boolean =>
  (bytes[8] === 0x00 || bytes[8] === 0x02) && bytes[9] === 0x00 && bytes[10] === 0x5e && bytes[11] === 0xfe;
