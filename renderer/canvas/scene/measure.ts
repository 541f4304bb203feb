import {
  type BlockEntry,
  type BlockKey,
  directionOf,
  isComposite,
  isEffectful,
  type Outline,
  type Point,
  type Positions,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { isSame } from './kept.ts';
import { remembering } from './remember.ts';
import type { UndoPlan } from './undo-order.ts';
import { type BackLane, backLane, withLane } from './way-back.ts';
import { chip, emptyGroup, emptyLane, gap, node, pad, pivot, type Size } from './geometry.ts';

export interface Lane extends Size {
  readonly block: BlockKey;
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** How big a step is drawn, and where its connections meet it, from its top left corner. */
export interface Measured extends Size {
  readonly isGroup: boolean;
  /** Room it takes, its undo chip included. */
  readonly room: Size;
  readonly lanes: readonly Lane[];
  /** X of the line after the point of no return. */
  readonly pivotX: number | null;
  /** Where connections come in, in the column and row of its first step; and where they leave: in the middle, in the row of its last. */
  readonly first: Point;
  readonly last: Point;
  /** Of a saga whose way back is drawn. */
  readonly back: BackLane | null;
}

export interface Measures {
  readonly steps: Sizes;
  /** Where each step is in its block; the automatic place of those that have none of their own. */
  readonly positions: Positions;
  /** By block, the same object for as long as all in it, however deep, is read, placed and as big as before. */
  readonly marks: ReadonlyMap<BlockKey, object>;
}

/** Where a step is in its block. */
export type PlaceOf = (id: string) => Point | undefined;

/** With those that moved where they are now. */
export const placesIn =
  (positions: Positions, moved: Positions = {}): PlaceOf =>
  (id) =>
    moved[id] ?? positions[id];

export type Sizes = Pick<ReadonlyMap<string, Measured>, 'get'>;

/** By saga. Left out: the way back is not drawn. */
export type Plans = ReadonlyMap<string, UndoPlan>;

const noPlans: Plans = new Map();

/** What was measured last of an outline: the scene and each action ask for the same. */
const known = new WeakMap<Outline, { readonly positions: Positions; readonly measures: Measures }>();

/** Sizes from the inside out: a group is as big as what it holds. */
export function measure(outline: Outline, positions: Positions, plans: Plans = noPlans): Measures {
  if (plans.size > 0) return measureAll(outline, positions, plans);
  const seen = known.get(outline);
  if (seen?.positions === positions) return seen.measures;
  const measures = measureAll(outline, positions, plans);
  known.set(outline, { positions, measures });
  return measures;
}

/** Block by block: one that is read, placed and holds groups as before is not looked into. */
function measureAll(outline: Outline, positions: Positions, plans: Plans): Measures {
  const groups = new Map<string, Measured>();
  const steps: Sizes = { get: (id) => groups.get(id) ?? leafNamed(id, outline) };
  const placed = complete(outline, positions);
  const held = new Map<BlockKey, Held>();
  const heldIn: ExtentOf = (key) => held.get(key)?.extent ?? null;
  for (const block of [...outline.blocks.values()].toReversed()) {
    const of: unknown[] = [directionOf(outline, block.key)];
    // Not the places themselves: of those put by hand and those found by the layout, other objects say the same.
    for (const id of block.stepIds) {
      const at = placed[id];
      of.push(at?.x, at?.y);
    }
    for (const entry of holdersIn(block, outline)) {
      if (isGroup(entry)) groups.set(entry.id, measureGroup(entry, outline, plans, { placed, steps, heldIn }));
      of.push(entry, groups.get(entry.id), ...entry.blocks.map((key) => held.get(key)?.mark));
    }
    const isHeld = block.owner !== null; // how far the document's own block reaches, no group needs to know
    held.set(
      block.key,
      holding(block, of, () => ({ mark: {}, extent: isHeld ? extent(block, placesIn(placed), steps) : null })),
    );
  }
  return { steps, positions: placed, marks: new Map([...held].map(([key, { mark }]) => [key, mark])) };
}

interface Held {
  readonly mark: object;
  readonly extent: Extent | null;
}

const holding = remembering<Held>();

const holders = new WeakMap<BlockEntry, readonly string[]>();

/** Steps that hold others. A block that is read as before has the same; whether they are collapsed may have changed. */
function holdersIn(block: BlockEntry, { steps }: Outline): readonly StepEntry[] {
  const ids = holders.get(block) ?? block.stepIds.filter((id) => isComposite(steps.get(id)?.type));
  holders.set(block, ids);
  return ids.flatMap((id) => steps.get(id) ?? []);
}

interface Inside {
  readonly placed: Positions;
  readonly steps: Sizes;
  readonly heldIn: ExtentOf;
}

const sizes = remembering<Measured>();
const lastSizes = new WeakMap<StepEntry, Measured>();

function measureGroup(entry: StepEntry, outline: Outline, plans: Plans, inside: Inside): Measured {
  const plan = plans.get(entry.id);
  const measured = (): Measured => measureStep(outline, entry, inside.heldIn);
  if (plan) return asBefore(entry, withWayBack(measured(), backLane(plan, outline, inside.placed, inside.steps)));
  const held = entry.blocks.map((key) => inside.heldIn(key));
  return sizes(entry, [leadsToGroup(entry, outline), ...held], () => asBefore(entry, measured()));
}

/** One that is as big as it was stays the same object: what was drawn of it still holds. */
function asBefore(entry: StepEntry, size: Measured): Measured {
  const before = lastSizes.get(entry);
  if (before && isSame(before, size)) return before;
  lastSizes.set(entry, size);
  return size;
}

const corner: Point = { x: pad.group.left, y: pad.group.top };

/** The same positions where each step has one: a copy of thousands is felt. */
function complete({ steps }: Outline, positions: Positions): Positions {
  const missing: Record<string, Point> = {};
  for (const id of steps.keys()) if (positions[id] === undefined) missing[id] = corner;
  for (const _ in missing) return { ...positions, ...missing };
  return positions;
}

/** For a layout from the inside out: what is measured so far, and the next block's groups when all inside them is placed. */
export interface Measuring {
  readonly sizes: Sizes;
  readonly measureGroups: (block: BlockEntry) => void;
}

/** `markOf`: by block, what stays the same object as long as its steps are where they were; where there is none, all is looked at. */
export function measuring(outline: Outline, placeOf: PlaceOf, markOf: MarkOf = () => null): Measuring {
  const groups = new Map<string, Measured>();
  const sizes: Sizes = { get: (id) => groups.get(id) ?? leafNamed(id, outline) };
  const heldIn: ExtentOf = (key) => {
    const [block, mark] = [outline.blocks.get(key), markOf(key)];
    if (!block) return null;
    const made = (): Extent | null => extent(block, placeOf, sizes);
    return mark ? extents(block, [mark, ...holdersIn(block, outline).map(({ id }) => sizes.get(id))], made) : made();
  };
  const measureGroups = (block: BlockEntry): void => {
    for (const entry of holdersIn(block, outline))
      if (isGroup(entry)) groups.set(entry.id, measureStep(outline, entry, heldIn));
  };
  return { sizes, measureGroups };
}

type MarkOf = (block: BlockKey) => object | null;

const extents = remembering<Extent | null>();

/** One step, when the sizes of all that is inside it are known. */
export function measureOne(outline: Outline, id: string, placeOf: PlaceOf, inner: Sizes): Measured | null {
  const entry = outline.steps.get(id);
  return entry ? measureStep(outline, entry, extentsIn(outline, placeOf, inner)) : null;
}

type ExtentOf = (block: BlockKey) => Extent | null;

function extentsIn(outline: Outline, placeOf: PlaceOf, inner: Sizes): ExtentOf {
  return (key) => {
    const block = outline.blocks.get(key);
    return block ? extent(block, placeOf, inner) : null;
  };
}

function withWayBack(measured: Measured, back: BackLane | null): Measured {
  const size = withLane(measured, back);
  return { ...measured, ...size, room: size, back };
}

/** Drawn as a ground that holds its steps. */
export function isGroup(entry: StepEntry): boolean {
  return isComposite(entry.type) && !entry.collapsed;
}

export function hasUndo(entry: StepEntry): boolean {
  return isEffectful(entry.type) && typeof entry.step.compensate === 'object' && entry.step.compensate !== null;
}

function measureStep(outline: Outline, entry: StepEntry, heldIn: ExtentOf): Measured {
  if (!isGroup(entry)) return measureLeaf(entry, outline);
  const [body, ...others] = entry.blocks.flatMap((key) => outline.blocks.get(key) ?? []);
  const isParallel = entry.type === 'parallel';
  const lanes = isParallel ? (body ? [body, ...others] : []) : others;
  const wide = withLanes(lanes, isParallel ? null : (body ?? null), heldIn);
  return leadsToGroup(entry, outline) ? { ...wide, last: { ...wide.last, x: wide.first.x } } : wide;
}

/** Groups one after the other begin in one column, whatever their widths. */
function leadsToGroup(entry: StepEntry, outline: Outline): boolean {
  const next = outline.steps.get(targetOf(entry.step, 'next') ?? '');
  return next !== undefined && isGroup(next);
}

function leafNamed(id: string, outline: Outline): Measured | undefined {
  const entry = outline.steps.get(id);
  return entry && !isGroup(entry) ? measureLeaf(entry, outline) : undefined;
}

function measureLeaf(entry: StepEntry, outline: Outline): Measured {
  const isDown = directionOf(outline, entry.block) === 'down';
  return leaves[hasUndo(entry) ? (isDown ? 'undoBeside' : 'undoBelow') : 'plain'];
}

/** All steps that hold nothing have one of three sizes. */
const leaves = {
  plain: leaf(0, 0),
  undoBeside: leaf(chip.beside + chip.width, 0),
  undoBelow: leaf(0, chip.below + chip.height),
} as const;

function leaf(beside: number, below: number): Measured {
  const room = { width: node.width + beside, height: node.height + below };
  const centre = { x: node.width / 2, y: node.height / 2 };
  return { ...node, isGroup: false, room, lanes: [], pivotX: null, first: centre, last: centre, back: null };
}

/** A body, if there is one, and below it lanes of one width. */
function withLanes(laneBlocks: readonly BlockEntry[], body: BlockEntry | null, heldIn: ExtentOf): Measured {
  const held = body ? heldIn(body.key) : null;
  const bodySize = body ? bodySizeOf(held) : { width: 0, height: pad.lanes.top };
  const sizes = laneBlocks.map((block) => laneSize(heldIn(block.key)));
  const laneWidth = Math.max(bodySize.width - pad.lanes.left - pad.lanes.right, ...sizes.map(({ width }) => width));
  const lanes = stack(laneBlocks, sizes, laneWidth, bodySize.height);
  const last = lanes.at(-1);
  const width = last ? laneWidth + pad.lanes.left + pad.lanes.right : bodySize.width;
  const height = last ? last.y + last.height + pad.lanes.bottom : bodySize.height;
  const size = lanes.length === 0 && !body ? emptyGroup : { width, height };
  const middle = { x: 98 + pad.group.left, y: size.height / 2 };
  return {
    ...size,
    isGroup: true,
    room: size,
    lanes,
    pivotX: held?.pivotX ?? null,
    first: held?.first ?? middle,
    last: { x: size.width / 2, y: held?.last.y ?? middle.y },
    back: null,
  };
}

function stack(blocks: readonly BlockEntry[], sizes: readonly Size[], width: number, top: number): readonly Lane[] {
  let y = top;
  return blocks.map(({ key, name }, index) => {
    const height = sizes[index]?.height ?? emptyLane.height;
    const lane: Lane = { block: key, name, x: pad.lanes.left, y, width, height };
    y += height + pad.lanes.between;
    return lane;
  });
}

interface Extent extends Size {
  readonly pivotX: number | null;
  readonly first: Point;
  readonly last: Point;
}

function bodySizeOf(held: Extent | null): Size {
  if (!held) return emptyGroup;
  const width = Math.max(
    held.width + pad.group.right,
    emptyGroup.width,
    held.pivotX === null ? 0 : held.pivotX + pivot.right,
  );
  return { width, height: held.height + pad.group.bottom };
}

function laneSize(held: Extent | null): Size {
  if (!held) return emptyLane;
  return { width: Math.max(held.width + pad.lane.right, emptyLane.width), height: held.height + pad.lane.bottom };
}

/** How far the steps of a block reach, from the corner of what holds them; null when there are none. */
function extent(block: BlockEntry, placeOf: PlaceOf, inner: Sizes): Extent | null {
  const boxAt = (id: string | null | undefined): Box | null => {
    const at = id == null ? undefined : placeOf(id);
    const size = id == null ? undefined : inner.get(id);
    return at && size ? { at, size } : null;
  };
  let some: Box | null = block.stepIds.includes(block.start ?? '') ? boxAt(block.start) : null;
  let [width, height, pivotX]: [number, number, number | null] = [-Infinity, -Infinity, null];
  let last = some;
  for (const id of block.stepIds) {
    const box = boxAt(id);
    if (!box) continue;
    const { at, size } = box;
    some ??= box;
    last ??= box;
    if (at.x + size.width > last.at.x + last.size.width) last = box;
    width = Math.max(width, at.x + size.room.width);
    height = Math.max(height, at.y + size.room.height);
    if (isPivot(block, id)) pivotX = Math.max(pivotX ?? -Infinity, at.x + size.room.width + pivot.after);
  }
  if (!some || !last) return null;
  return { width, height, first: centreOf(some), last: centreOf(last), pivotX };
}

interface Box {
  readonly at: Point;
  readonly size: Measured;
}

function centreOf({ at, size }: Box): Point {
  return { x: at.x + size.first.x, y: at.y + size.first.y };
}

function isPivot(block: BlockEntry, id: string): boolean {
  const steps = block.block.steps;
  const step =
    typeof steps === 'object' && steps !== null ? (steps as Readonly<Record<string, unknown>>)[id] : undefined;
  return typeof step === 'object' && step !== null && 'pivot' in step && step.pivot === true;
}

/** Where something may be put in a block that is drawn: after what is there. */
export function freeSpot(block: BlockEntry, outline: Outline, measures: Measures): Point {
  const isDown = directionOf(outline, block.key) === 'down';
  const held = extent(block, placesIn(measures.positions), measures.steps);
  const inset = insetOf(block);
  if (!held) return { x: inset.left, y: inset.top };
  return isDown
    ? { x: held.first.x - node.width / 2, y: held.height + gap.down }
    : { x: held.width + gap.right, y: held.first.y - node.height / 2 };
}

export function insetOf({ key, owner, name }: BlockEntry): { readonly left: number; readonly top: number } {
  if (owner === null) return { left: 40, top: 40 };
  return key.endsWith('/body') && name === 'body' ? pad.group : pad.lane;
}
