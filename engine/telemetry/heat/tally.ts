import {
  count,
  emptyHistogram,
  type FlowHeat,
  type Heat,
  type HistogramTally,
  histogramOf,
  merge,
  type StepHeat,
} from '../../contract/index.ts';

/** What is counted of a step while traces are read. */
export interface StepTally {
  type: string | null;
  runs: number;
  entered: number;
  open: number;
  last: number;
  completed: number;
  failed: number;
  caught: number;
  cancelled: number;
  retries: number;
  undone: number;
  undoFailed: number;
  waits: number;
  waitMs: number;
  readonly durations: HistogramTally;
  readonly errors: Map<string, number>;
}

/** Of one trace, or of many: two are added by `addTally`, in any order. */
export interface HeatTally {
  runs: number;
  /** Epoch ms of when the first and the last of them began. */
  from: number;
  to: number;
  readonly durations: HistogramTally;
  readonly steps: Map<string, StepTally>;
  readonly flows: Map<string, FlowTally>;
  readonly versions: Map<string, number>;
}

type FlowTally = Omit<FlowHeat, 'count'> & { count: number };

export const emptyTally = (): HeatTally => ({
  runs: 0,
  from: Infinity,
  to: -Infinity,
  durations: emptyHistogram(),
  steps: new Map(),
  flows: new Map(),
  versions: new Map(),
});

const emptyStep = (): StepTally => ({
  type: null,
  runs: 0,
  entered: 0,
  open: 0,
  last: 0,
  completed: 0,
  failed: 0,
  caught: 0,
  cancelled: 0,
  retries: 0,
  undone: 0,
  undoFailed: 0,
  waits: 0,
  waitMs: 0,
  durations: emptyHistogram(),
  errors: new Map(),
});

export function stepIn(tally: HeatTally, step: string): StepTally {
  const known = tally.steps.get(step);
  if (known) return known;
  const made = emptyStep();
  tally.steps.set(step, made);
  return made;
}

export function addFlow(tally: HeatTally, flow: Omit<FlowHeat, 'count'>, times = 1): void {
  const key = JSON.stringify([flow.from, flow.exit, flow.error, flow.to]);
  const known = tally.flows.get(key);
  if (known) known.count += times;
  else tally.flows.set(key, { ...flow, count: times });
}

export function addTo<K>(counts: Map<K, number>, key: K, times = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

export function addTally(into: HeatTally, other: HeatTally): void {
  into.runs += other.runs;
  into.from = Math.min(into.from, other.from);
  into.to = Math.max(into.to, other.to);
  merge(into.durations, other.durations);
  for (const [id, step] of other.steps) addStep(stepIn(into, id), step);
  for (const { count: times, ...flow } of other.flows.values()) addFlow(into, flow, times);
  for (const [hash, runs] of other.versions) addTo(into.versions, hash, runs);
}

const counted = [
  'runs',
  'entered',
  'open',
  'last',
  'completed',
  'failed',
  'caught',
  'cancelled',
  'retries',
  'undone',
  'undoFailed',
  'waits',
  'waitMs',
] as const satisfies readonly (keyof StepTally)[];

function addStep(into: StepTally, other: StepTally): void {
  into.type ??= other.type;
  for (const name of counted) into[name] += other[name];
  merge(into.durations, other.durations);
  for (const [type, times] of other.errors) addTo(into.errors, type, times);
}

const mostErrors = 10;

const byCount = <K>(counts: ReadonlyMap<K, number>): readonly (readonly [K, number])[] =>
  [...counts].toSorted(([, a], [, b]) => b - a);

/** The tally as it is answered: most visited first. */
export function heatOf(tally: HeatTally, about: Pick<Heat, 'workflow' | 'source' | 'more'>): Heat {
  const when = (at: number): string | null => (Number.isFinite(at) ? new Date(at).toISOString() : null);
  const steps = [...tally.steps].map(([step, { durations, errors, ...numbers }]): StepHeat => ({
    step,
    ...numbers,
    durations: histogramOf(durations),
    errors: byCount(errors).slice(0, mostErrors),
  }));
  return {
    ...about,
    runs: tally.runs,
    from: when(tally.from),
    to: when(tally.to),
    durations: histogramOf(tally.durations),
    steps: steps.toSorted((a, b) => b.entered - a.entered),
    flows: [...tally.flows.values()].toSorted((a, b) => b.count - a.count),
    versions: byCount(tally.versions).map(([hash, runs]) => ({ hash, runs })),
  };
}

/** A duration, where it has one. */
export function addDuration(into: HistogramTally, from: number, to: number): void {
  if (Number.isFinite(to)) count(into, to - from);
}
