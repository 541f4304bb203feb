import type { Figures } from '../measure/figures.ts';
import { median, medianRatio, round } from '../measure/statistics.ts';
import type { Bench, Measured } from '../plan/bench.ts';
import type { Rounds } from '../plan/rounds.ts';
import type { Contender } from '../task.ts';

export interface Result {
  readonly name: string;
  readonly about: string;
  /** Medians. */
  readonly ours: Figures;
  readonly beside: Readonly<Partial<Record<Contender, Figures>>>;
  /** How many times as fast as they we are. */
  readonly ratios: Readonly<Partial<Record<Contender, number>>>;
}

export interface Results {
  readonly rounds: number;
  readonly fsyncPerSecond: number;
  readonly results: readonly Result[];
}

const others = ['log', 'restateTuned', 'restateDefault', 'dbos'] as const satisfies readonly Contender[];

export function resultsOf(benches: readonly Bench[], { fsyncPerSecond, measured }: Rounds): Results {
  return {
    rounds: fsyncPerSecond.length,
    fsyncPerSecond: round(median(fsyncPerSecond) ?? 0),
    results: benches.map((bench) => resultOf(bench, measured.get(bench.name) ?? [])),
  };
}

export function resultOf({ name, about, compares }: Omit<Bench, 'measure'>, rounds: readonly Measured[]): Result {
  const here = others.filter((other) => rounds.some((measured) => measured[other]));
  const ratios = here.flatMap((other) => {
    const ratio = compares === undefined ? null : medianRatio(pairs(rounds, other, compares));
    return ratio === null ? [] : [[other, round(ratio)] as const];
  });
  return {
    name,
    about,
    ours: medians(rounds, 'ours'),
    beside: Object.fromEntries(here.map((other) => [other, medians(rounds, other)])),
    ratios: Object.fromEntries(ratios),
  };
}

/** Of the rounds in which both were measured, so that the first over the second is how many times as fast we are. */
function pairs(
  rounds: readonly Measured[],
  other: Contender,
  { metric, isTime }: NonNullable<Bench['compares']>,
): readonly (readonly [number, number])[] {
  return rounds.flatMap((measured) => {
    const ours = measured.ours?.[metric];
    const theirs = measured[other]?.[metric];
    if (ours === undefined || theirs === undefined) return [];
    return [isTime ? [theirs, ours] : [ours, theirs]];
  });
}

function medians(rounds: readonly Measured[], contender: Contender): Figures {
  const figures = rounds.map((measured) => measured[contender]).filter((each) => each !== undefined);
  const metrics = [...new Set(figures.flatMap((each) => Object.keys(each)))];
  return Object.fromEntries(
    metrics.map((metric) => [metric, round(median(figures.flatMap((each) => each[metric] ?? [])) ?? 0)]),
  );
}

const ratioNames: Readonly<Record<(typeof others)[number], string>> = {
  log: 'ratioToLog',
  restateTuned: 'ratioToRestateTuned',
  restateDefault: 'ratioToRestateDefault',
  dbos: 'ratioToDbos',
};

/** The document of `--json`; other tools depend on its shape. */
export function documentOf({ rounds, fsyncPerSecond, results }: Results): object {
  const entries = results.map(({ name, ours, beside, ratios }) => {
    const named = others.flatMap((other) => (ratios[other] === undefined ? [] : [[ratioNames[other], ratios[other]]]));
    const peers = Object.keys(beside).length > 0 ? { beside } : {};
    return [name, { ...ours, ...(Object.fromEntries(named) as Figures), ...peers }];
  });
  return { rounds, fsyncPerSecond, ...(Object.fromEntries(entries) as object) };
}
