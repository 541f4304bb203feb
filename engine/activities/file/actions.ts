import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { rename, rmdir, unlink } from 'node:fs/promises';
import type { Json } from '../../core/json.ts';
import type { ActivityContext } from '../activity.ts';
import { codeOf, openWithin } from '../workspace/folder.ts';
import { bytesOf, contentOf } from './content.ts';
import { absent, changed, exists, FileProblem, isLinked, tooLarge } from './failures.ts';
import { copyFile, isSameFile, putFile, putUnlessSame, renameFile, type Trace } from './put.ts';
import {
  aboutFile,
  aboutNow,
  eachChunk,
  etagIfThere,
  etagOf,
  etagOfBytes,
  etagOfFile,
  lookAt,
  openFile,
  type Spot,
} from './regular.ts';
import { type About, DEFAULT_READ_BYTES, type FileInput } from './schema.ts';
import { empty, forbiddenIn, typeOf } from './tree.ts';

/** One attempt of one action. All throw `FileProblem`, or what the file system throws. */
export interface Doing {
  readonly input: FileInput;
  readonly spot: Spot;
  readonly trace: Trace;
  readonly context: ActivityContext;
  readonly signal: AbortSignal;
}

export async function read({ input, spot, signal }: Doing): Promise<Json> {
  const limit = input.maxBytes ?? DEFAULT_READ_BYTES;
  const handle = await openFile(spot);
  try {
    const stats = await handle.stat();
    if (stats.size > limit) throw tooLarge(spot.path, limit);
    const chunks: Buffer[] = [];
    let size = 0;
    await eachChunk(handle, signal, (chunk) => {
      size += chunk.length;
      if (size > limit) throw tooLarge(spot.path, limit); // it grows
      chunks.push(Buffer.from(chunk));
    });
    const bytes = Buffer.concat(chunks);
    const etag = etagOfBytes(bytes);
    if (input.ifEtag !== undefined && input.ifEtag !== etag) throw changed(spot.path);
    return { ...aboutFile(spot.path, { size, mtime: stats.mtime }, etag), content: contentOf(spot.path, bytes, input) };
  } finally {
    await handle.close();
  }
}

/** What is there and is the same has been written before: by an earlier attempt, or by somebody who wanted the same. */
export async function write({ input, spot, trace, signal }: Doing): Promise<About> {
  const bytes = bytesOf(spot.path, input.content ?? null, input);
  const etag = etagOfBytes(bytes);
  if (input.ifEtag !== undefined) {
    const now = await etagIfThere(spot, signal);
    if (now === etag) return aboutNow(spot, etag);
    if (now !== input.ifEtag) throw now === null ? absent(spot.path) : changed(spot.path);
  }
  const put = (): Promise<string> =>
    putFile(spot, input.ifAbsent !== true, (handle) => handle.writeFile(bytes).then(() => etag), trace);
  return aboutNow(spot, await putUnlessSame(spot, etag, put, signal));
}

/** With an etag it is known whether an earlier attempt did it: then the file is what it was and the content behind it. */
export async function append({ input, spot, trace, signal }: Doing): Promise<About> {
  const bytes = bytesOf(spot.path, input.content ?? null, input);
  const flags = constants.O_RDWR | constants.O_APPEND | (input.ifEtag === undefined ? constants.O_CREAT : 0);
  const handle = await openFile(spot, flags);
  try {
    const { nlink, size } = await handle.stat();
    if (nlink > 1) throw isLinked(spot.path); // its other name may be outside
    const [whole, before] = await etagsOf(handle, size - bytes.length, signal);
    if (input.ifEtag !== undefined && input.ifEtag !== whole.etag) {
      if (input.ifEtag !== before || !whole.end.equals(bytes)) throw changed(spot.path);
      return await aboutNow(spot, whole.etag);
    }
    signal.throwIfAborted();
    trace.isTouched = true;
    await handle.appendFile(bytes);
    await handle.sync();
    if (size === 0) await spot.folder.sync();
    return await aboutNow(spot, await etagOfFile(spot, signal));
  } finally {
    await handle.close();
  }
}

/** Of a file, and of its first bytes; with what is behind those. */
async function etagsOf(handle: Awaited<ReturnType<typeof openFile>>, split: number, signal: AbortSignal) {
  const [whole, first] = [createHash('sha256'), createHash('sha256')];
  const end: Buffer[] = [];
  let position = 0;
  await eachChunk(handle, signal, (chunk) => {
    whole.update(chunk);
    const inFirst = Math.min(chunk.length, Math.max(0, split - position));
    first.update(chunk.subarray(0, inFirst));
    if (split >= 0 && inFirst < chunk.length) end.push(Buffer.from(chunk.subarray(inFirst)));
    position += chunk.length;
  });
  return [{ etag: etagOf(whole), end: Buffer.concat(end) }, split < 0 ? null : etagOf(first)] as const;
}

export async function stat({ spot, signal }: Doing): Promise<Json> {
  const stats = await lookAt(spot);
  if (stats === null) return { path: spot.path, exists: false, type: null, size: null, modifiedAt: null, etag: null };
  const type = typeOf(stats);
  const about =
    type === 'file' ? aboutFile(spot.path, stats, await etagOfFile(spot, signal)) : folderAbout(spot.path, stats.mtime);
  return { ...about, exists: true, type };
}

const folderAbout = (path: string, mtime: Date): About => ({
  path,
  size: null,
  modifiedAt: mtime.toISOString(),
  etag: null,
});

export async function copy({ input, spot, trace, signal }: Doing, to: Spot): Promise<About> {
  await mustBe(spot, input, signal);
  const etag = await etagIfThere(spot, signal);
  if (etag === null) throw absent(spot.path);
  const put = (): Promise<string> => copyFile(spot, to, input.overwrite === true, trace, signal);
  return aboutNow(to, await putUnlessSame(to, etag, put, signal));
}

/** A source that is gone and a target that is there: an earlier attempt did it, where there was one or the etag says so. */
export async function move(doing: Doing, to: Spot): Promise<About> {
  const { input, spot, trace, signal, context } = doing;
  const [source, target] = await Promise.all([lookAt(spot), lookAt(to)]);
  if (source === null) {
    const isDone = target !== null && (await wasMoved(to, input, context, signal));
    if (!isDone) throw absent(spot.path);
    return target.isDirectory() ? folderAbout(to.path, target.mtime) : aboutNow(to, await etagOfFile(to, signal));
  }
  if (source.isSymbolicLink()) throw isLinked(spot.path);
  if (target?.isSymbolicLink() === true) throw isLinked(to.path);
  if (source.isDirectory()) return moveFolder(doing, to, target !== null);
  await mustBe(spot, input, signal);
  if (target !== null && (await isSameFile(spot, to))) {
    if (spot.path !== to.path) await unlink(spot.folder.at(spot.name)); // cut between the two names
  } else {
    await renameFile(spot, to, input.overwrite === true, trace).catch(async (error: unknown) => {
      if (codeOf(error) !== 'EXDEV') throw error;
      await across(doing, to);
    });
  }
  return aboutNow(to, await etagOfFile(to, signal));
}

async function wasMoved(
  to: Spot,
  { ifEtag }: FileInput,
  { attempt }: ActivityContext,
  signal: AbortSignal,
): Promise<boolean> {
  return ifEtag === undefined ? attempt > 1 : (await etagIfThere(to, signal)) === ifEtag;
}

async function moveFolder({ spot, trace }: Doing, to: Spot, isTaken: boolean): Promise<About> {
  if (isTaken) throw exists(to.path);
  await rename(spot.folder.at(spot.name), to.folder.at(to.name));
  trace.isTouched = true;
  await to.folder.sync();
  await spot.folder.sync();
  const stats = await lookAt(to);
  return folderAbout(to.path, stats?.mtime ?? new Date());
}

/** To another disk, mounted in the workspace. */
async function across({ input, spot, trace, signal }: Doing, to: Spot): Promise<void> {
  const etag = await etagIfThere(spot, signal);
  await putUnlessSame(to, etag, () => copyFile(spot, to, input.overwrite === true, trace, signal), signal);
  trace.isTouched = true;
  await unlink(spot.folder.at(spot.name));
}

async function mustBe(spot: Spot, { ifEtag }: FileInput, signal: AbortSignal): Promise<void> {
  if (ifEtag === undefined) return;
  const now = await etagIfThere(spot, signal);
  if (now !== ifEtag) throw now === null ? absent(spot.path) : changed(spot.path);
}

export async function remove({ input, spot, trace, signal }: Doing): Promise<Json> {
  const stats = await lookAt(spot);
  if (stats === null) return { path: spot.path, removed: false };
  if (!stats.isDirectory()) {
    if (stats.isFile()) await mustBe(spot, input, signal);
    await unlink(spot.folder.at(spot.name));
  } else {
    if (input.recursive === true) await emptied(spot, trace, signal);
    await rmdir(spot.folder.at(spot.name));
  }
  trace.isTouched = true;
  await spot.folder.sync();
  return { path: spot.path, removed: true };
}

async function emptied(spot: Spot, trace: Trace, signal: AbortSignal): Promise<void> {
  const folder = await openWithin(spot.folder, spot.name);
  try {
    const forbidden = await forbiddenIn(folder, spot.path);
    if (forbidden !== null) throw keeps(spot.path, forbidden);
    await empty(folder, trace, signal);
  } finally {
    await folder.close();
  }
}

const keeps = (path: string, forbidden: string): FileProblem =>
  new FileProblem(
    'file.forbidden',
    `${path} holds ${forbidden}, which is off limits for steps, and is left as it is.`,
    false,
  );
