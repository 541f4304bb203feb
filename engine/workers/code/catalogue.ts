import type { ActivityInfo } from '../../contract/types.ts';
import type { Failure } from '../../core/failure.ts';
import type { Described, FileProblem, Loaded } from './wire.ts';

/** What a workspace's folder has, as it is now. */
export interface Catalogue {
  readonly digest: string;
  readonly files: readonly string[];
  /** Nothing was loaded: nobody said that it may be. */
  readonly isUntrusted: boolean;
  readonly runnable: ReadonlyMap<string, Described>;
  /** Names that are there and cannot be run, with why. */
  readonly failing: ReadonlyMap<string, Failure>;
  readonly infos: readonly ActivityInfo[];
  /** For the next one: what each file had when it could last be loaded. */
  readonly lastGood: ReadonlyMap<string, Described>;
}

export const noCatalogue: Catalogue = {
  digest: '',
  files: [],
  isUntrusted: false,
  runnable: new Map(),
  failing: new Map(),
  infos: [],
  lastGood: new Map(),
};

/**
 * No name is ever given to one of two without a word: the engine's own keeps its name, and of two files with one name neither is run.
 * What a file had before it was broken is still shown, with what is wrong, and not run: nobody wants a result of yesterday's code.
 */
export function catalogueOf(
  { activities, problems, files, digest }: Loaded,
  reserved: ReadonlySet<string>,
  before: Catalogue,
): Catalogue {
  const runnable = new Map<string, Described>();
  const failing = new Map<string, Failure>();
  const infos: ActivityInfo[] = [];
  const broken = (about: Described, problem: string, shown = about.name): void => {
    infos.push({ ...infoOf(about, problem), name: shown });
    if (shown === about.name) failing.set(about.name, unloadable(about.name, problem));
  };
  for (const [name, sharing] of Map.groupBy(activities, (each) => each.name)) {
    const [about] = sharing;
    if (about === undefined) continue;
    if (reserved.has(name)) {
      for (const each of sharing) broken(each, taken(each), `${name} (${each.file})`);
    } else if (sharing.length > 1) broken(about, shared(name, sharing));
    else {
      runnable.set(name, about);
      infos.push(infoOf(about, null));
    }
  }
  const lastGood = new Map([...before.lastGood, ...runnable]);
  for (const problem of problems) {
    const lost = [...lastGood.values()].filter(
      ({ file, name }) => file === problem.file && !runnable.has(name) && !failing.has(name),
    );
    for (const each of lost) broken(each, problem.message);
    if (lost.length === 0) infos.push(fileInfo(problem));
  }
  const stillThere = new Set(infos.map(({ name }) => name));
  return {
    digest,
    files,
    isUntrusted: false,
    runnable,
    failing,
    infos: infos.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    lastGood: new Map([...lastGood].filter(([name]) => stillThere.has(name))),
  };
}

const taken = ({ name, file }: Described): string => `${name} is built in; give the activity in ${file} another name.`;

const shared = (name: string, sharing: readonly Described[]): string =>
  `${name} is defined ${sharing.length} times, in ${sharing.map(({ file }) => file).join(' and ')}; give each its own name.`;

/** AT2. Nothing was done; whether it is tried again is the step's to say, as the file may be repaired meanwhile. */
const unloadable = (name: string, problem: string): Failure => ({
  type: 'activity.unloadable',
  message: `the activity ${name} cannot be run: ${problem}`,
  effect: 'none',
});

/** Braces: code. */
const ICON =
  'M6 2.5C4 2.5 4 3.5 4 5.2C4 7 4 8 2.5 8C4 8 4 9 4 10.8C4 12.5 4 13.5 6 13.5 M10 2.5C12 2.5 12 3.5 12 5.2C12 7 12 8 13.5 8C12 8 12 9 12 10.8C12 12.5 12 13.5 10 13.5';

export function infoOf(about: Described, problem: string | null): ActivityInfo {
  const { name, summary, docs, examples, icon, input, output, file } = about;
  return {
    name,
    summary,
    input,
    output,
    source: 'workspace',
    docs: `${docs}${docs === '' ? '' : '\n\n'}It is code of this workspace, in \`${file}\`.`,
    examples,
    category: 'code',
    icon: icon ?? ICON,
    unverified: null,
    problem,
  };
}

/** Of a file that was never loaded nobody knows what it has: it is shown by its own name. */
export function fileInfo({ file, message }: FileProblem): ActivityInfo {
  return {
    name: file,
    summary: 'A file of this workspace that cannot be loaded.',
    input: {},
    output: {},
    source: 'workspace',
    docs: '',
    examples: [],
    category: 'code',
    icon: ICON,
    unverified: null,
    problem: message,
  };
}
