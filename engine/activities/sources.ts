import type { ActivityInfo } from '../contract/types.ts';
import type { Activities, Work } from '../runtime/ports.ts';
import { failed } from './activity.ts';

/** Who does work of some kinds: the engine itself, the workspace's own code, workers elsewhere. */
export interface WorkSource extends Activities {
  /** What it can do at the moment. */
  readonly infos: () => readonly ActivityInfo[];
  readonly takes: (work: Work) => boolean;
  /** Loads what activities of these names need. */
  readonly warmUp?: (names: readonly string[]) => Promise<void>;
  /** Tells whenever `infos` has changed; the answer ends it. Left out: it never does. */
  readonly subscribe?: (listener: () => void) => () => void;
  /** Gives back what it holds; attempts under way have been aborted before. */
  readonly close: () => Promise<void>;
}

/** Each attempt goes to the first that takes it. */
export interface Workforce extends WorkSource {
  readonly names: () => readonly string[];
  readonly subscribe: (listener: () => void) => () => void;
}

export function workforce(sources: readonly WorkSource[]): Workforce {
  const infos = () => uniqueNames(sources.flatMap((source) => source.infos()));
  const names = () => infos().map(({ name }) => name);
  const sourceOf = (work: Work) => sources.find((source) => source.takes(work));
  return {
    infos,
    names,
    takes: (work) => sourceOf(work) !== undefined,
    queues: (work) => sourceOf(work)?.queues?.(work) ?? false,
    async perform(work, signal, progress) {
      const source = sourceOf(work);
      return source === undefined ? failed(unknown(work, names())) : source.perform(work, signal, progress);
    },
    async warmUp(wanted) {
      await Promise.all(sources.flatMap((source) => source.warmUp?.(wanted) ?? []));
    },
    subscribe(listener) {
      const ends = sources.flatMap((source) => source.subscribe?.(listener) ?? []);
      return () => ends.forEach((end) => end());
    },
    async close() {
      await Promise.all(sources.map((source) => source.close()));
    },
  };
}

/** Of two with one name the first is the one that is run. */
function uniqueNames(infos: readonly ActivityInfo[]): readonly ActivityInfo[] {
  const seen = new Set<string>();
  return infos.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** AT2. It was never tried: final, effect none. */
function unknown({ activity }: Work, names: readonly string[]) {
  const message = `There is no activity "${activity}" here; there are ${names.join(', ')}.`;
  return { type: 'activity.unknown', message, retryable: false, effect: 'none' } as const;
}

/** The activities that a definition names, so that their first step's time is the step's own. */
export function activitiesIn(definition: object): readonly string[] {
  const found = JSON.stringify(definition).matchAll(/"activity":"([^"\\]+)"/g); // a name where it means nothing costs some time, and no more
  return [...new Set(Array.from(found, ([, name = '']) => name))];
}
