import type { Dispatcher } from 'undici';
import type { Json } from '../../core/json.ts';
import { isJson } from './prepare.ts';

/** The longest value a history holds inline (DA8); a longer answer is an error. */
export const MAX_RESPONSE_BYTES = 256 * 1024;

export type Body = { readonly kind: 'whole'; readonly value: Json } | { readonly kind: 'tooLarge' };

/** Rejects when the connection breaks on the way. */
export async function readBody(response: Dispatcher.ResponseData): Promise<Body> {
  const contentType = one(response.headers['content-type']);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_RESPONSE_BYTES) return { kind: 'tooLarge' }; // leaving the loop destroys the stream
    chunks.push(chunk);
  }
  return { kind: 'whole', value: parse(decode(Buffer.concat(chunks), contentType), contentType) };
}

function decode(bytes: Buffer, contentType: string): string {
  const charset = /charset="?([^";\s]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes); // a charset nobody knows
  }
}

function parse(text: string, contentType: string): Json {
  if (text === '') return null;
  if (!isJson(contentType)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text; // it said JSON and is not: the text tells more than an error would
  }
}

export function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, one(value)]));
}

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(', ') : (value ?? ''));
