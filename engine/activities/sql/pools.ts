import { Pool } from './pool.ts';
import type { Session } from './session.ts';
import type { Target } from './target.ts';

/** Of this process, by all that a connection is made with: two names of one database share. */
const pools = new Map<string, Pool>();

export function poolFor(target: Target): Pool {
  const key = JSON.stringify(target);
  const found = pools.get(key);
  if (found !== undefined) return found;
  const made = new Pool(() => connect(target), target.pool);
  pools.set(key, made);
  return made;
}

export async function closePools(): Promise<void> {
  const all = [...pools.values()];
  pools.clear();
  await Promise.all(all.map((pool) => pool.close()));
}

/** A driver is loaded with the first connection of its kind. */
async function connect(target: Target): Promise<Session> {
  if (target.kind === 'sqlite') return (await import('./sqlite/session.ts')).openSqlite(target);
  if (target.kind === 'postgres') return (await import('./postgres/session.ts')).connectPostgres(target);
  return (await import('./mysql/session.ts')).connectMysql(target);
}
