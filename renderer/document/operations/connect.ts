import type { EditableObject } from '../draft.ts';
import type { BlockKey, Outline } from '../outline.ts';
import { type Port, portsOf, setTarget } from '../ports.ts';
import { blockAt, findStep, setStart } from './blocks.ts';

/** The end of a connection that stays: a step's port, or the start of a block. */
export type Origin =
  | { readonly kind: 'step'; readonly step: string; readonly port: Port }
  | { readonly kind: 'start'; readonly block: BlockKey };

/** Why two things cannot be connected; the catalogue has the words. */
export type Refusal = 'unknown' | 'itself' | 'otherBlock' | 'noPort';

export function refusalOf(outline: Outline, origin: Origin, target: string): Refusal | null {
  const to = outline.steps.get(target);
  if (!to) return 'unknown';
  if (origin.kind === 'start') return origin.block === to.block ? null : 'otherBlock';
  const from = outline.steps.get(origin.step);
  if (!from) return 'unknown';
  if (!portsOf(from.step).includes(origin.port)) return 'noPort';
  if (from.id === to.id) return 'itself';
  return from.block === to.block ? null : 'otherBlock';
}

export function connect(document: EditableObject, origin: Origin, target: string | null): void {
  if (origin.kind === 'step') {
    const found = findStep(document, origin.step);
    if (found && portsOf(found.step).includes(origin.port)) setTarget(found.step, origin.port, target);
    return;
  }
  const block = blockAt(document, origin.block);
  if (block) setStart(block, target);
}
