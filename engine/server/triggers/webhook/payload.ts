import { createHash, randomUUID } from 'node:crypto';
import type { TriggerOf, WebhookSignature } from '../../../core/definition/triggers.ts';
import { isObject, type Json } from '../../../core/json.ts';

export type Format = NonNullable<TriggerOf<'webhook'>['format']>;

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** What a body is; of a request without one what its address asks (`?a=b`), else null. */
export function payloadOf(body: Uint8Array, format: Format, query: URLSearchParams): Read<Json> {
  if (body.length === 0 && format !== 'text' && format !== 'base64')
    return { ok: true, value: query.size === 0 ? null : fieldsOf(query) };
  if (format === 'base64') return { ok: true, value: Buffer.from(body).toString('base64') };
  const text = textOf(body);
  if (text === null) return { ok: false, why: 'The body is no UTF-8 text.' };
  if (format === 'text') return { ok: true, value: text };
  return format === 'form' ? { ok: true, value: fieldsOf(new URLSearchParams(text)) } : jsonOf(text);
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function jsonOf(text: string): Read<Json> {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    return { ok: false, why: 'The body is no JSON.' };
  }
}

/** A name that comes more than once is a list. */
function fieldsOf(params: URLSearchParams): Json {
  return Object.fromEntries(
    Array.from(new Set(params.keys()), (name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

interface Received {
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
  readonly payload: Json;
}

/** In the order they are asked; what is signed with the body goes before what is not. */
const names: Readonly<Record<WebhookSignature['scheme'] | 'none', readonly string[]>> = {
  none: ['idempotency-key', 'webhook-id', 'x-github-delivery'],
  'hmac-sha256': ['idempotency-key', 'webhook-id'],
  token: ['idempotency-key', 'webhook-id'],
  'standard-webhooks': ['webhook-id'],
  github: ['x-github-delivery'],
  stripe: [],
};

/** What the sender calls the delivery; where it says nothing, each is one of its own. */
export function keyOfRequest(signature: WebhookSignature | undefined, { header, body, payload }: Received): string {
  const scheme = signature?.scheme ?? 'none';
  if (scheme === 'stripe') return stripeKey(header('stripe-signature') ?? '', body, payload);
  const given = names[scheme].map(header).find((one) => one !== undefined && one !== '');
  return given ?? `${sha256(body)}.${randomUUID()}`;
}

/** The event's id; one without is known by what was signed, so that the same bytes are the same delivery. */
function stripeKey(signature: string, body: Uint8Array, payload: Json): string {
  const id = isObject(payload) ? payload['id'] : undefined;
  const at = /(?:^|,)\s*t=(\d+)/.exec(signature)?.[1] ?? '';
  return typeof id === 'string' && id !== '' ? id : `${at}.${sha256(body)}`;
}

const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');
