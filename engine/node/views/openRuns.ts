/**
 * Folds of open runs, shared by the projections that show what is open: each run is folded once for all of them, on from where the
 * last batch left it.
 *
 *   OR1  a fold is a function of the run's events: one that is not at hand, or not at the right event, is folded anew from `earlier`
 *   OR2  of a run that has ended nothing is folded
 *   OR3  what is over, and can be named by no later event, is not kept: a fold costs what is open, however long the history
 */
import type { Place, Recorded, RunView, StepView } from '../../core/index.ts';
import { viewOf } from '../../core/fold.ts';
import type { Appended } from '../projection.ts';
import { limitsAfter, type Limits, noLimits } from './limits.ts';

export interface OpenRun {
  readonly view: RunView;
  /** When each place was last heard of, by `path#visit`. Of the latest fold only: it is changed in place. */
  readonly since: Map<string, number>;
  readonly limits: Limits;
}

/** What a batch did to a run. */
export interface Moved {
  readonly run: number;
  readonly runId: string;
  /** Null: it began in this batch. */
  readonly before: OpenRun | null;
  /** Null: it has ended, and nothing of it is open. */
  readonly after: OpenRun | null;
  /** Places the batch speaks of, by `path#visit`. */
  readonly touched: ReadonlySet<string>;
  /** The last append of the batch. */
  readonly last: Appended;
}

/** Steps that have ended are looked at while they are among so many entered last. */
export const RECENT = 20;

/** So many steps of all folds together are kept in memory. */
const KEPT_STEPS = 200_000;

const nowhere: ReadonlySet<string> = new Set();

export class OpenRuns {
  private readonly folds = new Map<number, OpenRun>();
  private readonly batches = new WeakMap<readonly Appended[], readonly Moved[]>();
  private kept = 0;

  movedBy(batch: readonly Appended[]): readonly Moved[] {
    const known = this.batches.get(batch);
    if (known) return known;
    const moved = Array.from(byRun(batch), (appends) => this.move(appends));
    this.batches.set(batch, moved);
    return moved;
  }

  private move(appends: readonly [Appended, ...Appended[]]): Moved {
    const [first] = appends;
    const last = appends.at(-1) ?? first;
    const { run, runId } = last;
    if (last.hasEnded) {
      this.drop(run); // OR2
      return { run, runId, before: null, after: null, touched: nowhere, last };
    }
    const events = appends.flatMap((append) => append.events);
    const before = this.upTo(first);
    const after = foldOn(before, events);
    this.drop(run);
    if (after.view.endedAt === null) this.keep(run, pruned(after));
    const touched = new Set(events.flatMap((event) => ('visit' in event ? [placeKey(event)] : [])));
    return { run, runId, before, after: after.view.endedAt === null ? after : null, touched, last };
  }

  /** OR1. */
  private upTo(append: Appended): OpenRun | null {
    const before = (append.events[0]?.seq ?? 1) - 1;
    if (before === 0) return null;
    const known = this.folds.get(append.run);
    return known?.view.events === before ? known : foldOn(null, append.earlier());
  }

  private drop(run: number): void {
    this.kept -= this.folds.get(run)?.view.steps.length ?? 0;
    this.folds.delete(run);
  }

  private keep(run: number, fold: OpenRun): void {
    this.folds.set(run, fold);
    this.kept += fold.view.steps.length;
    for (const oldest of this.folds.keys()) {
      if (this.kept <= KEPT_STEPS || oldest === run) break;
      this.drop(oldest);
    }
  }
}

function foldOn(before: OpenRun | null, events: readonly Recorded[]): OpenRun {
  const since = before?.since ?? new Map<string, number>();
  for (const event of events) if ('visit' in event) since.set(placeKey(event), event.at);
  return {
    view: viewOf(events, before?.view ?? null),
    since,
    limits: limitsAfter(before?.limits ?? noLimits, events),
  };
}

/** OR3. Open steps and entries of ledgers with all that is around them, and the steps entered last. */
function pruned({ view, since, limits }: OpenRun): OpenRun {
  const { steps, effects } = view;
  const first = steps.length - RECENT;
  const around = new Set<string>();
  const kept: StepView[] = [];
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = steps[i]; // those around a step were entered before it
    if (!step) continue;
    const isNamed = step.endedAt === null || step.undo !== 'none' || i >= first || around.has(placeKey(step));
    if (!isNamed) continue;
    kept.push(step);
    if (step.parent) around.add(placeKey(step.parent));
  }
  const times = new Map(kept.map((step) => [placeKey(step), since.get(placeKey(step)) ?? step.startedAt]));
  return { view: { ...view, steps: kept.toReversed(), effects: effects.slice(-1) }, since: times, limits };
}

export const placeKey = ({ path, visit }: Place): string => `${path}#${visit}`;

function byRun(batch: readonly Appended[]): Iterable<[Appended, ...Appended[]]> {
  const runs = new Map<number, [Appended, ...Appended[]]>();
  for (const append of batch) {
    const known = runs.get(append.run);
    if (known) known.push(append);
    else runs.set(append.run, [append]);
  }
  return runs.values();
}
