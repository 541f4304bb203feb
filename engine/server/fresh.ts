import { readFileSync, statSync } from 'node:fs';
import { codeOf } from '../node/failure.ts';

/** A file as it is now; unreadable: it is there, and `why` is the system's word. */
export type FileNow =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: string };

export interface Fresh<T> {
  readonly now: () => T;
  /** The next `now` looks again, however short ago it was looked at. */
  readonly forget: () => void;
}

/** Files that many attempts ask for are looked at so often, and no more. */
const LOOK_EVERY_MS = 200;

/** A file written so short before it was read may have been written again within one tick of the clock of its file system. */
const UNSETTLED_MS = 100;

interface Seen<T> {
  readonly value: T;
  /** Of all files; null: to be read again at the next look. */
  readonly stamp: string | null;
}

/** What some files say, made again whenever one of them has changed. */
export function fresh<T>(files: readonly string[], make: (files: readonly FileNow[]) => T): Fresh<T> {
  let seen: Seen<T> | null = null;
  let lookedAt = -Infinity;
  const look = (): Seen<T> => {
    const stamp = files.map(stampOf).join(' ');
    if (seen !== null && seen.stamp === stamp) return seen;
    return { value: make(files.map(fileNow)), stamp: files.some(isUnsettled) ? null : stamp };
  };
  return {
    now() {
      const at = performance.now();
      if (seen === null || at - lookedAt >= LOOK_EVERY_MS) [seen, lookedAt] = [look(), at];
      return seen.value;
    },
    forget() {
      seen = null;
    },
  };
}

export function fileNow(file: string): FileNow {
  try {
    return { kind: 'text', text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}

const options = { bigint: true, throwIfNoEntry: false } as const;

function stampOf(file: string): string {
  const stats = statOf(file);
  return stats === null ? 'none' : `${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}:${stats.mode}`;
}

function isUnsettled(file: string): boolean {
  const stats = statOf(file);
  return stats !== null && Date.now() - Number(stats.ctimeMs) < UNSETTLED_MS;
}

function statOf(file: string) {
  try {
    return statSync(file, options) ?? null;
  } catch {
    return null; // not to be entered: reading it says why
  }
}
