import path from 'node:path';
import { isObject, type Json } from '../../core/json.ts';
import type { Failure } from '../../core/failure.ts';
import { type ActivityContext, inputFailure } from '../activity.ts';
import { workspaceFile } from '../http/file.ts';
import { DEFAULT_MOST_BYTES } from '../http/limits.ts';
import { perform } from '../http/perform.ts';
import { type Bundle, DocumentError } from './bundle.ts';
import { MOST_DOCUMENT_BYTES, parsed } from './parse.ts';
import { filesIn } from './refs.ts';

const MOST_FILES = 100;
const URL_KEPT_MS = 60_000;
const MOST_URLS = 32;

/** Texts had over the network, for a minute. */
const fetched = new Map<string, { readonly text: string; readonly until: number }>();

export type Loaded = { readonly ok: true; readonly bundle: Bundle } | { readonly ok: false; readonly error: Failure };

/** AT2. Whatever goes wrong here, the operation itself was not asked for. */
export async function loaded(document: string, context: ActivityContext, signal: AbortSignal): Promise<Loaded> {
  try {
    const isUrl = /^https?:/i.test(document);
    return { ok: true, bundle: await (isUrl ? ofUrl(document, context, signal) : ofFile(document, context)) };
  } catch (error) {
    if (error instanceof NotHad) return { ok: false, error: { ...error.failure, effect: 'none' } };
    if (error instanceof DocumentError) return { ok: false, error: inputFailure(error.message) };
    throw error;
  }
}

class NotHad extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** With the files of the workspace that it refers to, and those that they do. */
async function ofFile(document: string, { place }: ActivityContext): Promise<Bundle> {
  const root = path.posix.normalize(document.replaceAll('\\', '/'));
  const files = new Map<string, Json>();
  let bytes = 0;
  for (const left = [root]; left.length > 0;) {
    const name = left.shift() ?? root;
    if (files.has(name)) continue;
    if (files.size >= MOST_FILES)
      throw new DocumentError(`The document ${root} refers to more than ${MOST_FILES} files.`);
    if (URL.canParse(name))
      throw new DocumentError(
        `The document refers to ${withoutQuery(name)}; it can only refer to files of the workspace.`,
      );
    const read = await workspaceFile(place.workspace, name, MOST_DOCUMENT_BYTES - bytes);
    if (!read.ok) throw new DocumentError(`The document cannot be read: ${read.message}.`);
    bytes += read.bytes.length;
    files.set(name, parsed(read.bytes.toString('utf8'), name));
    left.push(...filesIn(name, files.get(name) ?? null));
  }
  return { root, files };
}

async function ofUrl(url: string, context: ActivityContext, signal: AbortSignal): Promise<Bundle> {
  const name = withoutQuery(url);
  const document = parsed(await textAt(url, context, signal), name);
  const [other] = filesIn(url, document);
  if (other !== undefined)
    throw new DocumentError(
      `The document ${name} refers to ${withoutQuery(other)}; over the network it must be one whole.`,
    );
  return { root: url, files: new Map([[url, document]]) };
}

async function textAt(url: string, context: ActivityContext, signal: AbortSignal): Promise<string> {
  const { http } = context.place.settings;
  const key = JSON.stringify([url, http ?? null]);
  const known = fetched.get(key);
  if (known !== undefined && known.until > performance.now()) return known.text;
  const maxBytes = Math.min(MOST_DOCUMENT_BYTES, http?.maxAnswerBytes ?? DEFAULT_MOST_BYTES);
  const result = await perform(
    {
      url,
      headers: { accept: 'application/json, application/yaml, */*;q=0.5' },
      responseAs: 'text',
      maxBytes,
      idempotencyHeader: false,
      timeout: '30s',
    },
    context,
    signal,
  );
  if (result.kind === 'failed') throw new NotHad(result.error);
  const text = isObject(result.output) && typeof result.output['body'] === 'string' ? result.output['body'] : '';
  fetched.delete(key);
  fetched.set(key, { text, until: performance.now() + URL_KEPT_MS });
  for (const oldest of fetched.keys()) {
    if (fetched.size <= MOST_URLS) break;
    fetched.delete(oldest);
  }
  return text;
}

export const withoutQuery = (url: string): string => {
  const parsedUrl = URL.parse(url);
  return parsedUrl === null ? url : `${parsedUrl.origin}${parsedUrl.pathname}`;
};

/** What was had over the network is had anew. */
export const forgetDocuments = (): void => fetched.clear();
