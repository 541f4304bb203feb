import { constants, existsSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * A folder of the workspace, held open, so that what is done in it is done there even if somebody puts a link in its place meanwhile.
 *
 * Every part of the way is opened from the one before it, and none may be a link. Linux gives the open folder a path of its own, from which
 * the next name is looked up; other systems have no such path: there each part is looked at first, and once more when it is open.
 */
export interface Folder {
  /** A path for one name in it. It holds as long as the folder is open; whoever opens the name must not follow a link. */
  readonly at: (name: string) => string;
  /** Makes names put into it, or taken out of it, durable. */
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A part of the way is not there. */
export class NoSuchFolder extends Error {}

/** A part of the way is a link, or no folder. */
export class NotAFolder extends Error {}

const OPENED = '/proc/self/fd';
const isByHandle = process.platform === 'linux' && existsSync(OPENED);
const FLAGS = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** `make`: what is missing of the way is made. Throws one of the two above, or what the file system throws. */
export async function openFolder(
  workspace: string,
  segments: readonly string[],
  options: { readonly make?: boolean } = {},
): Promise<Folder> {
  let folder = await opened(workspace, workspace);
  for (const segment of segments) {
    const outer = folder;
    try {
      folder = await openWithin(outer, segment, options.make === true);
    } finally {
      await outer.close();
    }
  }
  return folder;
}

/** One name of an open folder, which stays open. */
export async function openWithin(folder: Folder, name: string, make = false): Promise<Folder> {
  const inner = folder.at(name);
  if (make) {
    const made = await mkdir(inner).then(() => true, ignoring('EEXIST'));
    if (made) await folder.sync();
  }
  return opened(inner, name);
}

async function opened(place: string, shown: string): Promise<Folder> {
  const handle = await guarded(shown, () => (isByHandle ? open(place, FLAGS) : openLooking(place)));
  const base = isByHandle ? `${OPENED}/${handle?.fd}` : place;
  return {
    at: (name) => path.posix.join(base, name),
    sync: async () => handle?.sync(),
    close: async () => handle?.close(),
  };
}

/** Windows opens no folders; what is missing then is only that it could be held. */
async function openLooking(place: string): Promise<FileHandle | null> {
  const stats = await lstat(place);
  if (!stats.isDirectory() || (await realpath(place)) !== place) throw new NotAFolder(place);
  return process.platform === 'win32' ? null : open(place, FLAGS);
}

async function guarded<T>(shown: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') throw new NoSuchFolder(shown);
    if (code === 'ENOTDIR' || code === 'ELOOP') throw new NotAFolder(shown);
    throw error;
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const ignoring =
  (code: string) =>
  (error: unknown): false => {
    if (codeOf(error) !== code) throw error;
    return false;
  };
