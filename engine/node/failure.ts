import { type EnvironmentCode, EnvironmentError, isEnvironmentError } from '../runtime/environment.ts';

interface Refusal {
  readonly code: EnvironmentCode;
  readonly text: (file: string) => string;
}

const full: Refusal = {
  code: 'database.full',
  text: (file) => `The disk is full: ${file} cannot grow. Free some space; nothing that was recorded is lost.`,
};
const readOnly: Refusal = {
  code: 'database.readOnly',
  text: (file) =>
    `${file} cannot be written. Check the permissions of the file and its folder, or choose another with --db.`,
};
const corrupt: Refusal = {
  code: 'database.corrupt',
  text: (file) =>
    `${file} is damaged or not a SQLite database. It was left as it is; restore a backup, or choose another with --db.`,
};
const busy: Refusal = {
  code: 'database.inUse',
  text: (file) => `${file} is locked by another process. Stop that process, or choose another file with --db.`,
};
const missing: Refusal = {
  code: 'database.missing',
  text: (file) => `There is no database ${file}. Run a workflow first, or name the file with --db.`,
};

/** By SQLite's primary result code, or the operating system's. */
const refusals: Readonly<Record<string, Refusal>> = {
  SQLITE_FULL: full,
  ENOSPC: full,
  EDQUOT: full,
  SQLITE_READONLY: readOnly,
  SQLITE_CANTOPEN: readOnly,
  SQLITE_PERM: readOnly,
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  EISDIR: readOnly,
  ENOTDIR: readOnly,
  ENOENT: missing,
  SQLITE_CORRUPT: corrupt,
  SQLITE_NOTADB: corrupt,
  SQLITE_BUSY: busy,
  SQLITE_LOCKED: busy,
};

/** What SQLite or the file system said, in words for the person in front of it. What is no such thing is a bug and stays what it is. */
export function environmentError(error: unknown, file: string): unknown {
  if (isEnvironmentError(error)) return error;
  const code = codeOf(error);
  if (isUnreadable(error, code)) return damaged(file, error);
  if (code === null) return error;
  const refusal = refusals[code] ?? refusals[primary(code)];
  if (refusal) return new EnvironmentError(refusal.code, refusal.text(file), { cause: error });
  const isSystem = code.startsWith('SQLITE_IOERR') || /^E[A-Z]+$/.test(code);
  if (!isSystem) return error;
  return new EnvironmentError('database.failed', `${file} cannot be used: ${code}. Check the disk.`, { cause: error });
}

/** What stands in the file is not what was written there. */
export function damaged(file: string, cause: unknown): EnvironmentError {
  return new EnvironmentError(corrupt.code, corrupt.text(file), { cause });
}

/** A table that went missing, a text that is no JSON any more. Our statements are right, so it is the file that is wrong. */
function isUnreadable(error: unknown, code: string | null): boolean {
  if (error instanceof SyntaxError) return error.message.includes('JSON');
  return (
    code === 'SQLITE_ERROR' && error instanceof Error && /^no such (table|column|index)|malformed/.test(error.message)
  );
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** `SQLITE_BUSY_SNAPSHOT` is a kind of `SQLITE_BUSY`. */
function primary(code: string): string {
  return code.split('_', 2).join('_');
}

/** Runs something on a database and translates what goes wrong. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw environmentError(error, file);
  }
}

/** Reads what was written by us: what goes wrong on the way is the file's fault, whatever it looks like. */
export function guardedRead<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const told = environmentError(error, file);
    throw isEnvironmentError(told) ? told : damaged(file, error);
  }
}
