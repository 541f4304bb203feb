/** What vite.config.ts of the renderer left in the page for a fresh nonce. */
const placeholder = '__CSP_NONCE__';

/**
 * Nothing but the page's own files. Style tags that a library makes at run time carry the response's nonce;
 * there is no inline script, no eval and no other host.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(placeholder, nonce);
}
