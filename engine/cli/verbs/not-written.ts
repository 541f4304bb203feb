import { codeOf } from '../../node/failure.ts';
import { reasons as folderReasons } from '../../node/makeFolder.ts';
import { ENVIRONMENT, type Failed, failed } from '../codes.ts';

const reasons: Readonly<Record<string, string>> = {
  ...folderReasons,
  ENOENT: 'there is no such folder. Make it first, or choose another place.',
  EISDIR: 'it is a folder. Name a file.',
};

/** Of what the file system said, what a person can do something about. */
export function notWritten(place: string, error: unknown): Failed {
  const why = reasons[codeOf(error) ?? ''] ?? `${error instanceof Error ? error.message : String(error)}.`;
  return failed(ENVIRONMENT, `${place} could not be written: ${why}`);
}
