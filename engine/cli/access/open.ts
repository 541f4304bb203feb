import path from 'node:path';
import { mustBeThere } from '../../node/database.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import { ENVIRONMENT, type ExitCode, failed, ok, type Result } from '../codes.ts';
import { fail } from '../terminal.ts';
import type { Access } from './client.ts';

/** Where a command goes: `--url`, else the database. */
export interface Where {
  readonly db: string;
  readonly url?: string;
}

/** Opens, asks, and closes. With a run: what it needs is loaded first, and the database must be there. */
export async function withAccess(
  { db, url }: Where,
  runId: string | undefined,
  ask: (access: Access) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = await openAccess(db, url, runId);
  if (!opened.ok) return fail(opened);
  try {
    return await ask(opened.value);
  } finally {
    await opened.value.close();
  }
}

async function openAccess(db: string, url: string | undefined, runId: string | undefined): Promise<Result<Access>> {
  if (url !== undefined) return (await import('./remote.ts')).remoteAccess(url);
  if (runId !== undefined) mustBeThere(db);
  const { localAccess } = await import('./local.ts');
  try {
    return ok(await localAccess(db, runId));
  } catch (error) {
    const told = isEnvironmentError(error) && error.code === 'database.inUse' ? await serving(db) : null;
    if (told === null) throw error;
    return failed(ENVIRONMENT, told);
  }
}

/** The database is held by a server of this user's: that is whom to ask. */
async function serving(db: string): Promise<string | null> {
  const { serverOf } = await import('../../server/known-servers.ts');
  const server = serverOf(path.resolve(db), process.env);
  return (
    server && `${db} is in use by the server at ${server.url}: ask that, with --url ${new URL(server.url).origin}.`
  );
}
