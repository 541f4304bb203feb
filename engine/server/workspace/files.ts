import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import nodePath from 'node:path';
import type { FileContent } from '../../contract/types.ts';
import { makeFolder } from '../../node/index.ts';
import { createFile, replaceFile } from './atomic.ts';
import { linkOnTheWay, locate } from './paths.ts';

/** A larger one was not drawn by hand. */
const MAX_BYTES = 8 * 1024 * 1024;

export type FileOutcome =
  | { readonly kind: 'ok'; readonly file: FileContent }
  | { readonly kind: 'notFound' | 'conflict' | 'refused' | 'environment'; readonly message: string };

export async function readSaga(workspace: string, path: string): Promise<FileOutcome> {
  const located = locate(workspace, path);
  if (!located.ok) return { kind: 'refused', message: located.why };
  if ((await linkOnTheWay(located)) !== null) return viaLink(path);
  try {
    const found = await readPlain(located.file);
    return found === null
      ? refused(`"${path}" is not a file of a workflow, or is too large.`)
      : content(path, found.text);
  } catch (error) {
    return said(error, path);
  }
}

/** `etag` null creates. The write happens only if the file is what the etag says, so nobody's change is lost. */
export async function writeSaga(
  workspace: string,
  path: string,
  text: string,
  etag: string | null,
): Promise<FileOutcome> {
  const located = locate(workspace, path);
  if (!located.ok) return { kind: 'refused', message: located.why };
  if (Buffer.byteLength(text) > MAX_BYTES) return refused(`"${path}" would be larger than ${MAX_BYTES / 2 ** 20} MiB.`);
  return alone(located.file, async () => {
    if ((await linkOnTheWay(located)) !== null) return viaLink(path);
    try {
      return etag === null ? await create(located.file, path, text) : await replace(located.file, path, text, etag);
    } catch (error) {
      return said(error, path);
    }
  });
}

async function create(file: string, path: string, text: string): Promise<FileOutcome> {
  await createFile(file, text);
  return content(path, text);
}

async function replace(file: string, path: string, text: string, etag: string): Promise<FileOutcome> {
  const found = await readPlain(file);
  if (found === null) return refused(`"${path}" is not a file of a workflow, or is too large.`);
  if (etagOf(found.text) !== etag) return changed(path);
  await replaceFile(file, text, found.mode);
  return content(path, text);
}

/** Under a new name, in another folder perhaps; what is there already is never written over. */
export async function moveSaga(workspace: string, from: string, to: string): Promise<FileOutcome> {
  const [source, target] = [locate(workspace, from), locate(workspace, to)];
  if (!source.ok) return refused(source.why);
  if (!target.ok) return refused(target.why);
  return alone(source.file, async () => {
    if ((await linkOnTheWay(source)) !== null) return viaLink(from);
    if ((await linkOnTheWay(target)) !== null) return viaLink(to);
    try {
      const found = await readPlain(source.file);
      if (found === null) return refused(`"${from}" is not a file of a workflow, or is too large.`);
      makeFolder(nodePath.dirname(target.file));
      await renameUnlessThere(source.file, target.file);
      return content(to, found.text);
    } catch (error) {
      return said(error, isThere(error) ? to : from);
    }
  });
}

/** Unlike `rename`, a link never takes the place of another file; where only the case differs, it is the same file. */
async function renameUnlessThere(from: string, to: string): Promise<void> {
  await link(from, to);
  await unlink(from);
}

const isThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** Removed only if it is what the etag says; what it held is given back, so that it can be made again. */
export async function removeSaga(workspace: string, path: string, etag: string): Promise<FileOutcome> {
  const located = locate(workspace, path);
  if (!located.ok) return refused(located.why);
  return alone(located.file, async () => {
    if ((await linkOnTheWay(located)) !== null) return viaLink(path);
    try {
      const found = await readPlain(located.file);
      if (found === null) return refused(`"${path}" is not a file of a workflow, or is too large.`);
      if (etagOf(found.text) !== etag) return changed(path);
      await unlink(located.file);
      return content(path, found.text);
    } catch (error) {
      return said(error, path);
    }
  });
}

const changed = (path: string): FileOutcome => ({
  kind: 'conflict',
  message: `"${path}" was changed by someone else since it was read.`,
});

/** Null for what is no plain file. A link that appeared just now is not followed. */
async function readPlain(file: string): Promise<{ readonly text: string; readonly mode: number } | null> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > MAX_BYTES) return null;
    return { text: await handle.readFile('utf8'), mode: stats.mode & 0o777 };
  } finally {
    await handle.close();
  }
}

const content = (path: string, text: string): FileOutcome => ({ kind: 'ok', file: { path, text, etag: etagOf(text) } });

const etagOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const refused = (message: string): FileOutcome => ({ kind: 'refused', message });

const viaLink = (path: string): FileOutcome =>
  refused(`"${path}" leads through a symbolic link, which the workspace does not follow.`);

function said(error: unknown, path: string): FileOutcome {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return { kind: 'notFound', message: `There is no "${path}" in the workspace.` };
  if (code === 'EEXIST') return { kind: 'conflict', message: `"${path}" is there already.` };
  if (code === 'ELOOP') return viaLink(path);
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'environment', message: `"${path}" could not be read or written: ${reason}.` };
}

const queues = new Map<string, Promise<unknown>>();

/** Writes to one file come one after the other, so that comparing and replacing are one act. */
async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(file) ?? Promise.resolve()).then(work, work);
  queues.set(file, turn);
  try {
    return await turn;
  } finally {
    if (queues.get(file) === turn) queues.delete(file);
  }
}
