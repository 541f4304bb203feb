import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storesContract } from '../runtime/testing/stores-contract.ts';
import { openWritable } from './database.ts';
import { sqliteStores } from './stores.ts';

storesContract('what is kept in SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sagaloom-test-'));
  const file = join(folder, 'test.db');
  const database = openWritable(file);
  const remove = async (): Promise<void> => {
    database.close();
    rmSync(folder, { recursive: true });
  };
  return { stores: sqliteStores(database, file), remove };
});
