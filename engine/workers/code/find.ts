import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Deeper, or more, is no folder of activities. */
const MAX_DEPTH = 6;
const MAX_FILES = 1_000;

const isScript = (name: string): boolean => /\.(?:[mc]?ts|[mc]?js)$/.test(name);

/** Tests, declarations, and what is hidden or set aside. */
const isLeftOut = (name: string): boolean => /^[._]|\.(?:test|spec|d)\.[mc]?[jt]s$/.test(name);

const leftOutFolders: ReadonlySet<string> = new Set(['node_modules', '__tests__', 'dist']);

/**
 * The files of the workspace that may hold activities, from there, in order: those directly in the folder, and those further down that
 * speak of `defineActivity`; all else down there is for them to import.
 */
export function activityFiles(workspace: string, folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (inner: string, depth: number): void => {
    for (const entry of entriesOf(path.join(workspace, inner))) {
      const file = `${inner}/${entry.name}`;
      if (isLeftOut(entry.name) || found.length >= MAX_FILES) continue;
      if (entry.isDirectory() && depth < MAX_DEPTH && !leftOutFolders.has(entry.name)) visit(file, depth + 1);
      else if (isFile(entry) && isScript(entry.name) && (depth === 0 || speaksOfIt(path.join(workspace, file))))
        found.push(file);
    }
  };
  visit(folder, 0);
  return found;
}

/** Links to files as well; of folders they could lead round in a circle. */
const isFile = (entry: Dirent): boolean => entry.isFile() || entry.isSymbolicLink();

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // gone meanwhile, or not to be read
  }
}

export function speaksOfIt(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes('defineActivity');
  } catch {
    return false;
  }
}
