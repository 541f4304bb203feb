import { randomBytes } from 'node:crypto';

/** What renderer/vite.config.ts left in the page for a fresh nonce. */
const NONCE_PLACE = '__CSP_NONCE__';

export const newNonce = (): string => randomBytes(16).toString('base64');

/** The page of one response: its nonce, and the token that lets it speak (PG3). Both are of base64 letters only. */
export function pageWith(html: string, nonce: string, token: string): string {
  return html
    .replaceAll(NONCE_PLACE, nonce)
    .replace('</head>', `  <meta name="sagaloom-token" content="${token}" />\n  </head>`);
}

/**
 * Nothing but the page's own files, and its own socket. Style tags that a library makes at run time carry the nonce; there is
 * no inline script, no eval and no other host.
 */
export function pagePolicy(nonce: string, host: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ws://${host}`, // not all browsers count the socket as 'self'
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** On everything that is answered. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};
