import { inputFailure } from '../activity.ts';
import type { ActivityContext } from '../activity.ts';
import { workspaceFile } from './file.ts';
import { MOST_SENT_BYTES } from './limits.ts';
import { multipart } from './multipart.ts';
import { Refusal } from './refusal.ts';
import type { HttpInput } from './schema.ts';
import type { Values } from './schema-body.ts';

export interface SentBody {
  readonly content: string | Buffer;
  /** Where no header says otherwise. */
  readonly contentType: string;
}

/** `given` is the content type that a header says; empty: none. Throws a Refusal. */
export async function bodyOf(input: HttpInput, given: string, { place }: ActivityContext): Promise<SentBody | null> {
  const { body, form, text, base64, file, graphql } = input;
  const read = (name: string): Promise<Buffer> => fileOf(place.workspace, name);
  if (body !== undefined) {
    const content = typeof body === 'string' && given !== '' && !isJson(given) ? body : JSON.stringify(body);
    return { content, contentType: 'application/json' };
  }
  if (form !== undefined) {
    return { content: formOf(form).toString(), contentType: 'application/x-www-form-urlencoded' };
  }
  if (text !== undefined) return { content: text, contentType: 'text/plain; charset=utf-8' };
  if (base64 !== undefined) return bytesOf(Buffer.from(base64, 'base64'));
  if (file !== undefined) return bytesOf(await read(file));
  if (graphql !== undefined) return { content: JSON.stringify(graphql), contentType: 'application/json' };
  if (input.multipart === undefined) return null;
  const { bytes, contentType } = await multipart(input.multipart, read);
  if (bytes.length > MOST_SENT_BYTES) throw tooMuch();
  return { content: bytes, contentType };
}

const bytesOf = (content: Buffer): SentBody => ({ content, contentType: 'application/octet-stream' });

export function formOf(values: Values): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === null) continue;
    for (const each of Array.isArray(value) ? value : [value]) form.append(name, String(each));
  }
  return form;
}

async function fileOf(workspace: string, name: string): Promise<Buffer> {
  const read = await workspaceFile(workspace, name, MOST_SENT_BYTES);
  if (!read.ok) throw new Refusal(inputFailure(`The body of the request cannot be made: ${read.message}.`));
  return read.bytes;
}

const tooMuch = (): Refusal =>
  new Refusal(inputFailure(`The body of the request is larger than ${MOST_SENT_BYTES / 1024 / 1024} MiB.`));

/** `application/json` and `application/problem+json`, whatever their parameters. */
export const isJson = (contentType: string): boolean => /^[^;]*[/+]json\s*(;|$)/i.test(contentType);
