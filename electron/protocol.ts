/** `app://sagaloom/…`: the built page's files, and nothing else of the disk. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { origin, originOf } from './address.ts';
import { contentSecurityPolicy, withNonce } from './csp.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The file an address stands for; undefined for another host, a way out of the folder, or a type that is not ours. */
export function fileFor(address: string, folder: string): string | undefined {
  if (originOf(address) !== origin) return undefined;
  const { pathname } = new URL(address);
  const name = decoded(pathname === '/' ? '/index.html' : pathname);
  if (name === undefined || name.includes('\0') || name.includes('\\')) return undefined;
  const file = path.join(folder, name);
  const isInside = file.startsWith(path.join(folder, path.sep));
  return isInside && path.extname(file) in types ? file : undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

export function pageHandler(folder: string): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    const file = fileFor(url, folder);
    if (file === undefined || method !== 'GET') return plain(404);
    const body = await readFile(file).catch(() => undefined);
    return body === undefined ? plain(404) : fileResponse(file, body);
  };
}

function fileResponse(file: string, body: Buffer): Response {
  const nonce = randomBytes(16).toString('base64');
  const content = path.extname(file) === '.html' ? withNonce(body.toString('utf8'), nonce) : new Uint8Array(body);
  return new Response(content, {
    headers: {
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  });
}

function plain(status: number): Response {
  return new Response(null, { status });
}
