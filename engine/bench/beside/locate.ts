import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contender } from '../task.ts';

/** Where the peers' packages are; see `peers/package.json`. Not there: they are left out. */
const folder = (): string => resolve(process.env['SAGALOOM_BENCH_PEERS'] ?? join(import.meta.dirname, '../peers'));

const requireThere = () => createRequire(join(folder(), 'package.json'));

/** A package of theirs; its types are what `T` says it has. */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(requireThere().resolve(name)).href)) as T;
}

export function restateBinary(): string | null {
  try {
    const server = createRequire(requireThere().resolve('@restatedev/restate-server/package.json'));
    return server.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
  } catch {
    return null;
  }
}

const DEBIAN = '/usr/lib/postgresql';

/** The newest PostgreSQL's programs, where Debian has them or the PATH does. */
export function postgresPrograms(): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [...debian.map((version) => join(DEBIAN, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')];
  return folders.find((bin) => ['initdb', 'postgres'].every((name) => existsSync(join(bin, name)))) ?? null;
}

export function peersHere(): ReadonlySet<Contender> {
  const here = new Set<Contender>();
  if (restateBinary() !== null && isInstalled('@restatedev/restate-sdk'))
    here.add('restateTuned').add('restateDefault');
  if (postgresPrograms() !== null && isInstalled('@dbos-inc/dbos-sdk')) here.add('dbos');
  return here;
}

function isInstalled(name: string): boolean {
  try {
    requireThere().resolve(name);
    return true;
  } catch {
    return false;
  }
}
