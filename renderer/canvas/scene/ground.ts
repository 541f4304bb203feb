import { type BlockEntry, type BlockKey, directionOf } from '../../document/index.ts';
import type { SceneInput } from './nodes.ts';
import { numbersIn } from './spoken.ts';

/** What holds for all steps of a block. */
export interface Ground {
  /** The same object as long as it is the same. */
  readonly of: object;
  readonly numbers: ReadonlyMap<string, number> | null;
}

interface Known {
  readonly of: readonly unknown[];
  readonly it: object;
}

const grounds = new WeakMap<object, Map<BlockKey, Known>>();

export function groundOf(block: BlockEntry, input: SceneInput): Ground {
  const { lasting, whole, outline } = input;
  const owner = whole.steps.get(block.owner ?? '');
  const of = [directionOf(outline, block.key), input.depthOf(block.key), owner?.label, owner?.type];
  const known = grounds.get(lasting) ?? new Map<BlockKey, Known>();
  grounds.set(lasting, known);
  const before = known.get(block.key);
  const it = before && of.every((fact, index) => fact === before.of[index]) ? before.it : {};
  known.set(block.key, { of, it });
  return { of: it, numbers: owner ? numbersIn(block, whole) : null };
}
