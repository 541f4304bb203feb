import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { type Folder, openWithin } from '../workspace/folder.ts';
import { isOffLimits } from '../workspace/paths.ts';
import { FileProblem } from './failures.ts';
import { matches, mayMatchBelow } from './glob.ts';
import type { Trace } from './put.ts';
import type { Entry } from './schema.ts';

export const typeOf = (file: Pick<Dirent | Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): Entry['type'] =>
  file.isFile() ? 'file' : file.isDirectory() ? 'folder' : file.isSymbolicLink() ? 'link' : 'other';

/** What a pattern means of a folder and those below it; what is off limits is left out, and no link is followed. */
export async function entriesOf(
  folder: Folder,
  inside: string,
  glob: string,
  limit: number,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const pattern = glob.split('/').filter((part) => part !== '' && part !== '.');
  const found: Entry[] = [];
  await walk(folder, []);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));

  async function walk(outer: Folder, above: readonly string[]): Promise<void> {
    for (const entry of await namesIn(outer)) {
      signal.throwIfAborted();
      const path = [...above, entry.name];
      if (matches(pattern, path)) await add(outer, entry, path);
      if (entry.isDirectory() && mayMatchBelow(pattern, path))
        await into(outer, entry.name, (inner) => walk(inner, path));
    }
  }

  async function add(outer: Folder, { name }: Dirent, path: readonly string[]): Promise<void> {
    if (found.length === limit) throw tooMany(inside, limit);
    const stats = await lstat(outer.at(name)).catch(() => null);
    if (stats === null) return; // gone since
    const full = [...(inside === '.' ? [] : [inside]), ...path].join('/');
    found.push({ path: full, type: typeOf(stats), size: stats.size, modifiedAt: stats.mtime.toISOString() });
  }
}

/** Whether a folder holds what no step may touch, at any depth: then it is not removed. */
export async function forbiddenIn(folder: Folder, path: string): Promise<string | null> {
  for (const entry of await readdir(folder.at('.'), { withFileTypes: true })) {
    const inner = `${path}/${entry.name}`;
    if (isOffLimits(entry.name)) return inner;
    const below = entry.isDirectory() ? await into(folder, entry.name, (each) => forbiddenIn(each, inner)) : null;
    if (below !== null) return below;
  }
  return null;
}

/** All that is in a folder, each level by its open folder: a link is removed, never what it leads to. */
export async function empty(folder: Folder, trace: Trace, signal: AbortSignal): Promise<void> {
  for (const entry of await readdir(folder.at('.'), { withFileTypes: true })) {
    signal.throwIfAborted();
    if (entry.isDirectory()) {
      await into(folder, entry.name, (inner) => empty(inner, trace, signal));
      trace.isTouched = true;
      await rmdir(folder.at(entry.name));
    } else {
      trace.isTouched = true;
      await unlink(folder.at(entry.name));
    }
  }
}

const namesIn = async (folder: Folder): Promise<readonly Dirent[]> =>
  (await readdir(folder.at('.'), { withFileTypes: true })).filter(({ name }) => !isOffLimits(name));

async function into<T>(folder: Folder, name: string, act: (inner: Folder) => Promise<T>): Promise<T> {
  const inner = await openWithin(folder, name);
  try {
    return await act(inner);
  } finally {
    await inner.close();
  }
}

const tooMany = (path: string, limit: number): FileProblem =>
  new FileProblem(
    'file.tooMany',
    `More than ${limit} entries of ${path} are meant; ask for fewer, or allow more with maxEntries.`,
    false,
  );
