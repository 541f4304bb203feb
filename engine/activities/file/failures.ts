import type { Effect, Failure } from '../../core/failure.ts';
import { codeOf, NoSuchFolder, NotAFolder } from '../workspace/folder.ts';

/** Within this activity only: what is wrong with a file, as data. */
export class FileProblem extends Error {
  readonly failure: Failure;

  constructor(type: string, message: string, retryable?: boolean) {
    super(message);
    this.failure = { type, message, ...(retryable !== undefined && { retryable }) };
  }
}

export const absent = (path: string): FileProblem =>
  new FileProblem('file.absent', `There is no ${path} in the workspace.`);

export const exists = (path: string): FileProblem => new FileProblem('file.exists', `${path} is there already.`, false);

export const changed = (path: string): FileProblem =>
  new FileProblem('file.changed', `${path} is not what it was when its etag was given.`, false);

export const isLinked = (path: string): FileProblem =>
  new FileProblem('file.link', `${path} is a link, which may lead out of the workspace and is not followed.`, false);

export const notAFile = (path: string): FileProblem => new FileProblem('file.notFile', `${path} is no file.`, false);

export const tooLarge = (path: string, limit: number): FileProblem =>
  new FileProblem('file.tooLarge', `${path} is larger than ${limit} bytes.`, false);

const known: Readonly<Record<string, readonly [type: string, what: string, retryable?: boolean]>> = {
  ENOENT: ['file.absent', 'is not there'],
  EEXIST: ['file.exists', 'is there already', false],
  ELOOP: ['file.link', 'is a link, which may lead out of the workspace and is not followed', false],
  ENXIO: ['file.notFile', 'is no file', false],
  EISDIR: ['file.notFile', 'is a folder', false],
  ENOTDIR: ['file.notFolder', 'is no folder', false],
  ENOTEMPTY: ['file.notEmpty', 'is a folder with something in it', false],
  EACCES: ['file.permission', 'may not be touched by the user the engine runs as', false],
  EPERM: ['file.permission', 'may not be touched by the user the engine runs as', false],
  EROFS: ['file.permission', 'is on a disk that is only read', false],
  ENAMETOOLONG: ['file.forbidden', 'has too long a name', false],
  EINVAL: ['file.forbidden', 'cannot be moved into itself', false],
  ENOSPC: ['file.full', 'does not fit on the disk'],
  EDQUOT: ['file.full', 'does not fit on the disk'],
  EMFILE: ['file.busy', 'was not opened, for too many files are open'],
  ENFILE: ['file.busy', 'was not opened, for too many files are open'],
};

export function failureOf(error: unknown, path: string, effect: Effect): Failure {
  if (error instanceof FileProblem) return { ...error.failure, effect };
  if (error instanceof NoSuchFolder)
    return { type: 'file.absent', message: `There is no folder on the way to ${path}.`, effect };
  if (error instanceof NotAFolder) {
    const message = `A part of the way to ${path} is no folder, or a link, which is not followed.`;
    return { type: 'file.link', message, retryable: false, effect };
  }
  const code = codeOf(error) ?? '';
  const [type, what, retryable] = known[code] ?? [
    'file.io',
    `could not be used (${code === '' ? String(error) : code})`,
  ];
  return { type, message: `${path} ${what}.`, ...(retryable !== undefined && { retryable }), effect };
}
