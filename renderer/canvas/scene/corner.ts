import { type Draft, outlineOf, type Point, type Positions } from '../../document/index.ts';
import { measure } from './measure.ts';

/** Where a step is on the whole drawing. */
export function cornerOf(document: Draft, positions: Positions, step: string): Point {
  const outline = outlineOf(document);
  const { steps: sizes } = measure(outline, positions);
  let [x, y] = [0, 0];
  for (let entry = outline.steps.get(step); entry;) {
    const { block, id } = entry;
    const at = positions[id] ?? { x: 0, y: 0 };
    const owner = outline.steps.get(outline.blocks.get(block)?.owner ?? '');
    const lane = owner && sizes.get(owner.id)?.lanes.find((one) => one.block === block);
    x += at.x + (lane?.x ?? 0);
    y += at.y + (lane?.y ?? 0);
    entry = owner;
  }
  return { x, y };
}
