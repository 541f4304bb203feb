import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { WorkspaceFile } from '../../contract/types.ts';
import { isSagaFile, isSkipped } from './paths.ts';

/** Deeper, or more, is not a workspace but somebody's whole disk. */
const MAX_DEPTH = 12;
const MAX_FILES = 5_000;
const MAX_FOLDERS = 20_000;

/** All workflows below the workspace, by path. Folders that cannot be read are left out; links are not followed (WP2). */
export async function listSagas(workspace: string): Promise<readonly WorkspaceFile[]> {
  const found: WorkspaceFile[] = [];
  let folders = [''];
  let seen = 0;
  for (let depth = 0; depth <= MAX_DEPTH && folders.length > 0; depth += 1) {
    const below: string[] = [];
    for (const folder of folders) {
      if (found.length >= MAX_FILES || (seen += 1) > MAX_FOLDERS) break;
      const entries = await readdir(path.join(workspace, folder), { withFileTypes: true }).catch(() => []);
      below.push(
        ...entries.filter((each) => each.isDirectory() && !isSkipped(each.name)).map((each) => join(folder, each)),
      );
      found.push(...(await describeAll(workspace, folder, entries)));
    }
    folders = below;
  }
  return found.slice(0, MAX_FILES).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function describeAll(workspace: string, folder: string, entries: readonly Dirent[]): Promise<WorkspaceFile[]> {
  const files = entries.filter((each) => each.isFile() && isSagaFile(each.name));
  const described = await Promise.all(files.map((each) => describe(workspace, join(folder, each))));
  return described.filter((each) => each !== null);
}

/** Null when it went away in the meantime. */
async function describe(workspace: string, file: string): Promise<WorkspaceFile | null> {
  const stats = await lstat(path.join(workspace, file)).catch(() => null);
  return stats === null ? null : { path: file, modifiedAt: stats.mtime.toISOString(), size: stats.size };
}

const join = (folder: string, { name }: Dirent): string => (folder === '' ? name : `${folder}/${name}`);
