import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { rememberGiven, withoutGiven } from './given.ts';
import { scrubber } from './scrub.ts';

const scrubbed = (secret: string, value: Json): Json => scrubber([['S', secret]])(value);

const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');

/** As providers make them, and as people do: signs that are escaped somewhere, and letters of all alphabets. */
const secretOf = (minLength: number) =>
  fc.string({
    unit: fc.constantFrom(...letters, ...Array.from('äß漢😀&<>"\'/\\+%$ =?#:;@!*()~{}|^`[],.-_\n\t')),
    minLength,
    maxLength: 60,
  });

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const ascii = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const xml = (text: string, apostrophe: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
const smallHex = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (each) => each.toLowerCase());

/** How others write it. */
const writings: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'URL component': encodeURIComponent,
  'URL component, small hex': (secret) => smallHex(encodeURIComponent(secret)),
  'form of a browser': (secret) => new URLSearchParams({ '': secret }).toString().slice(1),
  'URL-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'form, encoded again': (secret) => encodeURIComponent(new URLSearchParams({ '': secret }).toString().slice(1)),
  JSON: (secret) => JSON.stringify(secret),
  'JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)),
  'JSON in ASCII': ascii,
  'JSON with escaped slashes': (secret) => ascii(secret).replaceAll('/', '\\/'),
  'XML text': (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  'XML attribute': (secret) => xml(secret, '&apos;'),
  HTML: (secret) => xml(secret, '&#39;'),
  base64: (secret) => bytesOf(secret).toString('base64'),
  base64url: (secret) => bytesOf(secret).toString('base64url'),
  'basic authentication': (secret) => bytesOf(`user:${secret}`).toString('base64'),
  'base64 of JSON': (secret) => bytesOf(`{"t":"${secret}"}`).toString('base64'),
  hex: (secret) => bytesOf(secret).toString('hex'),
  'hex in capitals': (secret) => bytesOf(secret).toString('hex').toUpperCase(),
  'a name of a host': (secret) => secret.toLowerCase(),
};

describe('what is scrubbed', () => {
  test.each(Object.entries(writings))('[DA7] holds no secret in the writing of %s', (_, write) => {
    fc.assert(
      fc.property(secretOf(8), fc.string(), fc.string(), (secret, before, after) => {
        const clean = scrubbed(secret, {
          [`${before}${write(secret)}${after}`]: [`${before} ${write(secret)} ${after}`],
        });
        expect(JSON.stringify(clean).split('[secret S]').length).toBeGreaterThan(2);
        if (secret.trim().length >= 8)
          expect(JSON.stringify(clean)).not.toContain(JSON.stringify(write(secret)).slice(1, -1));
      }),
      { numRuns: 200 },
    );
  });

  test('[DA7] nor a piece that is half of one, wherever a text was cut', () => {
    const token = fc.string({ unit: fc.constantFrom(...letters), minLength: 16, maxLength: 60 });
    fc.assert(
      fc.property(token, fc.nat(), fc.boolean(), (secret, cut, fromStart) => {
        const least = Math.max(12, Math.ceil(secret.length / 2));
        const length = least + (cut % (secret.length - least + 1));
        const piece = fromStart ? secret.slice(0, length) : secret.slice(-length);
        expect(scrubbed(secret, `x ${piece}… and ${piece}`)).toBe('x [secret S]… and [secret S]');
      }),
    );
  });

  test('[DA7] nor the password of a URL, a line of a key, or a number', () => {
    expect(scrubbed('postgres://app:p%40ss-w0rd@db:5432/x', 'user app, password p@ss-w0rd at db')).toBe(
      'user app, password [secret S] at db',
    );
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n';
    expect(scrubbed(key, '-----BEGIN KEY-----\r\nhkiG9w0BAQEFAASC\r\n')).toBe('-----BEGIN KEY-----\r\n[secret S]\r\n');
    expect(scrubbed('12345678', { pin: 12345678, other: 1234567 })).toEqual({ pin: '[secret S]', other: 1234567 });
  });

  test('[DA7] what holds none stays what it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(scrubbed('kJ3-unlikely-to-be-made-up', value as Json)).toEqual(value);
      }),
    );
    expect(scrubbed('', 'text')).toBe('text');
  });

  test('[DA7] with two of which one holds the other, none is left', () => {
    const scrub = scrubber([
      ['SHORT', 'abcdefgh'],
      ['LONG', 'abcdefgh-ijklmnop'],
    ]);
    expect(scrub('abcdefgh-ijklmnop abcdefgh')).toBe('[secret LONG] [secret SHORT]');
  });
});

describe('what a process says of itself', () => {
  test('[DA7] holds no secret that any attempt was given, also after it was changed; short ones are not looked for', () => {
    rememberGiven('TOKEN', 'first-value');
    rememberGiven('TOKEN', 'second-value');
    rememberGiven('PIN', '1234');
    expect(withoutGiven({ why: 'first-value, second-value, 1234' })).toEqual({
      why: '[secret TOKEN], [secret TOKEN], 1234',
    });
  });
});
