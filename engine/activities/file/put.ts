import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { codeOf } from '../workspace/folder.ts';
import { exists, FileProblem, isLinked } from './failures.ts';
import { eachChunk, etagIfThere, etagOf, lookAt, openFile, type Spot } from './regular.ts';

/** What an attempt has done so far: nothing of it can be seen until it says so. */
export interface Trace {
  isTouched: boolean;
}

/**
 * A file is put in its place whole, also after a power cut: it is written beside it under a name that steps cannot name, is on the disk, and
 * then gets its own. `replacing`: what is there may go; else it is found by the file system itself, at that moment.
 */
export async function putFile(
  spot: Spot,
  replacing: boolean,
  fill: (handle: FileHandle) => Promise<string>,
  trace: Trace,
): Promise<string> {
  const before = await lookAt(spot);
  if (before?.isSymbolicLink() === true) throw isLinked(spot.path);
  const temporary = spot.folder.at(`.${randomUUID()}.tmp`);
  try {
    const etag = await filled(temporary, before === null ? 0o666 : before.mode & 0o777, fill);
    if (replacing) await rename(temporary, spot.folder.at(spot.name));
    else await linked(temporary, spot);
    trace.isTouched = true;
    await spot.folder.sync();
    return etag;
  } finally {
    await unlink(temporary).catch(() => {}); // it is gone where it has become the file
  }
}

async function linked(temporary: string, spot: Spot): Promise<void> {
  await link(temporary, spot.folder.at(spot.name)).catch((error: unknown) => {
    throw codeOf(error) === 'EEXIST' ? exists(spot.path) : error;
  });
}

async function filled(temporary: string, mode: number, fill: (handle: FileHandle) => Promise<string>): Promise<string> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(temporary, flags, mode);
  try {
    const etag = await fill(handle);
    await handle.sync();
    return etag;
  } finally {
    await handle.close();
  }
}

/** Where something is there already, and it is the same, it has been put there before. */
export async function putUnlessSame(
  spot: Spot,
  etag: string | null,
  put: () => Promise<string>,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await put();
  } catch (error) {
    const isThere = error instanceof FileProblem && error.failure.type === 'file.exists';
    if (!isThere || etag === null || (await etagIfThere(spot, signal).catch(() => null)) !== etag) throw error;
    return etag;
  }
}

export async function copyFile(
  from: Spot,
  to: Spot,
  replacing: boolean,
  trace: Trace,
  signal: AbortSignal,
): Promise<string> {
  const source = await openFile(from);
  try {
    return await putFile(
      to,
      replacing,
      async (handle) => {
        const hash = createHash('sha256');
        await eachChunk(source, signal, async (chunk) => {
          hash.update(chunk);
          await handle.writeFile(chunk);
        });
        return etagOf(hash);
      },
      trace,
    );
  } finally {
    await source.close();
  }
}

/** A file, which must be the one that was looked at, takes another name; nothing that has it is lost. */
export async function renameFile(from: Spot, to: Spot, replacing: boolean, trace: Trace): Promise<void> {
  const [source, target] = [from.folder.at(from.name), to.folder.at(to.name)];
  if (replacing) {
    await rename(source, target);
    trace.isTouched = true;
  } else {
    await linked(source, to);
    trace.isTouched = true;
    await unlink(source);
  }
  await to.folder.sync();
  await from.folder.sync();
}

/** Whether two names are of one file: a move that was cut between them. */
export async function isSameFile(from: Spot, to: Spot): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(from.folder.at(from.name)), lstat(to.folder.at(to.name))]);
  return a.ino === b.ino && a.dev === b.dev && a.isFile();
}
