import { createHash, type Hash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { codeOf, type Folder } from '../workspace/folder.ts';
import { isLinked, notAFile } from './failures.ts';
import type { About } from './schema.ts';

const CHUNK = 256 * 1024;

/** A file in an open folder, by the path that people know it by. */
export interface Spot {
  readonly folder: Folder;
  readonly name: string;
  readonly path: string;
}

/** Follows no link, and waits for nobody: a pipe is no file. */
export async function openFile({ folder, name, path }: Spot, flags: number = constants.O_RDONLY): Promise<FileHandle> {
  const careful = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(folder.at(name), flags | careful, 0o666).catch((error: unknown) => {
    throw codeOf(error) === 'ELOOP' ? isLinked(path) : error;
  });
  const stats = await handle.stat();
  if (stats.isFile()) return handle;
  await handle.close();
  throw notAFile(path);
}

/** Null: nothing is there. A link is what it is. */
export async function lookAt({ folder, name }: Spot): Promise<Stats | null> {
  try {
    return await lstat(folder.at(name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export const etagOf = (hash: Hash): string => `sha256-${hash.digest('hex')}`;

export const etagOfBytes = (bytes: Uint8Array): string => etagOf(createHash('sha256').update(bytes));

/** Of what is in a file, by the chunk. */
export async function eachChunk(
  handle: FileHandle,
  signal: AbortSignal,
  tell: (chunk: Buffer) => unknown,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let position = 0; ;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, CHUNK, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    await tell(buffer.subarray(0, bytesRead));
  }
}

export async function etagOfFile(spot: Spot, signal: AbortSignal): Promise<string> {
  const handle = await openFile(spot);
  try {
    const hash = createHash('sha256');
    await eachChunk(handle, signal, (chunk) => hash.update(chunk));
    return etagOf(hash);
  } finally {
    await handle.close();
  }
}

/** Null: there is no file. */
export async function etagIfThere(spot: Spot, signal: AbortSignal): Promise<string | null> {
  const stats = await lookAt(spot);
  if (stats === null) return null;
  return etagOfFile(spot, signal);
}

export const aboutFile = (path: string, { size, mtime }: Pick<Stats, 'size' | 'mtime'>, etag: string): About => ({
  path,
  size,
  modifiedAt: mtime.toISOString(),
  etag,
});

/** Of a file that was just put there. */
export async function aboutNow(spot: Spot, etag: string): Promise<About> {
  const stats = await lstat(spot.folder.at(spot.name));
  return aboutFile(spot.path, stats, etag);
}
