import { type BlockModel, type Exit, isCaught, type StepModel } from './model.ts';

/** How a block's steps follow each other. */
export interface Graph {
  /** Steps some way leads to. */
  readonly reachable: ReadonlySet<StepModel>;
  /** Steps that have completed whenever the key is entered (DA2). */
  readonly before: ReadonlyMap<StepModel, ReadonlySet<StepModel>>;
  /** Steps that have completed whenever the block ends well. */
  readonly atEnd: ReadonlySet<StepModel>;
  /** Where an error has been caught on every, or on some, way. */
  readonly afterCatch: ReadonlySet<StepModel>;
}

const graphs = new WeakMap<BlockModel, Graph>();

export function graphOf(block: BlockModel): Graph {
  const graph = graphs.get(block) ?? makeGraph(block);
  graphs.set(block, graph);
  return graph;
}

function makeGraph(block: BlockModel): Graph {
  const start = block.start === null ? undefined : block.steps.get(block.start);
  const reachable = start ? reach(block, [start]) : new Set<StepModel>();
  const before = completedBefore(block, start, reachable);
  const caught = [...reachable].flatMap((step) =>
    step.exits.filter(isCaught).flatMap((exit) => target(block, exit) ?? []),
  );
  return { reachable, before, atEnd: completedAtEnd(reachable, before), afterCatch: reach(block, caught) };
}

function target(block: BlockModel, { to }: Exit): StepModel | undefined {
  return to === null ? undefined : block.steps.get(to);
}

export function successors(block: BlockModel, step: StepModel): readonly StepModel[] {
  return step.exits.flatMap((exit) => target(block, exit) ?? []);
}

export function reach(block: BlockModel, from: readonly StepModel[]): Set<StepModel> {
  const seen = new Set(from);
  for (const step of seen) for (const next of successors(block, step)) seen.add(next);
  return seen;
}

/** The largest sets such that each is what every way into the step has completed. */
function completedBefore(
  block: BlockModel,
  start: StepModel | undefined,
  reachable: ReadonlySet<StepModel>,
): ReadonlyMap<StepModel, ReadonlySet<StepModel>> {
  const before = new Map<StepModel, ReadonlySet<StepModel>>();
  if (start) before.set(start, new Set());
  for (let changed = true; changed;) {
    changed = false;
    for (const step of reachable) {
      const here = before.get(step);
      if (!here) continue;
      for (const exit of step.exits) {
        const next = target(block, exit);
        if (next && meet(before, next, after(step, exit, here))) changed = true;
      }
    }
  }
  return before;
}

/** What failed and was caught, or came too late, has no output. */
function after(step: StepModel, exit: Exit, before: ReadonlySet<StepModel>): ReadonlySet<StepModel> {
  return isCaught(exit) ? before : new Set([...before, step]);
}

function meet(
  before: Map<StepModel, ReadonlySet<StepModel>>,
  step: StepModel,
  completed: ReadonlySet<StepModel>,
): boolean {
  const known = before.get(step);
  if (!known) return before.set(step, completed).size > 0;
  const both = new Set([...known].filter((one) => completed.has(one)));
  if (both.size === known.size) return false;
  before.set(step, both);
  return true;
}

function completedAtEnd(
  reachable: ReadonlySet<StepModel>,
  before: ReadonlyMap<StepModel, ReadonlySet<StepModel>>,
): ReadonlySet<StepModel> {
  const ends = [...reachable].flatMap((step) =>
    step.exits.filter(({ to }) => to === null).map((exit) => after(step, exit, before.get(step) ?? new Set())),
  );
  const [first, ...rest] = ends;
  return new Set([...(first ?? [])].filter((step) => rest.every((set) => set.has(step))));
}
