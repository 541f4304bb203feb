import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { getMimeType } from 'hono/utils/mime';

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  readonly cache: string;
}

/** Vite puts a hash into the names of what it writes here. */
const HASHED = '/assets/';

/** A plain file below the folder, or null. `pathname` is as the URL has it, still encoded. */
export async function readAsset(folder: string, pathname: string): Promise<Asset | null> {
  const file = await locateAsset(folder, pathname);
  if (file === null) return null;
  const bytes = new Uint8Array(await readFile(file));
  return {
    bytes,
    type: getMimeType(file) ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    cache: pathname.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

/** What leads out of the folder, by dots or by links, is not there. */
async function locateAsset(folder: string, pathname: string): Promise<string | null> {
  const segments = decode(pathname)?.split('/').slice(1);
  if (segments === undefined || !segments.every(isPlain)) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(path.join(root, ...segments));
    const isInside = file.startsWith(root + path.sep);
    return isInside && (await stat(file)).isFile() ? file : null;
  } catch {
    return null;
  }
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** What Vite writes has such names, and nothing else has to be found. */
const isPlain = (segment: string): boolean => /^[\w-][\w.-]*$/.test(segment);
