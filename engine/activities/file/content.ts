import type { Json } from '../../core/json.ts';
import { FileProblem, tooLarge } from './failures.ts';
import { type FileInput, MOST_BYTES } from './schema.ts';

type Form = Pick<FileInput, 'format' | 'encoding'>;

/** Throws what a file of that form cannot hold. */
export function bytesOf(path: string, content: Json, { format, encoding = 'utf-8' }: Form): Buffer {
  const form = format ?? (typeof content === 'string' ? 'text' : 'json');
  const bytes =
    form === 'base64' ? ofBase64(path, content) : ofText(path, form === 'json' ? pretty(content) : content, encoding);
  if (bytes.length > MOST_BYTES) throw tooLarge(path, MOST_BYTES);
  return bytes;
}

const pretty = (content: Json): string => `${JSON.stringify(content, null, 2)}\n`;

function ofText(path: string, content: Json, encoding: NonNullable<Form['encoding']>): Buffer {
  if (typeof content !== 'string') throw wrong(path, 'is written as a text, and its content is none');
  if (encoding === 'latin1' && /[^\0-\u00ff]/.test(content)) throw wrong(path, 'has characters that latin1 has not');
  if (!content.isWellFormed()) throw wrong(path, 'has half a character in it, which no encoding has');
  return Buffer.from(content, encoding);
}

function ofBase64(path: string, content: Json): Buffer {
  const text = typeof content === 'object' && content !== null && '$base64' in content ? content['$base64'] : content;
  const isBase64 = typeof text === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
  if (!isBase64) throw wrong(path, 'is written from base64, and its content is none');
  return Buffer.from(text, 'base64');
}

export function contentOf(path: string, bytes: Buffer, { format = 'text', encoding = 'utf-8' }: Form): Json {
  if (format === 'base64') return bytes.toString('base64');
  const text = encoding === 'latin1' ? bytes.toString('latin1') : decoded(path, bytes, encoding);
  if (format === 'text') return text;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw wrong(path, `is no JSON: ${error instanceof Error ? error.message : String(error)}`, 'file.json');
  }
}

/** A mark of the byte order at the beginning is no part of the text. */
function decoded(path: string, bytes: Buffer, encoding: 'utf-8' | 'utf-16le'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw wrong(path, `is no text in ${encoding}; read it in another encoding, or as base64`);
  }
}

const wrong = (path: string, what: string, type = 'file.encoding'): FileProblem =>
  new FileProblem(type, `${path} ${what}.`, false);
