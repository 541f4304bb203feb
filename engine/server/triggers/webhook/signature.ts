import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookSignature } from '../../../core/definition/triggers.ts';
import { durationMs } from '../../../core/duration.ts';
import { DEFAULT_SIGNATURE_TOLERANCE } from '../../../core/definition/defaults.ts';

export interface Signed {
  /** By name in small letters. */
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
  /** Epoch ms, by our clock. */
  readonly now: number;
}

/** Why it is not accepted, in one line for the sender; null where it is. */
export type Check = (signature: WebhookSignature, secret: string, signed: Signed) => string | null;

const NONE = 'The signature is missing.';
const WRONG = 'The signature is wrong.';

/** Whether the sender knows the secret, and, where the time is signed, said so just now. */
export const checkSignature: Check = (signature, secret, signed) => checks[signature.scheme](signature, secret, signed);

const checks: Readonly<Record<WebhookSignature['scheme'], Check>> = {
  'hmac-sha256': ({ header = 'X-Signature-256' }, secret, signed) => ofBody(header, secret, signed),
  github: (_, secret, signed) => ofBody('X-Hub-Signature-256', secret, signed),
  'standard-webhooks': standardWebhooks,
  stripe,
  token,
};

/** `sha256=HEX`, or the digest alone, in hexadecimal or base64. */
function ofBody(name: string, secret: string, { header, body }: Signed): string | null {
  const given = header(name.toLowerCase());
  if (given === undefined) return NONE;
  return isSame(digestIn(given.replace(/^sha256=/i, '').trim()), hmac(secret, [body])) ? null : WRONG;
}

/** The specification of that name: `webhook-id`, `webhook-timestamp`, and `webhook-signature` with one or more `v1,BASE64`. */
function standardWebhooks({ tolerance }: WebhookSignature, secret: string, { header, body, now }: Signed) {
  const id = header('webhook-id');
  const at = header('webhook-timestamp');
  const given = header('webhook-signature');
  if (id === undefined || at === undefined || given === undefined) return NONE;
  const right = hmac(bytesOf(secret), [`${id}.${at}.`, body]);
  const offered = given.split(' ').flatMap((each) => (each.startsWith('v1,') ? [each.slice(3)] : []));
  if (!anyIsSame(offered.map(fromBase64), right)) return WRONG;
  return untimely(at, tolerance, now);
}

/** `t=SECONDS,v1=HEX`, of which there may be several while the secret is changed. */
function stripe({ tolerance }: WebhookSignature, secret: string, { header, body, now }: Signed): string | null {
  const given = header('stripe-signature');
  if (given === undefined) return NONE;
  const parts = given.split(',').map((part) => part.trim().split('=', 2) as [string, string?]);
  const at = parts.find(([name]) => name === 't')?.[1];
  if (at === undefined) return WRONG;
  const offered = parts.flatMap(([name, value = '']) => (name === 'v1' ? [fromHex(value)] : []));
  if (!anyIsSame(offered, hmac(secret, [`${at}.`, body]))) return WRONG;
  return untimely(at, tolerance, now);
}

function token({ header: name }: WebhookSignature, secret: string, { header }: Signed): string | null {
  const given = header((name ?? 'authorization').toLowerCase());
  if (given === undefined) return NONE;
  const word = name === undefined ? given.replace(/^Bearer +/i, '') : given;
  return isSame(sha256(word), sha256(secret)) ? null : WRONG;
}

/** Asked only of what the sender signed: how far our clocks are apart is nobody else's business. */
function untimely(seconds: string, tolerance = DEFAULT_SIGNATURE_TOLERANCE, now: number): string | null {
  const at = /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1_000 : Number.NaN;
  const apart = Math.abs(now - at);
  return apart <= durationMs(tolerance) ? null : 'It was signed too long ago, or ahead of time.';
}

function hmac(secret: string | Uint8Array, parts: readonly (string | Uint8Array)[]): Buffer {
  const made = createHmac('sha256', secret);
  for (const part of parts) made.update(part);
  return made.digest();
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `whsec_BASE64`, as such secrets are given out; one that is no base64 is taken as it is. */
function bytesOf(secret: string): Uint8Array {
  const text = secret.replace(/^whsec_/, '');
  return fromBase64(text) ?? Buffer.from(secret);
}

const digestIn = (text: string): Buffer | null => fromHex(text) ?? fromBase64(text);

const fromHex = (text: string): Buffer | null => (/^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : null);

const fromBase64 = (text: string): Buffer | null =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64') : null;

/** Takes as long for a wrong one as for the right one. */
const isSame = (given: Buffer | null, right: Buffer): boolean =>
  given !== null && given.length === right.length && timingSafeEqual(given, right);

/** All are looked at. */
const anyIsSame = (given: readonly (Buffer | null)[], right: Buffer): boolean =>
  given.reduce((found, one) => isSame(one, right) || found, false);
