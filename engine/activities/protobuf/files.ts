import { open } from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { inputFailure } from '../activity.ts';
import { codeOf, NoSuchFolder, NotAFolder, openFolder } from '../workspace/folder.ts';
import { locate } from '../workspace/paths.ts';
import { isBuiltin, type ProtoFiles } from './schema.ts';

const MAX_FILES = 200;
const MAX_BYTES = 4 * 1024 * 1024;

export type Loaded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** A file of the workspace, as text. */
export async function readTextFile(workspace: string, name: string): Promise<Loaded<string>> {
  const located = locate(name, 'read');
  if (!located.ok) return located;
  try {
    const folder = await openFolder(workspace, located.folders);
    try {
      return await textIn(folder.at(located.name), located.path);
    } finally {
      await folder.close();
    }
  } catch (error) {
    const why =
      error instanceof NoSuchFolder || codeOf(error) === 'ENOENT'
        ? 'is not there'
        : error instanceof NotAFolder
          ? 'is behind a link, which is not followed'
          : `cannot be read (${codeOf(error) ?? 'unknown'})`;
    return { ok: false, error: inputFailure(`The file ${located.path} of the workspace ${why}.`) };
  }
}

async function textIn(place: string, shown: string): Promise<Loaded<string>> {
  const file = await open(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > MAX_BYTES) {
      return {
        ok: false,
        error: inputFailure(
          `The file ${shown} of the workspace is no file, or larger than ${MAX_BYTES / 1024 / 1024} MiB.`,
        ),
      };
    }
    return { ok: true, value: await file.readFile('utf8') };
  } finally {
    await file.close();
  }
}

/** Also where it stands in a comment: then one file too many is looked for. */
const importing = /\bimport\s+(?:public\s+|weak\s+)?["']([^"']+)["']\s*;/g;

/** A .proto file with all that it imports: found from the root of the workspace, or from the folder of the file itself. */
export async function loadProto(workspace: string, main: string): Promise<Loaded<ProtoFiles>> {
  const files: Record<string, string> = {};
  const folder = path.posix.dirname(main);
  const wanted = [main];
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
    if (Object.hasOwn(files, name) || isBuiltin(name)) continue;
    if (Object.keys(files).length >= MAX_FILES)
      return { ok: false, error: inputFailure(`The file ${main} imports more than ${MAX_FILES} files.`) };
    const direct = await readTextFile(workspace, name);
    const read =
      direct.ok || name === main || folder === '.'
        ? direct
        : await readTextFile(workspace, path.posix.join(folder, name));
    if (!read.ok && name === main) return read;
    if (!read.ok) continue; // whoever parses them says where it is missed
    files[name] = read.value;
    for (const [, imported = ''] of read.value.matchAll(importing)) wanted.push(imported);
  }
  return { ok: true, value: files };
}
