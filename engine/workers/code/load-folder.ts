import { digestNow } from './digest.ts';
import type { Slot } from './slot.ts';
import type { FileProblem, Loaded } from './wire.ts';

export interface LoadedFolder {
  readonly loaded: Loaded;
  /** What loaded it, and is free; null: no process could. */
  readonly slot: Slot | null;
  /** Files that break whoever loads them. */
  readonly skip: readonly string[];
}

/** More than these are no mistakes in files. */
const MOST_BROKEN = 20;

/** Loads all that can be loaded. A file that takes its process with it is left out, and the rest is loaded by another. */
export async function loadFolder(workspace: string, start: () => Slot, isOver: () => boolean): Promise<LoadedFolder> {
  const skip: string[] = [];
  const problems: FileProblem[] = [];
  while (skip.length < MOST_BROKEN && !isOver()) {
    const slot = start();
    const outcome = await slot.load({ t: 'load', workspace, skip: [...skip] });
    if (outcome.ok)
      return { slot, skip, loaded: { ...outcome.loaded, problems: [...problems, ...outcome.loaded.problems] } };
    const { file, message } = outcome;
    problems.push({ file: file ?? 'activities', message: `${file ?? 'The folder'} cannot be loaded: ${message}.` });
    if (file === null) break;
    skip.push(file);
  }
  return { slot: null, skip, loaded: { activities: [], problems, files: [], digest: digestNow(workspace, []) } };
}
