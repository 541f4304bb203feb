import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formsOf } from './address.ts';
import { canonicalHost, targetOf } from './host.ts';
import { networkPolicy } from './policy.ts';
import type { NetworkSettings } from './settings.ts';

const refusal = (url: string, settings?: NetworkSettings): string | null => {
  const parsed = URL.parse(url);
  return parsed === null ? 'not a URL' : networkPolicy(settings).refusesHost(targetOf(parsed));
};

/** Each is, or leads to, 169.254.169.254. */
const metadataSpellings = [
  '169.254.169.254',
  '169.254.169.254.',
  '2852039166',
  '0xA9FEA9FE',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '025177524776',
  '0000251.0000376.0251.0376',
  '169.254.43518',
  '169.16689662',
  '0xa9.254.0251.254',
  '１６９.２５４.１６９.２５４',
  '①⑥⑨.②⑤④.①⑥⑨.②⑤④',
  '169。254。169。254',
  '169．254｡169.254',
  '%31%36%39.254.169.254',
  '169.254.\t169.254',
  '169.254.169.254:80',
  'example.com@169.254.169.254',
  'example.com:80@169.254.169.254',
  '169.254.169.254\\@example.com',
  '169.254.169.254?@example.com',
  '169.254.169.254#@example.com',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[0:0:0:0:0:FFFF:A9FE:A9FE]',
  '[::169.254.169.254]',
  '[::a9fe:a9fe]',
  '[::ffff:0:169.254.169.254]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[64:ff9b:1:a9fe:a9:fe00::]',
  '[2002:a9fe:a9fe::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:a9fe:a9fe::]',
  '[2001:0:808:808:0:0:5601:5601]',
  '[2a00::5efe:a9fe:a9fe]',
  '[2a00::200:5efe:169.254.169.254]',
  '[fe80::1]',
  '[febf::1]',
  '[fd00:ec2::254]',
];

describe('network: no spelling leads round the policy', () => {
  test.each(metadataSpellings)('[NW2] http://%s is refused', (host) => {
    for (const network of ['standard', 'public', 'none'] as const) {
      expect(refusal(`http://${host}/`, { network })).not.toBeNull();
      expect(refusal(`http://${host}/`, { network, allow: ['*'] })).not.toBeNull(); // NW3
    }
    expect(refusal(`http://${host}/`, { network: 'any' })).toBeNull();
    const closed: NetworkSettings = { network: 'any', deny: ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'] };
    expect(refusal(`http://${host}/`, closed)).not.toBeNull();
  });

  test.each([
    ['loopback', ['127.0.0.1', '127.1', '2130706433', '0x7f.1', '017700000001', '0.0.0.0', '0', '[::1]', '[::]']],
    ['loopback, by way of IPv6', ['[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[::127.0.0.1]']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.254', '192.168.1.1', '100.64.0.1', '[fc00::1]', '[fec0::1]']],
    ['private, spelled otherwise', ['012.1', '0xc0a80101', '3232235777', '[::ffff:10.1.2.3]', '[64:ff9b::10.1.2.3]']],
    ['special', ['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1', '[ff02::1]', '[2001:db8::1]']],
    ['special, of old transitions', ['[2002:808:808::]', '[2001:0:808:808::]', '[::8.8.8.8]', '[100::1]', '[4000::1]']],
  ])('"public" keeps out what is %s', (_, hosts) => {
    for (const host of hosts) expect([host, refusal(`http://${host}/`, { network: 'public' })]).not.toContain(null);
  });

  test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '[2606:4700:4700::1111]', '[::ffff:8.8.8.8]', '[64:ff9b::8.8.8.8]'])(
    '"public" lets %s through',
    (host) => expect(refusal(`http://${host}/`, { network: 'public' })).toBeNull(),
  );

  test.each(['127.0.0.1', '10.0.0.1', '192.168.1.1', '[::1]', '[fc00::1]', '8.8.8.8', 'example.com', 'localhost'])(
    'without settings %s may be connected to: the tool is local',
    (host) => expect(refusal(`http://${host}/`)).toBeNull(),
  );

  test('"none" lets nothing through, names included', () => {
    for (const host of ['8.8.8.8', 'example.com', 'localhost', '[2606:4700:4700::1111]'])
      expect(refusal(`http://${host}/`, { network: 'none' })).not.toBeNull();
  });

  test.each([
    ['EXAMPLE.com.', 'example.com'],
    ['ｅｘａｍｐｌｅ.com', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['exam­ple.com', 'example.com'],
    ['[fe80::1%eth0]', 'fe80::1'],
    ['fe80::1%25eth0', 'fe80::1'],
    ['::FFFF:1.2.3.4', '::ffff:102:304'],
    ['127.1', '127.0.0.1'],
    ['a/b', null],
    ['user@host', null],
    ['a b', null],
    ['', null],
  ])('the host %s is %s', (given, canonical) => expect(canonicalHost(given)).toBe(canonical));

  test('a zone does not make another address', () => {
    expect(networkPolicy().refusesAddress('fe80::1%eth0', { host: 'x', port: 80 })).toMatch('link-local');
    expect(networkPolicy().refusesAddress('::ffff:169.254.169.254%lo', { host: 'x', port: 80 })).toMatch('metadata');
  });

  test('what is no address is never let through as one', () => {
    for (const text of ['', 'localhost', '1.2.3', '::g', '%eth0'])
      expect(networkPolicy({ network: 'any' }).refusesAddress(text, { host: 'x', port: 80 })).toMatch('no address');
  });
});

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
type Octets = readonly [number, number, number, number];

/** So many of the last bytes as one number. */
const joined = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
const radix: readonly ((n: number) => string)[] = [
  String,
  (n) => `0x${n.toString(16)}`,
  (n) => `0X${n.toString(16).toUpperCase()}`,
  (n) => `0${n.toString(8)}`,
  (n) => `000${n.toString(8)}`,
  (n) => String.fromCodePoint(...Array.from(String(n), (digit) => digit.charCodeAt(0) + 0xfee0)), // full width
];

/** An IPv4 address with so many parts, each in a notation of its own, as C's `inet_aton` and every browser read it. */
function spelled(bytes: Octets, parts: number, notations: readonly number[], tail: string): string {
  const numbers = [...bytes.slice(0, parts - 1), joined(bytes.slice(parts - 1))];
  return numbers.map((n, i) => (radix[notations[i] ?? 0] ?? String)(n)).join('.') + tail;
}

const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);

/** All ways to write it into an IPv6 address. */
const wraps: readonly ((bytes: Octets) => string)[] = [
  ([a, b, c, d]) => `::ffff:${a}.${b}.${c}.${d}`,
  ([a, b, c, d]) => `::ffff:${hex(a, b)}:${hex(c, d)}`,
  ([a, b, c, d]) => `0:0:0:0:0:0:${hex(a, b)}:${hex(c, d)}`,
  ([a, b, c, d]) => `::ffff:0:${hex(a, b)}:${hex(c, d)}`,
  ([a, b, c, d]) => `64:ff9b::${hex(a, b)}:${hex(c, d)}`,
  ([a, b, c, d]) => `64:ff9b:1::${hex(a, b)}:${hex(c, d)}`,
  ([a, b, c, d]) => `64:ff9b:1:${hex(a, b)}:${hex(0, c)}:${hex(d, 0)}::`,
  ([a, b, c, d]) => `2002:${hex(a, b)}:${hex(c, d)}::1`,
  ([a, b, c, d]) => `2001:0:${hex(a, b)}:${hex(c, d)}::`,
  ([a, b, c, d]) => `2001:0:808:808::${hex(a ^ 255, b ^ 255)}:${hex(c ^ 255, d ^ 255)}`,
  ([a, b, c, d]) => `2a00:1:2:3:200:5efe:${hex(a, b)}:${hex(c, d)}`,
];

const modes = fc.record({
  network: fc.constantFrom('any' as const, 'standard' as const, 'public' as const, 'none' as const),
  deny: fc.constantFrom<string[]>([], ['10.0.0.0/8'], ['128.0.0.0/1'], ['0.0.0.0/1:1-99']),
});

describe('network: properties of spellings', () => {
  test('[NW2] every spelling of an IPv4 address is decided as the plain one', () => {
    const spelling = fc.tuple(
      octets,
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(radix.length - 1), { minLength: 4, maxLength: 4 }),
      fc.constantFrom('', '.', ':80'),
      modes,
    );
    fc.assert(
      fc.property(spelling, ([bytes, parts, notations, tail, settings]) => {
        const plain = refusal(`http://${bytes.join('.')}/`, settings);
        expect(refusal(`http://${spelled(bytes, parts, notations, tail)}/`, settings)).toBe(plain);
      }),
      { numRuns: 2_000 },
    );
  });

  test('[NW2] what is refused plainly is refused inside IPv6, whatever carries it', () => {
    fc.assert(
      fc.property(octets, fc.constantFrom(...wraps), modes, (bytes, wrap, settings) => {
        const plain = refusal(`http://${bytes.join('.')}/`, settings);
        if (plain !== null) expect(refusal(`http://[${wrap(bytes)}]/`, settings)).not.toBeNull();
      }),
      { numRuns: 4_000 },
    );
  });

  test('any IPv6 address is decided, and never thrown at', () => {
    fc.assert(
      fc.property(fc.ipV6(), modes, (address, settings) => {
        expect(formsOf(address)).not.toBeNull();
        expect(refusal(`http://[${address}]/`, settings)).not.toBe('not a URL');
      }),
      { numRuns: 2_000 },
    );
  });

  test('"none" refuses any host there is', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), (url) => refusal(url, { network: 'none' }) !== null),
    );
  });
});
