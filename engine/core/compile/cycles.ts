import { successors } from './graph.ts';
import type { BlockModel, StepModel } from './model.ts';

const known = new WeakMap<BlockModel, ReadonlySet<StepModel>>();

/** The steps of a block from which some way leads back to themselves. */
export function cyclicIn(block: BlockModel): ReadonlySet<StepModel> {
  const found = known.get(block) ?? new Search(block).found;
  known.set(block, found);
  return found;
}

interface Visit {
  readonly step: StepModel;
  readonly next: readonly StepModel[];
  at: number;
}

/** Tarjan's strongly connected components, with a stack of its own: a chain may be longer than the host's. */
class Search {
  readonly found = new Set<StepModel>();
  readonly #block: BlockModel;
  readonly #order = new Map<StepModel, number>();
  /** The earliest step that each leads back to, as far as is known. */
  readonly #low = new Map<StepModel, number>();
  readonly #open: StepModel[] = [];
  readonly #isOpen = new Set<StepModel>();

  constructor(block: BlockModel) {
    this.#block = block;
    for (const step of block.steps.values()) if (!this.#order.has(step)) this.#walk(step);
  }

  #walk(from: StepModel): void {
    const way = [this.#enter(from)];
    for (let visit = way.at(-1); visit; visit = way.at(-1)) {
      const next = visit.next[visit.at++];
      if (next === undefined) {
        way.pop();
        const above = way.at(-1);
        if (above) this.#lower(above.step, this.#low.get(visit.step) ?? 0);
        this.#leave(visit);
      } else if (!this.#order.has(next)) way.push(this.#enter(next));
      else if (this.#isOpen.has(next)) this.#lower(visit.step, this.#order.get(next) ?? 0);
    }
  }

  #enter(step: StepModel): Visit {
    this.#low.set(step, this.#order.size);
    this.#order.set(step, this.#order.size);
    this.#open.push(step);
    this.#isOpen.add(step);
    return { step, next: successors(this.#block, step), at: 0 };
  }

  #lower(step: StepModel, to: number): void {
    this.#low.set(step, Math.min(this.#low.get(step) ?? to, to));
  }

  #leave({ step, next }: Visit): void {
    if (this.#low.get(step) !== this.#order.get(step)) return;
    const together = this.#open.splice(this.#open.lastIndexOf(step));
    for (const one of together) this.#isOpen.delete(one);
    if (together.length > 1 || next.includes(step)) for (const one of together) this.found.add(one);
  }
}
