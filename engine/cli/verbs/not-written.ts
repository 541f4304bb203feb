import { ENVIRONMENT, type Failed, failed } from '../codes.ts';

const forbidden = 'it may not be written there. Check the permissions, or choose another place.';
const full = 'the disk is full. Free some space.';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder. Make it first, or choose another place.',
  ENOTDIR: 'a file is in the way. Choose another place.',
  EISDIR: 'it is a folder. Name a file.',
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  ENAMETOOLONG: 'its name is too long. Choose a shorter one.',
  ENOSPC: full,
  EDQUOT: full,
};

/** Of what the file system said, what a person can do something about. */
export function notWritten(place: string, error: unknown): Failed {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = reasons[code] ?? `${error instanceof Error ? error.message : String(error)}.`;
  return failed(ENVIRONMENT, `${place} could not be written: ${why}`);
}
