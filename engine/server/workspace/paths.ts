import { lstat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where files may be, and where not. Everything a screen names goes through here.
 *
 *   WP1  a path is relative, with forward slashes, and stays inside the workspace
 *   WP2  nothing on the way is a symbolic link, nor the file itself
 *   WP3  only `*.saga.json`; nothing in node_modules, dist, or below a dot
 */
const SUFFIX = '.saga.json';

const MAX_LENGTH = 1_000;

const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist']);

export const isSkipped = (name: string): boolean => name.startsWith('.') || skipped.has(name);

export const isSagaFile = (name: string): boolean => name.endsWith(SUFFIX) && !name.startsWith('.');

export type Located =
  | { readonly ok: true; readonly file: string; readonly folders: readonly string[] }
  | { readonly ok: false; readonly why: string };

/** By its name alone; whether it is there, and what stands on the way, is another question: `linkOnTheWay`. */
export function locate(workspace: string, given: string): Located {
  const segments = given.split('/');
  const name = segments.at(-1) ?? '';
  if (given.length > MAX_LENGTH || segments.some((segment) => !isPlain(segment))) {
    return { ok: false, why: `"${shown(given)}" is not a path inside the workspace.` };
  }
  if (!isSagaFile(name)) return { ok: false, why: `"${shown(given)}" does not end in ${SUFFIX}.` };
  if (segments.slice(0, -1).some(isSkipped)) {
    return { ok: false, why: `"${shown(given)}" is in a folder that the workspace leaves out.` };
  }
  const folders = segments.slice(0, -1).map((_, index) => path.join(workspace, ...segments.slice(0, index + 1)));
  return { ok: true, file: path.join(workspace, ...segments), folders };
}

/** WP1. `\` and `:` mean something on Windows, control characters nowhere anything good. */
function isPlain(segment: string): boolean {
  // eslint-disable-next-line no-control-regex
  return segment !== '' && segment !== '.' && segment !== '..' && !/[\u0000-\u001f\\:]/.test(segment);
}

const shown = (given: string): string => JSON.stringify(given.slice(0, 100)).slice(1, -1);

/** WP2. The first link on the way to a file, the file included; null when there is none. */
export async function linkOnTheWay(located: {
  readonly file: string;
  readonly folders: readonly string[];
}): Promise<string | null> {
  for (const each of [...located.folders, located.file]) {
    const stats = await lstat(each).catch(() => null);
    if (stats === null) return null; // nothing there, so nothing below it
    if (stats.isSymbolicLink()) return each;
  }
  return null;
}
