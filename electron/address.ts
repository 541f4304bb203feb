/** The page's own address: a scheme that no website can have, so that its origin is ours alone. */
export const scheme = 'app';
export const origin = 'app://sagaloom';
export const startPage = `${origin}/`;

/** `URL.origin` is "null" for a scheme of one's own. */
export function originOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url === null ? undefined : `${url.protocol}//${url.host}`;
}

/** Main and preload agree on these names, and nothing else. */
export const channels = { connect: 'sagaloom:connect', port: 'sagaloom:port' } as const;
