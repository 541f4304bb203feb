import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder, PRIVATE } from '../node/makeFolder.ts';
import { stateFolder } from './user-folders.ts';

/**
 * The servers of this user that are up, so that their own commands find them by URL alone: one file a port, which nobody else may
 * read, for it holds the token (PG3). It goes when the server stops; what is left after a crash opens nothing.
 */
export interface KnownServer {
  readonly url: string;
  readonly token: string;
  readonly database: string;
  readonly pid: number;
}

const schema = z.object({ url: z.string(), token: z.string(), database: z.string(), pid: z.int() });

const folder = (env: NodeJS.ProcessEnv): string => path.join(stateFolder(env), 'servers');

const fileOf = (url: string, env: NodeJS.ProcessEnv): string =>
  path.join(folder(env), `${new URL(url).port || '80'}.json`);

/** The answer forgets it. A home that cannot be written costs the convenience, and no more. */
export function rememberServer(server: KnownServer, env: NodeJS.ProcessEnv): () => void {
  const file = fileOf(server.url, env);
  try {
    makeFolder(folder(env), PRIVATE);
    rmSync(file, { force: true }); // its mode would stay as it was
    writeFileSync(file, JSON.stringify(server), { mode: 0o600, flag: 'wx' });
  } catch {
    return () => {};
  }
  return () => {
    if (read(file)?.token === server.token) rmSync(file, { force: true }); // else another has the port by now
  };
}

/** Of this machine only: whoever else listens on that port elsewhere is not to be shown the token. */
export const knownServer = (url: string, env: NodeJS.ProcessEnv): KnownServer | null =>
  ourNames.has(new URL(url).hostname) ? read(fileOf(url, env)) : null;

const ourNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The one that holds a database, as far as is known. */
export function serverOf(database: string, env: NodeJS.ProcessEnv): KnownServer | null {
  const found = filesIn(folder(env)).flatMap((file) => read(file) ?? []);
  return found.find((each) => each.database === database && isAlive(each.pid)) ?? null;
}

function filesIn(where: string): readonly string[] {
  try {
    return readdirSync(where).map((name) => path.join(where, name));
  } catch {
    return [];
  }
}

function read(file: string): KnownServer | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
