import { type Outline, type Point, type Positions } from '../../document/index.ts';
import { measure, type Plans, type Sizes } from './measure.ts';

/**
 * How far steps move so that the lanes of the way back cover nothing: what lies under or beside a saga that grew. It is a matter of
 * drawing alone; where things are in the file stays as it is.
 */
export function roomForLanes(outline: Outline, positions: Positions, plans: Plans): Positions {
  const before = measure(outline, positions).steps;
  let moved: Positions = {};
  const innermostFirst = [...outline.blocks.values()].toReversed();
  for (const block of innermostFirst) {
    const after = measure(outline, added(positions, moved), plans).steps;
    const shifts = shiftsIn(block.stepIds, positions, before, after);
    if (Object.keys(shifts).length > 0) moved = { ...moved, ...shifts };
  }
  return moved;
}

export function added(positions: Positions, moved: Positions): Positions {
  const entries = Object.entries(moved);
  if (entries.length === 0) return positions;
  const shifted = entries.map(([id, { x, y }]) => {
    const at = positions[id] ?? origin;
    return [id, { x: at.x + x, y: at.y + y }] as const;
  });
  return { ...positions, ...Object.fromEntries(shifted) };
}

const origin: Point = { x: 0, y: 0 };

/** Each step goes down by what grew above it, and to the right by what grew to the left of it. */
function shiftsIn(ids: readonly string[], positions: Positions, before: Sizes, after: Sizes): Positions {
  const grown = ids.flatMap((id) => {
    const [at, was, is] = [positions[id] ?? origin, before.get(id), after.get(id)];
    if (!was || !is || (is.width <= was.width && is.height <= was.height)) return [];
    return [
      { id, right: at.x + was.width, bottom: at.y + was.height, x: is.width - was.width, y: is.height - was.height },
    ];
  });
  if (grown.length === 0) return {};
  return Object.fromEntries(
    ids.flatMap((id) => {
      const at = positions[id] ?? origin;
      const y = grown.reduce((sum, one) => sum + (one.id !== id && at.y >= one.bottom ? one.y : 0), 0);
      const x = grown.reduce((sum, one) => sum + (one.id !== id && at.x >= one.right ? one.x : 0), 0);
      return x === 0 && y === 0 ? [] : [[id, { x, y }] as const];
    }),
  );
}
