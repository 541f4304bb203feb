import {
  directionOf,
  type Draft,
  type Origin,
  type Outline,
  outlineOf,
  type Point,
  type Positions,
  targetOf,
} from '../../document/index.ts';
import { gap, node } from '../scene/geometry.ts';
import { freeSpot, measure, type Measured, measureOne, type PlaceOf, placesIn, type Sizes } from '../scene/measure.ts';

/**
 * Places by hand, kept in order when steps come in between: what follows makes room, and what lies after a group that grew
 * moves on with it. Given back are the new places alone: a copy of thousands is felt.
 */
export function madeRoom(before: Draft, after: Draft, positions: Positions, id: string, origin: Origin): Positions {
  const outline = outlineOf(after);
  const entry = outline.steps.get(id);
  if (!entry) return {};
  const isDown = directionOf(outline, entry.block) === 'down';
  const inside = measure(outlineOf(entry.blocks.length > 0 ? after : before), positions).steps;
  const measured = measureOne(outline, id, placesIn(positions), inside);
  const size = measured?.room ?? node;
  const at = spotOn(before, positions, origin, measured?.first ?? middle);
  const step = isDown ? size.height + gap.down : size.width + gap.right;
  const moved = Object.fromEntries(
    (outline.blocks.get(entry.block)?.stepIds ?? []).flatMap((other) => {
      const point = positions[other];
      if (!point || other === id || !at.isTaken || (isDown ? point.y < at.y : point.x < at.x)) return [];
      return [[other, isDown ? { x: point.x, y: point.y + step } : { x: point.x + step, y: point.y }]];
    }),
  );
  return grown(before, after, positions, { ...moved, [id]: { x: at.x, y: at.y } }, entry.block);
}

interface Spot extends Point {
  /** Something is there, and must give way. */
  readonly isTaken: boolean;
}

const middle: Point = { x: node.width / 2, y: node.height / 2 };

/** `first` is where connections meet the step that comes, from its corner: a chain runs straight through it. */
function spotOn(before: Draft, positions: Positions, origin: Origin, first: Point): Spot {
  const outline = outlineOf(before);
  const measures = measure(outline, positions);
  const source = origin.kind === 'step' ? outline.steps.get(origin.step) : undefined;
  const block = outline.blocks.get(origin.kind === 'start' ? origin.block : (source?.block ?? ''));
  const follower =
    origin.kind === 'start' ? (block?.start ?? null) : source ? targetOf(source.step, origin.port) : null;
  const taken = follower === null ? undefined : positions[follower];
  const from = source && positions[source.id];
  const isDown = directionOf(outline, block?.key ?? '') === 'down';
  if (taken && !(from && isBehind(taken, from, isDown))) {
    const meets = measures.steps.get(follower ?? '')?.first ?? first;
    return isDown
      ? { x: taken.x + meets.x - first.x, y: taken.y, isTaken: true }
      : { x: taken.x, y: taken.y + meets.y - first.y, isTaken: true };
  }
  const size = source && measures.steps.get(source.id);
  if (!from || !size) return { ...(block ? freeSpot(block, outline, measures) : { x: 40, y: 84 }), isTaken: false };
  return isDown
    ? { x: from.x + size.first.x - first.x, y: from.y + size.room.height + gap.down, isTaken: false }
    : { x: from.x + size.room.width + gap.right, y: from.y + size.first.y - first.y, isTaken: false };
}

const isBehind = (a: Point, b: Point, isDown: boolean): boolean => (isDown ? a.y <= b.y : a.x <= b.x);

/** Outwards from a block in which steps `moved`: what lies after each group that grew moves by as much, too. */
export function grown(before: Draft, after: Draft, was: Positions, moved: Positions, block: string): Positions {
  const owner = outlineOf(after).blocks.get(block)?.owner;
  return owner === null || owner === undefined ? moved : resized(before, after, was, moved, owner, false);
}

interface Resizing {
  readonly outline: Outline;
  /** As it was, and as it is. */
  readonly old: Sizes;
  readonly now: Sizes;
  readonly shrinks: boolean;
}

/** What lies after a step whose size changed moves by as much, and so on outwards; `shrinks`: also towards it. With what `moved` before. */
export function resized(
  before: Draft,
  after: Draft,
  was: Positions,
  moved: Positions,
  step: string,
  shrinks: boolean,
): Positions {
  const outline = outlineOf(after);
  const { steps } = outlineOf(before);
  const old = measure(outlineOf(before), was).steps;
  const changed = new Map<string, Measured>();
  // What is moved changes the size of what is around it, and of nothing else: the rest is measured already.
  const now: Sizes = {
    get: (id) => {
      const known = changed.get(id) ?? (steps.has(id) ? old.get(id) : undefined) ?? sizeNow(id, moved);
      if (known) changed.set(id, known);
      return known ?? undefined;
    },
  };
  const sizeNow = (id: string, places: Positions) => measureOne(outline, id, placesIn(was, places), now);
  let all = moved;
  for (let at: string | null = step; at !== null; at = ownerOf(outline, at)) {
    const size = sizeNow(at, all);
    if (size) changed.set(at, size);
    all = { ...all, ...movedOn({ outline, old, now, shrinks }, placesIn(was, all), at) };
  }
  return all;
}

const ownerOf = ({ steps, blocks }: Outline, id: string): string | null =>
  blocks.get(steps.get(id)?.block ?? '')?.owner ?? null;

/** What lies after a step in its block moves by as much as it grew. */
function movedOn({ outline, old: olds, now: sizes, shrinks }: Resizing, placeOf: PlaceOf, step: string): Positions {
  const entry = outline.steps.get(step);
  const at = entry && placeOf(entry.id);
  const [old, now] = [olds.get(step), sizes.get(step)];
  if (!entry || !at || !old || !now) return {};
  const isDown = directionOf(outline, entry.block) === 'down';
  const by = isDown ? now.height - old.height : now.width - old.width;
  if (by === 0 || (by < 0 && !shrinks)) return {};
  return Object.fromEntries(
    (outline.blocks.get(entry.block)?.stepIds ?? []).flatMap((id) => {
      const point = placeOf(id);
      const isAfter = point && id !== entry.id && (isDown ? point.y >= at.y + old.height : point.x >= at.x + old.width);
      return isAfter ? [[id, isDown ? { x: point.x, y: point.y + by } : { x: point.x + by, y: point.y }]] : [];
    }),
  );
}
