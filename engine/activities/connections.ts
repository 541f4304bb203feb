import { z } from 'zod';
import { secretOfText } from '../core/definition/secrets.ts';
import type { Failure } from '../core/failure.ts';
import { type ActivityContext, inputFailure } from './activity.ts';

/** What a database, a broker or a service is reached by. */
const value = z.union([z.string(), z.number(), z.boolean()]);

/**
 * Named once in `sagaloom.config.json`, and used by name in steps and triggers. A value is literal or, as a whole, a secret:
 * `{ "orders": { "type": "postgres", "url": "{% secrets.ORDERS_URL %}" } }`.
 */
const connectionSchema = z.looseObject({ type: z.string().min(1) }).catchall(value);

export const connectionsSchema = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/), connectionSchema);

export type Connection = Readonly<Record<string, string | number | boolean>> & { readonly type: string };

export type FoundConnection =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly error: Failure };

type Asking = Pick<ActivityContext, 'place' | 'secret'>;

/** The connection of that name and one of these types, with its secrets put in. */
export async function connectionNamed(
  name: string,
  types: readonly string[],
  { place, secret }: Asking,
): Promise<FoundConnection> {
  const all = place.settings.connections ?? {};
  const found = all[name];
  if (found === undefined) return absent(name, Object.keys(all));
  if (!types.includes(found.type)) return otherType(name, found.type, types);
  const filled: Record<string, string | number | boolean> = {};
  for (const [field, given] of Object.entries(found)) {
    const secretName = typeof given === 'string' ? secretOfText(given) : null;
    const put = secretName === null ? given : await secret(secretName).catch(unreadable);
    if (typeof put === 'object' && put !== null) return put;
    if (put === null) return refused(`The connection ${name} needs the secret ${secretName}, which is not set.`);
    filled[field] = put;
  }
  return { ok: true, connection: { ...filled, type: found.type } };
}

function absent(name: string, names: readonly string[]): FoundConnection {
  const there = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
  return refused(`There is no connection ${name} in sagaloom.config.json; ${there}.`);
}

function otherType(name: string, type: string, types: readonly string[]): FoundConnection {
  return refused(`The connection ${name} is of type ${type}; here it must be ${types.join(' or ')}.`);
}

/** It cannot be known whether the secret is set; the connection was not made. */
function unreadable(error: unknown): FoundConnection {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, error: { type: 'activity.secret', message, effect: 'none' } };
}

const refused = (message: string): FoundConnection => ({ ok: false, error: inputFailure(message) });
