import type Database from 'better-sqlite3';
import { openReadable } from '../database.ts';
import type { Projection } from '../projection.ts';
import { inodeOf, isDamaged, isReplaced, openViews, removeViews, viewsFile } from './file.ts';
import { following, type Following } from './following.ts';

/** Keeps the views of a database, whatever becomes of their file: one that is gone, damaged or replaced is made anew. */
export interface Keeper {
  /** One batch. */
  next(): 'more' | 'done' | 'failed';
  /** Tries again what failed before. */
  retry(): void;
  /** To the end; throws what the last projection to fail threw. */
  catchUp(): void;
  /** Throws the file away; `next` or `catchUp` makes it anew. */
  drop(): void;
  close(): void;
}

interface Opened {
  readonly inode: number | null;
  readonly follow: Following;
}

export function keepViews(
  database: string,
  projections: readonly Projection[],
  warn: (message: string, error?: unknown) => void,
): Keeper {
  const file = viewsFile(database);
  const failures = new Map<string, unknown>();
  let opened: Opened | null = null;
  /** For their damage, and not yet fed to the end since. */
  let madeAnew = false;

  const onFailure = (projection: string, error: unknown): void => {
    if (messageOf(failures.get(projection)) !== messageOf(error))
      warn(`The projection ${projection} could not be brought up to date.`, error);
    failures.set(projection, error);
  };
  const close = (): void => {
    opened?.follow.close();
    opened = null;
  };
  const drop = (): void => {
    close();
    removeViews(file);
  };
  const ready = (): Following => {
    if (opened && opened.inode !== null && isReplaced(file, opened.inode)) close();
    opened ??= open(database, file, projections, onFailure);
    return opened.follow;
  };
  const next = (): 'more' | 'done' | 'failed' => {
    try {
      const state = ready().next();
      if (state === 'done') madeAnew = false;
      return state;
    } catch (error) {
      if (!isDamaged(error) || madeAnew) throw error; // of views made just now it is the journal that is damaged
      madeAnew = true;
      warn(`${file} was damaged and is made anew.`, error);
      drop();
      return 'more';
    }
  };
  return {
    next,
    retry: () => opened?.follow.retry(),
    catchUp() {
      failures.clear();
      opened?.follow.retry();
      while (next() === 'more');
      for (const error of failures.values()) throw error;
    },
    drop,
    close,
  };
}

function open(
  database: string,
  file: string,
  projections: readonly Projection[],
  onFailure: (projection: string, error: unknown) => void,
): Opened {
  const views = openViews(file);
  let journal: Database.Database | null = null;
  try {
    journal = openReadable(database);
    return { inode: inodeOf(file), follow: following(journal, views, projections, onFailure) };
  } catch (error) {
    journal?.close();
    views.close();
    throw error;
  }
}

function messageOf(error: unknown): string | null {
  return error instanceof Error ? error.message : null;
}
