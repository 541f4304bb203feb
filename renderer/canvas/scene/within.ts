import type { BlockEntry, BlockKey, Outline, Point, Positions, StepEntry } from '../../document/index.ts';
import { withInner } from '../../document/index.ts';

/**
 * One container as a drawing of its own: the outline of it and what it holds, with nothing around. It is drawn open, whether the
 * drawing around has it collapsed or not. Null when there is no such container any more.
 */
export function outlineWithin(outline: Outline, step: string): Outline | null {
  const entry = outline.steps.get(step);
  if (!entry || entry.blocks.length === 0) return null;
  const top: BlockEntry = { key: '', owner: null, name: 'body', path: [], block: {}, start: null, stepIds: [step] };
  const steps = new Map<string, StepEntry>([[step, { ...entry, block: '', collapsed: false }]]);
  const blocks = new Map<BlockKey, BlockEntry>([['', top]]);
  for (const id of withInner(outline, step)) {
    const inner = outline.steps.get(id);
    if (!inner) continue;
    if (id !== step) steps.set(id, inner);
    for (const key of inner.blocks) {
      const block = outline.blocks.get(key);
      if (block) blocks.set(key, block);
    }
  }
  return {
    blocks: inOrder(outline.blocks, blocks),
    steps: inOrder(outline.steps, steps),
    groups: outline.groups.flatMap(({ id }) => steps.get(id) ?? []),
    direction: 'right',
  };
}

/** From outside in, as the whole drawing has them: sizes are taken from the inside out. */
function inOrder<T>(all: ReadonlyMap<string, unknown>, some: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...all.keys()].flatMap((key) => (some.has(key) ? [[key, some.get(key) as T] as const] : [])));
}

const corner: Point = { x: 0, y: 0 };

export function placesWithin(positions: Positions, step: string): Positions {
  return { ...positions, [step]: corner };
}

/** Containers around a step, the outermost first, itself last: the way a breadcrumb leads. */
export function containersTo(outline: Outline, step: string): readonly StepEntry[] {
  const found: StepEntry[] = [];
  for (let at = outline.steps.get(step); at; at = outline.steps.get(outline.blocks.get(at.block)?.owner ?? ''))
    found.unshift(at);
  return found;
}
