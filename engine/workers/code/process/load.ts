import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileProblem, Loaded } from '../wire.ts';
import { activityOf, isActivity, type LoadedActivity } from './activity.ts';
import { activityFiles, speaksOfIt } from '../find.ts';
import { digestOf, stampOf } from '../digest.ts';
import { described, locationOf, oneLine, stackOf } from './failure.ts';
import { hookModules, type Seen } from './hooks.ts';
import type { Place } from './place.ts';
import { FOLDER } from '../folder.ts';

export interface LoadedCode {
  readonly loaded: Loaded;
  readonly activities: ReadonlyMap<string, LoadedActivity>;
}

interface Loading {
  readonly place: Place;
  /** Broke a process before. */
  readonly skip: readonly string[];
  /** Said before each file, so that it is known which one never came to an end. */
  readonly onFile: (file: string) => void;
}

/** Loads all there is. A file that cannot be loaded is a problem of its own. */
export async function loadCode({ place, skip, onFile }: Loading): Promise<LoadedCode> {
  const seen: Seen = new Map();
  const { lastLoaded } = hookModules(place, seen);
  const problems: FileProblem[] = [];
  const all = new Map<unknown, LoadedActivity>();
  for (const file of activityFiles(place.workspace, FOLDER)) {
    seen.set(file, stampOf(path.join(place.workspace, file)));
    if (skip.includes(file)) continue;
    onFile(file);
    try {
      await loadFile(file, place, all, problems);
    } catch (error) {
      problems.push({ file, message: loadProblem(error, place, lastLoaded()) });
    }
  }
  onFile('');
  const activities = [...all.values()];
  const files = [...seen.keys()].toSorted();
  return {
    loaded: { activities: activities.map(({ described: each }) => each), problems, files, digest: digestOf(seen) },
    activities: new Map(activities.map((each) => [each.described.name, each])),
  };
}

async function loadFile(
  file: string,
  { workspace }: Place,
  all: Map<unknown, LoadedActivity>,
  problems: FileProblem[],
): Promise<void> {
  const whole = path.join(workspace, file);
  const exported = (await import(pathToFileURL(whole).href)) as Readonly<Record<string, unknown>>;
  const found = Object.values(exported).filter(isActivity);
  if (found.length === 0 && speaksOfIt(whole))
    problems.push({ file, message: `${file} exports nothing made with defineActivity: write "export" before it.` });
  for (const each of found) {
    if (all.has(each)) continue; // under two names, or passed on by another file
    const activity = await activityOf(each, file);
    if (activity.ok) all.set(each, activity.value);
    else problems.push({ file, message: `${file}: ${activity.problem}.` });
  }
}

/** In one line, with the place. */
function loadProblem(error: unknown, place: Place, lastLoaded: string | null): string {
  const last = lastLoaded === null ? null : place.ownFile(lastLoaded);
  const at = locationOf(stackOf(error, place)) ?? (error instanceof SyntaxError ? last : null);
  return `${oneLine(place.short(described(error)))}${at === null ? '' : ` (${at})`}.`;
}
