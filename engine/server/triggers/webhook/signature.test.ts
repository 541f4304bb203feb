import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WebhookSignature } from '../../../core/definition/triggers.ts';
import { keyOfRequest, payloadOf } from './payload.ts';
import { checkSignature } from './signature.ts';

interface Case {
  readonly signature: Omit<WebhookSignature, 'secret'>;
  readonly secret: string;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly now: number;
}

const SIGNED_AT = 1_614_265_330;

/** Made with `openssl dgst -sha256 -hmac` and Python's hmac; those of GitHub and of Standard Webhooks are their documentation's own. */
const vectors: Readonly<Record<string, Case>> = {
  'hmac-sha256 in hexadecimal': {
    signature: { scheme: 'hmac-sha256' },
    secret: 'sesame',
    body: '{"n":1}',
    headers: { 'x-signature-256': 'sha256=ea248395f2200c7b195ffb4dbeaa7a7f91539075556dc60f97a043e8bccf90ac' },
    now: 0,
  },
  'hmac-sha256 in base64, in a header of its own': {
    signature: { scheme: 'hmac-sha256', header: 'X-Shop-Hmac' },
    secret: 'sesame',
    body: '{"n":1}',
    headers: { 'x-shop-hmac': '6iSDlfIgDHsZX/tNvqp6f5FTkHVVbcYPl6BD6LzPkKw=' },
    now: 0,
  },
  'hmac-sha256 of bytes that are no text': {
    signature: { scheme: 'hmac-sha256' },
    secret: 'sesame',
    body: Uint8Array.of(0, 255, 10, 13, 200),
    headers: { 'x-signature-256': '1653D6042642EF48F25B64356369697255B52174AC6880926C8BD36F03DE600C' },
    now: 0,
  },
  github: {
    signature: { scheme: 'github' },
    secret: "It's a Secret to Everybody",
    body: 'Hello, World!',
    headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
    now: 0,
  },
  'standard-webhooks': {
    signature: { scheme: 'standard-webhooks' },
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    body: '{"test": 2432232314}',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': String(SIGNED_AT),
      'webhook-signature': 'v1a,eA== v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    now: SIGNED_AT,
  },
  stripe: {
    signature: { scheme: 'stripe', tolerance: '1m' },
    secret: 'whsec_test_secret',
    body: '{"id":"evt_1","type":"charge.succeeded"}',
    headers: {
      'stripe-signature': `t=${SIGNED_AT},v1=${'0'.repeat(64)},v1=a77f58ed88dac6c2cb9d24f149d7424c41f234b3beb04e25d9492b330816350e,v0=ff`,
    },
    now: SIGNED_AT + 60,
  },
  token: {
    signature: { scheme: 'token' },
    secret: 'sesame',
    body: '',
    headers: { authorization: 'Bearer sesame' },
    now: 0,
  },
  'token in a header of its own': {
    signature: { scheme: 'token', header: 'X-Gitlab-Token' },
    secret: 'Bearer sesame',
    body: '',
    headers: { 'x-gitlab-token': 'Bearer sesame' },
    now: 0,
  },
};

function check({ signature, secret, body, headers, now }: Case): string | null {
  const signed = {
    header: (name: string) => headers[name],
    body: typeof body === 'string' ? Buffer.from(body) : body,
    now: now * 1_000,
  };
  return checkSignature({ ...signature, secret: 'S' }, secret, signed);
}

describe.each(Object.entries(vectors))('the signature of %s', (_, vector) => {
  const names = Object.keys(vector.headers);
  const [last = ''] = names.slice(-1);

  test('[TR4] is accepted where it is right', () => {
    expect(check(vector)).toBeNull();
  });

  test('[TR4] is refused with another secret, another body, or none', () => {
    expect(check({ ...vector, secret: `${vector.secret}x` })).toBe('The signature is wrong.');
    if (vector.signature.scheme !== 'token')
      expect(check({ ...vector, body: Buffer.concat([Buffer.from(vector.body), Buffer.from(' ')]) })).toBe(
        'The signature is wrong.',
      );
    for (const name of names) {
      const headers = Object.fromEntries(Object.entries(vector.headers).filter(([each]) => each !== name));
      expect(check({ ...vector, headers })).toBe('The signature is missing.');
    }
  });

  test('[TR4] is refused when one character of it is another', () => {
    const right = vector.headers[last] ?? '';
    fc.assert(
      fc.property(fc.nat(right.length - 1), fc.constantFrom('0', 'a', 'B', '+', ' ', ',', '=', 'é'), (at, other) => {
        const headers = { ...vector.headers, [last]: right.slice(0, at) + other + right.slice(at + 1) };
        const isSpelledOtherwise = check({ ...vector, headers }) === null;
        // What is beside the signature, the case of hexadecimal, and the bits that base64 leaves over say nothing.
        if (isSpelledOtherwise) expect(meaningOf(headers[last] ?? '')).toContain(signatureIn(right));
      }),
      { numRuns: 300 },
    );
  });

  test('[TR4] that is no signature at all breaks nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(check({ ...vector, headers: { ...vector.headers, [last]: text } })).not.toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});

const signatureIn = (text: string): string => /[A-Za-z0-9+/]{40,}|sesame/.exec(meaningOf(text))?.[0] ?? '';

/** In hexadecimal without its case, in base64 without its last character. */
const meaningOf = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{64}\b/gi, (hex) => (hex === '0'.repeat(64) ? '' : hex.toLowerCase()))
    .replace(/.=(?=$| )/g, '');

describe('the time that is signed', () => {
  test.each([
    ['standard-webhooks', 300],
    ['stripe', 60],
  ])('[TR4] of %s may be so far from ours, either way, and no further', (name, seconds) => {
    const vector = vectors[name];
    if (!vector) throw new Error(name);
    const at = (offset: number): string | null => check({ ...vector, now: SIGNED_AT + offset });
    expect([at(seconds), at(-seconds)]).toEqual([null, null]);
    for (const offset of [seconds + 1, -seconds - 1, 1e9]) expect(at(offset)).toMatch(/^It was signed too long ago/);
  });

  test('[TR4] cannot be another than was signed', () => {
    const { stripe } = vectors;
    if (!stripe) throw new Error('stripe');
    const given = stripe.headers['stripe-signature'] ?? '';
    const headers = { 'stripe-signature': given.replace(String(SIGNED_AT), String(SIGNED_AT + 1_000)) };
    expect(check({ ...stripe, headers, now: SIGNED_AT + 1_000 })).toBe('The signature is wrong.');
  });
});

describe('what a delivery is called', () => {
  const keyOf = (
    scheme: WebhookSignature['scheme'] | null,
    headers: Record<string, string>,
    payload: Parameters<typeof keyOfRequest>[1]['payload'] = {},
  ): string =>
    keyOfRequest(scheme === null ? undefined : { scheme, secret: 'S' }, {
      header: (name) => headers[name],
      body: Buffer.from(JSON.stringify(payload)),
      payload,
    });

  test('[TR4] is what the sender says it is', () => {
    const all = { 'idempotency-key': 'i', 'webhook-id': 'w', 'x-github-delivery': 'g' };
    expect(keyOf(null, all)).toBe('i');
    expect(keyOf('hmac-sha256', { 'webhook-id': 'w' })).toBe('w');
    expect(keyOf('github', all)).toBe('g');
    expect(keyOf('stripe', all, { id: 'evt_1' })).toBe('evt_1');
  });

  test('[TR4] is nothing that was not signed, where the id is', () => {
    expect(keyOf('standard-webhooks', { 'webhook-id': 'w', 'idempotency-key': 'other' })).toBe('w');
    const unnamed = (at: string): string => keyOf('stripe', { 'stripe-signature': `t=${at},v1=00` });
    expect(unnamed('1')).toBe(unnamed('1'));
    expect(unnamed('1')).not.toBe(unnamed('2'));
  });

  test('[TR4] is new each time where the sender says nothing', () => {
    expect(keyOf('token', {})).not.toBe(keyOf('token', {}));
    expect(keyOf(null, { 'idempotency-key': '' })).not.toBe('');
  });
});

describe('what a body is', () => {
  const read = (body: string | Uint8Array, format: Parameters<typeof payloadOf>[1], query = '') =>
    payloadOf(typeof body === 'string' ? Buffer.from(body) : body, format, new URLSearchParams(query));

  test('JSON, a form, a text or bytes', () => {
    expect(read('{"a":[1]}', 'json')).toEqual({ ok: true, value: { a: [1] } });
    expect(read('a=1&b=%C3%A4&a=2', 'form')).toEqual({ ok: true, value: { a: ['1', '2'], b: 'ä' } });
    expect(read('{', 'text')).toEqual({ ok: true, value: '{' });
    expect(read(Uint8Array.of(255, 0), 'base64')).toEqual({ ok: true, value: '/wA=' });
  });

  test('nothing is null, or what the address asks', () => {
    expect(read('', 'json')).toEqual({ ok: true, value: null });
    expect(read('', 'json', 'hub.mode=subscribe&x=1&x=2')).toEqual({
      ok: true,
      value: { 'hub.mode': 'subscribe', x: ['1', '2'] },
    });
    expect(read('', 'text')).toEqual({ ok: true, value: '' });
  });

  test('what it cannot be is refused', () => {
    expect(read('{a:1}', 'json')).toMatchObject({ ok: false });
    expect(read(Uint8Array.of(0xc3, 0x28), 'text')).toMatchObject({ ok: false });
    expect(read('{"__proto__":{"x":1}}', 'json')).toMatchObject({ ok: true });
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
