import { type EditableObject, objectAt, textAt } from '../draft.ts';
import type { Outline } from '../outline.ts';
import { portsOf, setTarget, targetOf } from '../ports.ts';
import { findStep, redirect, setStart } from './blocks.ts';

/** Two steps that follow each other, in the order they are in now. */
export type Pair = readonly [earlier: string, later: string];

/** The pair that changes places when a step goes one place earlier or later in its chain; null where there is nothing to swap with. */
export function pairOf({ steps, blocks }: Outline, id: string, way: 'earlier' | 'later'): Pair | null {
  const entry = steps.get(id);
  if (!entry) return null;
  const inBlock = blocks.get(entry.block)?.stepIds ?? [];
  const other =
    way === 'later'
      ? targetOf(entry.step, 'next')
      : inBlock.find((before) => before !== id && targetOf(steps.get(before)?.step ?? {}, 'next') === id);
  if (other === null || other === undefined || other === id || !inBlock.includes(other)) return null;
  const pair: Pair = way === 'later' ? [id, other] : [other, id];
  return pair.every((step) => portsOf(steps.get(step)?.step ?? {}).includes('next')) ? pair : null;
}

/** What led to the first leads to the second, which leads to the first, which goes on where the second did. */
export function swapSteps(document: EditableObject, [earlier, later]: Pair): void {
  const [first, second] = [findStep(document, earlier), findStep(document, later)];
  if (!first || !second || first.holder.key !== second.holder.key) return;
  if (targetOf(first.step, 'next') !== later || !portsOf(second.step).includes('next')) return;
  const { block } = first.holder;
  const follower = targetOf(second.step, 'next');
  const others = Object.entries(objectAt(block, 'steps') ?? {}).filter(([id]) => id !== earlier && id !== later);
  redirect({ steps: Object.fromEntries(others) }, earlier, later);
  if (textAt(block, 'start') === earlier) setStart(block, later);
  setTarget(second.step, 'next', earlier);
  setTarget(first.step, 'next', follower === earlier ? later : follower);
}
