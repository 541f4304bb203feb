import type { Readable } from 'node:stream';
import type { Json } from '../../core/json.ts';
import { isJson } from './body.ts';
import { one } from './headers.ts';
import { DEFAULT_BYTES } from './limits.ts';
import type { HttpInput } from './schema.ts';
import { unpacked } from './unpack.ts';

/** Where nobody says more. */
export const MAX_RESPONSE_BYTES = DEFAULT_BYTES;

export interface Reading {
  /** Of the body, unpacked. */
  readonly mostBytes: number;
  readonly as: NonNullable<HttpInput['responseAs']>;
}

export type Body =
  | { readonly kind: 'whole'; readonly value: Json }
  | { readonly kind: 'tooLarge' }
  /** It should have been JSON. */
  | { readonly kind: 'wrong'; readonly text: string };

interface Answer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** Rejects when the connection breaks on the way, or with an EncodingError. */
export async function readBody({ headers, body }: Answer, { mostBytes, as }: Reading): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const encoding = one(headers['content-length']) === '0' ? '' : one(headers['content-encoding']);
  for await (const chunk of unpacked(body, encoding)) {
    bytes += chunk.length;
    if (bytes > mostBytes) return { kind: 'tooLarge' }; // leaving the loop destroys the stream
    chunks.push(chunk);
  }
  return valueOf(Buffer.concat(chunks), one(headers['content-type']), as);
}

function valueOf(bytes: Buffer, contentType: string, as: Reading['as']): Body {
  if (bytes.length === 0) return { kind: 'whole', value: null };
  if (as === 'base64') return { kind: 'whole', value: encoded(bytes, contentType) };
  if (as === 'text') return { kind: 'whole', value: decode(bytes, contentType) };
  if (as === 'auto' && !isText(bytes, contentType)) return { kind: 'whole', value: encoded(bytes, contentType) };
  const text = decode(bytes, contentType);
  if (as === 'auto' && !isJson(contentType)) return { kind: 'whole', value: text };
  try {
    return { kind: 'whole', value: JSON.parse(text) as Json };
  } catch {
    return as === 'json' ? { kind: 'wrong', text } : { kind: 'whole', value: text }; // the text tells more than an error would
  }
}

/** In a shape that says what it is. */
const encoded = (bytes: Buffer, contentType: string): Json => ({
  base64: bytes.toString('base64'),
  contentType: contentType === '' ? null : contentType,
  bytes: bytes.length,
});

const textTypes =
  /^\s*(text\/|application\/(json|xml|javascript|ecmascript|yaml|x-yaml|toml|sql|graphql|x-ndjson|x-www-form-urlencoded)\b)/i;
const textSuffix = /^[^;]*\+(json|xml|yaml)\s*(;|$)/i;
const binaryTypes =
  /^\s*(image|audio|video|font|model)\/|^\s*application\/(octet-stream|pdf|zip|gzip|x-tar|x-7z|wasm|protobuf|x-protobuf|msgpack|cbor|vnd\.)/i;

/** By its type; where that says nothing, it is text if it reads as text. */
function isText(bytes: Buffer, contentType: string): boolean {
  if (textTypes.test(contentType) || textSuffix.test(contentType) || /;\s*charset=/i.test(contentType)) return true;
  return !binaryTypes.test(contentType) && readsAsText(bytes);
}

function readsAsText(bytes: Buffer): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0');
  } catch {
    return false;
  }
}

function decode(bytes: Buffer, contentType: string): string {
  const charset = /charset="?([^";\s]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes); // a charset nobody knows
  }
}
