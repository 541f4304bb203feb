import type { Failure } from '../../core/failure.ts';
import { inputFailure } from '../activity.ts';

/**
 * Which files of a workspace its steps may name. All that a step names goes through here, and then through `folder.ts`, which follows no link.
 *
 *   WF1  a path is relative, with forward slashes, and stays inside the workspace, on whatever system it is read
 *   WF2  no part of it begins with a dot or is node_modules: `.git`, `.env` and `.sagaloom`, with its database and its secrets, are off limits
 *   WF3  what decides what steps may do is only read: `sagaloom.config.json`, and `activities/`, whose code is run as soon as it is there
 *   WF4  files of secrets and keys are off limits, wherever they are
 */
export type FileUse = 'read' | 'write';

export type Named =
  | { readonly ok: true; readonly folders: readonly string[]; readonly name: string; readonly path: string }
  | { readonly ok: false; readonly error: Failure };

export type Segments =
  | { readonly ok: true; readonly segments: readonly string[] }
  | { readonly ok: false; readonly error: Failure };

const MAX_LENGTH = 1_000;

/** A file's, or that of a folder which is not the workspace itself. */
export function locate(given: string, use: FileUse): Named {
  const found = segmentsOf(given, use);
  if (!found.ok) return found;
  const name = found.segments.at(-1);
  if (name === undefined) return refused(`"${shown(given)}" is the workspace itself; name a file in it.`);
  return { ok: true, folders: found.segments.slice(0, -1), name, path: found.segments.join('/') };
}

/** A folder's; `.` is the workspace itself, and gives none. */
export function segmentsOf(given: string, use: FileUse): Segments {
  if (given === '.') return { ok: true, segments: [] };
  const segments = given.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  if (given.length > MAX_LENGTH || segments.some((segment) => !isPlain(segment))) {
    return refused(`"${shown(given)}" is not a path inside the workspace: relative, with / between its parts.`);
  }
  const forbidden = segments.find(isOffLimits);
  if (forbidden !== undefined)
    return refused(`"${shown(given)}" is off limits for steps, for its "${shown(forbidden)}".`);
  if (use === 'write' && isGoverning(segments)) {
    return refused(`"${shown(given)}" is only read by steps: it decides what they may do.`);
  }
  return { ok: true, segments };
}

/**
 * WF1. `\` and `:` mean something on Windows, which also drops dots and spaces at the end and keeps the names of its devices; half a
 * surrogate pair becomes another character on the way to the disk.
 */
function isPlain(segment: string): boolean {
  return (
    segment !== '' &&
    segment !== '..' &&
    !/[. ]$/.test(segment) &&
    // eslint-disable-next-line no-control-regex
    !/[\u0000-\u001f\u007f\\:]/.test(segment) &&
    !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(segment) &&
    segment.isWellFormed()
  );
}

/** WF2, WF4. Some file systems make no difference between cases, and Windows has a short name for `node_modules`. */
export function isOffLimits(name: string): boolean {
  const folded = fold(name);
  return (
    folded.startsWith('.') ||
    folded === 'node_modules' ||
    /^[^.]{1,6}~\d/.test(folded) ||
    /^secrets\.(json|ya?ml|toml|age|enc|env|txt)$/.test(folded) ||
    /\.(age|pem|key|p12|pfx|kdbx|env)$/.test(folded)
  );
}

/** WF3. */
function isGoverning([first = '', ...rest]: readonly string[]): boolean {
  const folded = fold(first);
  return folded === 'activities' || (rest.length === 0 && folded === 'sagaloom.config.json');
}

/** As a file system may: without case, composed, and without what it ignores in names. */
const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();

const shown = (given: string): string => JSON.stringify(given.slice(0, 100)).slice(1, -1);

const refused = (message: string): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: { ...inputFailure(message), type: 'file.forbidden' },
});
