import type Database from 'better-sqlite3';
import { EnvironmentError } from '../runtime/environment.ts';

/** The version of a file of ours that stands beside the database; null of one in which nothing is yet. Nobody else's is ever touched. */
export function versionOf(database: Database.Database, file: string, applicationId: number): number | null {
  if (database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined) return null;
  if (database.pragma('application_id', { simple: true }) !== applicationId)
    throw new EnvironmentError('database.foreign', `${file} is a database of another program. Move it away.`);
  return Number(database.pragma('user_version', { simple: true }));
}
