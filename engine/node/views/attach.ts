import type Database from 'better-sqlite3';
import { inodeOf } from './file.ts';

/** Attaches the file of the views as `views`, and again when another file has its name. False: there is none (yet). */
export function attachViews(database: Database.Database, file: string): () => boolean {
  const attach = database.prepare<[string]>('ATTACH ? AS views');
  const hasTables = (): boolean =>
    database.prepare("SELECT 1 FROM views.sqlite_schema WHERE name = 'checkpoints'").get() !== undefined;
  let attached: number | null = null;
  const detach = (): void => {
    if (attached !== null) database.exec('DETACH views');
    attached = null;
  };
  return () => {
    const inode = inodeOf(file);
    if (inode !== attached) {
      detach();
      if (inode === null) return false;
      attach.run(file); // read only, as the connection is
      attached = inode;
    }
    return inode !== null && hasTables();
  };
}
