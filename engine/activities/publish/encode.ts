import type { PublishInput } from './schema.ts';

type Encoded =
  | { readonly ok: true; readonly payload: Uint8Array; readonly contentType: string }
  | { readonly ok: false; readonly problem: string };

/** A payload as the bytes that go out. */
export function encoded({ payload, format = 'json' }: Pick<PublishInput, 'payload' | 'format'>): Encoded {
  if (format === 'json') return bytes(Buffer.from(JSON.stringify(payload)), 'application/json');
  if (typeof payload !== 'string')
    return { ok: false, problem: `With the format ${format} the payload must be a text.` };
  if (format === 'text') return bytes(Buffer.from(payload), 'text/plain; charset=utf-8');
  if (!isBase64(payload))
    return { ok: false, problem: 'With the format base64 the payload must be base64; it is not.' };
  return bytes(Buffer.from(payload, 'base64'), 'application/octet-stream');
}

const bytes = (payload: Uint8Array, contentType: string): Encoded => ({ ok: true, payload, contentType });

/** The usual alphabet, filled up to a multiple of four. */
const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
