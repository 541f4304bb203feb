import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import path from 'node:path';

export type ReadFile = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly message: string };

/** A plain file within the workspace: neither `..` nor a link leads out of it. */
export async function workspaceFile(workspace: string, name: string, mostBytes: number): Promise<ReadFile> {
  const wanted = path.resolve(workspace, name);
  if (path.isAbsolute(name) || !isWithin(workspace, wanted)) return no(`"${name}" is not within the workspace`);
  try {
    const [root, real] = await Promise.all([realpath(workspace), realpath(wanted)]);
    if (!isWithin(root, real)) return no(`"${name}" leads out of the workspace`);
    const handle = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      return await contentOf(handle, name, mostBytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return no(absent ? `there is no "${name}" in the workspace` : `"${name}" cannot be read: ${String(error)}`);
  }
}

async function contentOf(handle: FileHandle, name: string, mostBytes: number): Promise<ReadFile> {
  const stats = await handle.stat();
  if (!stats.isFile()) return no(`"${name}" is not a plain file`);
  if (stats.size > mostBytes) return no(`"${name}" is larger than ${mostBytes} bytes`);
  const bytes = await handle.readFile();
  return bytes.length > mostBytes ? no(`"${name}" is larger than ${mostBytes} bytes`) : { ok: true, bytes };
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}

const no = (message: string): ReadFile => ({ ok: false, message });
