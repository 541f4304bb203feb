import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EnvironmentError } from '../runtime/environment.ts';
import { openReadable } from './database.ts';
import { guarded } from './failure.ts';
import { makeFolder, PRIVATE } from './makeFolder.ts';

/** Pages copied in one go: under a millisecond. */
const PAGES = 100;

/**
 * Copies a database as it stands at this moment, while an engine goes on with it, or where there is none. The views are not in it: they
 * are made anew from the copy. The copy has its name once it is whole.
 */
export async function backupDatabase(database: string, to: string): Promise<void> {
  const [source, target] = [resolve(database), resolve(to)];
  const part = `${target}.part`;
  const from = openReadable(source);
  let isMade = false;
  try {
    guarded(target, () => {
      if (existsSync(target)) throw taken(target);
      makeFolder(dirname(target), PRIVATE);
      rmSync(part, { force: true });
      closeSync(openSync(part, 'wx', 0o600)); // readable by its owner only, as the database is
      isMade = true;
    });
    from.exec('BEGIN');
    from.prepare('SELECT count(*) FROM engine').get(); // from here on this moment is what it sees, whoever writes
    await from.backup(part, { progress: () => PAGES }).catch((error: unknown) => guarded(target, () => raise(error)));
    guarded(target, () => renameSync(part, target));
  } finally {
    from.close();
    if (isMade) for (const end of ['', '-journal']) rmSync(`${part}${end}`, { force: true });
  }
}

function taken(file: string): EnvironmentError {
  return new EnvironmentError(
    'database.failed',
    `${file} is there already and was left as it is. Choose another name.`,
  );
}

function raise(error: unknown): never {
  throw error;
}
