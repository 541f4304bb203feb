import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/**
 * Lets through who knows the secret of that name: the same variable that the engine reads it from, `SAGALOOM_SECRET_NAME`. Where it is not
 * set, anybody.
 */
export function authorised(name: string, header = 'authorization'): MiddlewareHandler {
  const secret = process.env[`SAGALOOM_SECRET_${name}`];
  return async (c, next) => {
    const given = (c.req.header(header) ?? '').replace(/^Bearer /, '');
    if (secret !== undefined && !isSame(given, secret))
      return c.json({ error: 'unauthorised', message: `The secret ${name} is needed in ${header}.` }, 401);
    return next();
  };
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
