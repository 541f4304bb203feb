import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EnvironmentError } from '../runtime/environment.ts';
import { codeOf } from './failure.ts';

/** What can be seen and entered by its owner only: histories hold what users put in. */
export const PRIVATE = 0o700;

/**
 * Makes a folder and all that it stands in, or throws an `EnvironmentError`. Not by `mkdir` with `recursive`: where a file system
 * takes no folders and says that there is none (/proc), Node asks it for ever.
 */
export function makeFolder(folder: string, mode?: number): void {
  try {
    make(folder, mode);
  } catch (error) {
    const why = reasons[codeOf(error) ?? ''];
    if (why === undefined) throw error;
    throw new EnvironmentError('folder.failed', `The folder ${folder} cannot be made: ${why}`, { cause: error });
  }
}

function make(folder: string, mode: number | undefined): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) make(parent, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (!isFolder(folder)) throw error; // else somebody was quicker
  }
}

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const forbidden = 'it may not be written there. Check the permissions, or choose another place.';
const inTheWay = 'a file is in the way. Choose another place.';

/** By code, what a person can do where nothing can be written. */
export const reasons: Readonly<Record<string, string>> = {
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  EEXIST: inTheWay,
  ENOTDIR: inTheWay,
  ENOENT: 'there can be no folders there. Choose another place.',
  ELOOP: 'its path is a link that leads round in a circle. Choose another place.',
  ENAMETOOLONG: 'its name is too long. Choose a shorter one.',
  ENOSPC: 'the disk is full. Free some space.',
  EDQUOT: 'the disk is full. Free some space.',
};
