import { describe, expect, test } from 'vitest';
import { networkPolicy } from './policy.ts';
import { ruleOf } from './rules.ts';
import { networkShape, type NetworkSettings } from './settings.ts';

const target = (host: string, port = 443) => ({ host, port });
const policy = (settings: NetworkSettings) => networkPolicy(settings);

describe('network: entries of allow and deny', () => {
  test.each([
    'example.com',
    'example.com:443',
    '*.example.com',
    '*',
    '*:22',
    '*:1-1023',
    '10.0.0.0/8',
    '10.0.0.0/8:80',
    '10.1.2.3',
    '10.1.2.3:8000-9000',
    'fd00::/8',
    '::1',
    '[::1]:80',
    '[fd00::/8]:443',
    'bücher.example',
    '0x7f.1',
  ])('%s is one', (text) => expect(ruleOf(text)).not.toBeNull());

  test.each([
    '',
    ' ',
    'a b',
    'http://example.com',
    'example.com/path',
    'example.com:0x50',
    'example.com:99999',
    'example.com:9-1',
    'example.com:',
    '10.0.0.0/33',
    '10.0.0.0/a',
    'fd00::/129',
    '[::1',
    '*x.com',
    'a.*.com',
    '**',
  ])('"%s" is none, and the settings say so', (text) => {
    expect(ruleOf(text)).toBeNull();
    expect(networkShape.allow.safeParse([text]).success).toBe(false);
  });
});

describe('network: allow and deny', () => {
  test('[NW1] deny wins over allow, and over "any"', () => {
    const both = policy({ network: 'any', allow: ['10.0.0.1', 'bad.example'], deny: ['10.0.0.0/8', 'bad.example'] });
    expect(both.refusesHost(target('10.0.0.1'))).toMatch('http.deny');
    expect(both.refusesHost(target('bad.example'))).toMatch('http.deny');
    expect(both.refusesAddress('8.8.8.8', target('bad.example'))).toMatch('http.deny');
    expect(both.refusesAddress('10.9.9.9', target('good.example'))).toMatch('http.deny');
  });

  test('[NW1] a denied name is denied however it is written', () => {
    const denied = policy({ deny: ['Bücher.example', '*.evil.example'] });
    for (const host of ['xn--bcher-kva.example', 'XN--BCHER-KVA.example.', 'a.evil.example', 'a.b.evil.example.'])
      expect(denied.refusesHost(target(host))).toMatch('http.deny');
    for (const host of ['evil.example', 'notevil.example', 'a.evil.example.org'])
      expect(denied.refusesHost(target(host))).toBeNull();
  });

  test('an allowed name is all that "none" lets through', () => {
    const one = policy({ network: 'none', allow: ['api.example', '*.cdn.example:443'] });
    expect(one.refusesHost(target('api.example'))).toBeNull();
    expect(one.refusesAddress('8.8.8.8', target('api.example'))).toBeNull();
    expect(one.refusesAddress('10.0.0.1', target('api.example'))).toBeNull();
    expect(one.refusesHost(target('x.cdn.example'))).toBeNull();
    expect(one.refusesHost(target('x.cdn.example', 80))).toMatch('http.allow');
    expect(one.refusesHost(target('other.example'))).toMatch('http.allow');
    expect(one.refusesHost(target('8.8.8.8'))).toMatch('http.allow');
  });

  test('[NW3] an allowed name opens no metadata address, an allowed address does', () => {
    const named = policy({ network: 'standard', allow: ['*', 'api.example'] });
    expect(named.refusesAddress('169.254.169.254', target('api.example'))).toMatch('metadata');
    expect(named.refusesAddress('fe80::1', target('api.example'))).toMatch('link-local');
    const addressed = policy({ network: 'none', allow: ['169.254.169.254:80'] });
    expect(addressed.refusesHost(target('169.254.169.254', 80))).toBeNull();
    expect(addressed.refusesHost(target('169.254.169.254', 81))).not.toBeNull();
    expect(addressed.refusesAddress('::ffff:a9fe:a9fe', target('x', 80))).toBeNull();
  });

  test('an entry has the ports it names, and no others', () => {
    const ports = policy({ network: 'any', deny: ['*:22', '[::1]:8000-8080', '10.0.0.0/8:443'] });
    expect(ports.refusesHost(target('8.8.8.8', 22))).not.toBeNull();
    expect(ports.refusesHost(target('example.com', 22))).not.toBeNull();
    expect(ports.refusesHost(target('::1', 8040))).not.toBeNull();
    expect(ports.refusesHost(target('::1', 8081))).toBeNull();
    expect(ports.refusesHost(target('10.1.1.1', 443))).not.toBeNull();
    expect(ports.refusesHost(target('10.1.1.1', 80))).toBeNull();
  });

  test('a CIDR over IPv4 spelled as IPv6 is the one it means', () => {
    const mapped = policy({ network: 'any', deny: ['::ffff:10.0.0.0/104'] });
    expect(mapped.refusesHost(target('10.1.2.3'))).not.toBeNull();
    expect(mapped.refusesHost(target('11.1.2.3'))).toBeNull();
  });

  test('policies of the same settings share connections, others do not', () => {
    expect(policy({ network: 'any' }).key).toBe(policy({ network: 'any' }).key);
    expect(policy({}).key).toBe(policy({ network: 'standard' }).key);
    expect(policy({ deny: ['a.example'] }).key).not.toBe(policy({}).key);
  });

  test('why it is refused says what to look at', () => {
    expect(policy({}).refusesHost(target('169.254.169.254'))).toBe(
      `169.254.169.254 is an address of a cloud's metadata service, which http.network "standard" keeps out`,
    );
    expect(policy({}).refusesHost(target('64:ff9b::a9fe:a9fe'))).toMatch('64:ff9b::a9fe:a9fe (as 169.254.169.254) is');
  });
});
