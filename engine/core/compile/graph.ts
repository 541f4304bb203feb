import { type BlockModel, type Exit, isCaught, type StepModel } from './model.ts';

/** How a block's steps follow each other. */
export interface Graph {
  /** Steps some way leads to. */
  readonly reachable: ReadonlySet<StepModel>;
  /** Steps that have completed whenever the key is entered (DA2). */
  readonly before: ReadonlyMap<StepModel, Steps>;
  /** Steps that have completed whenever the block ends well. */
  readonly atEnd: Steps;
  /** Where an error has been caught on every, or on some, way. */
  readonly afterCatch: ReadonlySet<StepModel>;
}

/** Some of a block's steps, as bits: there are as many such sets as steps. */
export interface Steps {
  readonly isEmpty: boolean;
  has(step: StepModel): boolean;
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
  const index = new Map([...reachable].map((step, at) => [step, at] as const));
  const before = completedBefore(block, start, index);
  const caught = [...reachable].flatMap((step) =>
    step.exits.filter(isCaught).flatMap((exit) => target(block, exit) ?? []),
  );
  return {
    reachable,
    before: new Map([...before].map(([step, bits]) => [step, stepsOf(bits, index)])),
    atEnd: stepsOf(completedAtEnd(index, before), index),
    afterCatch: reach(block, caught),
  };
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

/** A bit per step. */
type Bits = Uint32Array;
type Index = ReadonlyMap<StepModel, number>;

function stepsOf(bits: Bits, index: Index): Steps {
  return {
    isEmpty: bits.every((word) => word === 0),
    has(step) {
      const at = index.get(step);
      return at !== undefined && ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0;
    },
  };
}

const noSteps = (index: Index): Bits => new Uint32Array((index.size >>> 5) + 1);

/** The largest sets such that each is what every way into the step has completed. */
function completedBefore(block: BlockModel, start: StepModel | undefined, index: Index): Map<StepModel, Bits> {
  const before = new Map<StepModel, Bits>();
  if (start) before.set(start, noSteps(index));
  for (let changed = true; changed;) {
    changed = false;
    for (const [step, at] of index) {
      const here = before.get(step);
      if (!here) continue;
      for (const exit of step.exits) {
        const next = target(block, exit);
        if (next && meet(before, next, after(at, exit, here))) changed = true;
      }
    }
  }
  return before;
}

/** What failed and was caught, or came too late, has no output. */
function after(at: number, exit: Exit, before: Bits): Bits {
  if (isCaught(exit)) return before;
  const bits = before.slice();
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
  return bits;
}

/** Whether that changed what is known of the step. */
function meet(before: Map<StepModel, Bits>, step: StepModel, completed: Bits): boolean {
  const known = before.get(step);
  if (!known) return before.set(step, completed).size > 0;
  const both = known.map((word, at) => word & (completed[at] ?? 0));
  if (both.every((word, at) => word === known[at])) return false;
  before.set(step, both);
  return true;
}

function completedAtEnd(index: Index, before: ReadonlyMap<StepModel, Bits>): Bits {
  const ends = [...index].flatMap(([step, at]) =>
    step.exits.filter(({ to }) => to === null).map((exit) => after(at, exit, before.get(step) ?? noSteps(index))),
  );
  const [first, ...rest] = ends;
  return rest.reduce((all, end) => all.map((word, at) => word & (end[at] ?? 0)), first ?? noSteps(index));
}
