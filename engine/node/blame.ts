import type Database from 'better-sqlite3';
import { foldHistory } from '../core/index.ts';
import { isEnvironmentError } from '../runtime/environment.ts';
import { damaged } from './failure.ts';
import { journalReader } from './journalReader.ts';
import { storedPrograms } from './storedPrograms.ts';

/**
 * Something went wrong with a run, and nobody knows why. If its history cannot be read and folded, the file is to blame; else it is
 * a bug, and stays one. Asked afterwards, so that it costs nothing where all is well.
 */
export function blameFile(database: Database.Database, file: string): (runId: string, error: unknown) => never {
  return (runId, error) => {
    if (isEnvironmentError(error)) throw error;
    try {
      const stored = journalReader(database);
      const programOf = storedPrograms((hash) => stored.definition(hash));
      if (stored.entry(runId) !== null) foldHistory(programOf, stored.history(runId, 0, Infinity));
    } catch (cause) {
      throw damaged(file, cause);
    }
    throw error;
  };
}
