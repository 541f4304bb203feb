import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { activityFiles } from './find.ts';
import { FOLDER } from './folder.ts';

/** Changes with every write of the file. */
export function stampOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'gone' : `${stats.mtimeNs}:${stats.size}:${stats.ino}`;
}

/** Of files, from the workspace, with their stamps. */
export function digestOf(stamps: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [file, stamp] of [...stamps].toSorted(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${file}\0${stamp}\0`);
  return hash.digest('hex');
}

/** What a process that loads the folder now would find, as long as it loads what was loaded before. */
export function digestNow(workspace: string, loadedBefore: readonly string[]): string {
  const files = new Set([...activityFiles(workspace, FOLDER), ...loadedBefore]);
  return digestOf(new Map(Array.from(files, (file) => [file, stampOf(path.join(workspace, file))] as const)));
}
