import { posix } from 'node:path';

/** Paths are relative to the workspace, with forward slashes; patterns are as the compiler let them through. */

/** `*` is any part of a name, `**` any folders, `{a,b}` either; names that begin with a dot are written out. */
export const matchesFile = (pattern: string, path: string): boolean => posix.matchesGlob(path, pattern);

/** Whether something in that folder, or below it, could match: others are not looked into. */
export function mayHold(pattern: string, folder: string): boolean {
  const parts = pattern.split('/');
  const wanted = parts.at(-1) === '**' ? parts : parts.slice(0, -1);
  const given = folder.split('/');
  for (const [depth, name] of given.entries()) {
    const part = wanted[depth];
    if (part === undefined) return false;
    if (part === '**') return given.slice(depth).every((one) => isOrdinary(one) || isNamed(one, parts));
    if (!posix.matchesGlob(name, part)) return false;
  }
  return true;
}

/** Of those that `**` goes through. */
const isOrdinary = (name: string): boolean => !name.startsWith('.') && name !== 'node_modules';

/** A folder `.config` is by a part `.config` of the pattern. */
const isNamed = (name: string, parts: readonly string[]): boolean =>
  parts.some((part) => !part.startsWith('*') && posix.matchesGlob(name, part));
