import { statSync } from 'node:fs';
import { backupDatabase } from '../../node/index.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { say } from '../terminal.ts';

/** Of a database that an engine works on as well. What goes wrong is told by `main`. */
export async function backup(file: string, { db }: { readonly db: string }): Promise<ExitCode> {
  await backupDatabase(db, file);
  say(`${db} is copied to ${file} (${statSync(file).size} bytes).`);
  return SUCCESS;
}
