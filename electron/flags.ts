import path from 'node:path';
import { parseArgs } from 'node:util';

export interface Places {
  readonly workspace: string;
  readonly database: string;
}

/** The window takes the two flags of `sagaloom serve` that mean something to it; Chromium's own switches pass by. */
export function readPlaces(args: readonly string[], home: string): Places {
  const { values } = parseArgs({
    args: [...args],
    options: { workflows: { type: 'string' }, db: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const workspace = path.resolve(typeof values.workflows === 'string' ? values.workflows : home);
  const database = typeof values.db === 'string' ? values.db : path.join(workspace, '.sagaloom', 'runs.db');
  return { workspace, database: path.resolve(database) };
}
