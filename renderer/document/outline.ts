import { isObject, type JsonObject } from '@sagaloom/engine/core';
import { type Draft, textAt } from './draft.ts';
import { isComposite } from './kinds.ts';
import type { Path } from './pointer.ts';

/** `''` is the document's own block; else the step that owns it and the block's name: `pay/body`, `both/left`, `t/finally`. */
export type BlockKey = string;

export interface BlockEntry {
  readonly key: BlockKey;
  /** The composite step that holds it; null for the document's own. */
  readonly owner: string | null;
  /** `body`, `finally`, or the id of a branch. */
  readonly name: string;
  readonly path: Path;
  /** As the file has it; what the document's own says of the drawing (`ui`) may be of an earlier one. */
  readonly block: JsonObject;
  readonly start: string | null;
  readonly stepIds: readonly string[];
}

export interface StepEntry {
  readonly id: string;
  readonly type: string;
  /** The name people gave it, else its id. */
  readonly label: string;
  readonly step: JsonObject;
  readonly path: Path;
  readonly block: BlockKey;
  /** Blocks it holds, in order. */
  readonly blocks: readonly BlockKey[];
  /** It holds blocks, and is drawn without them. */
  readonly collapsed: boolean;
}

/** A document, read: every block and every step that is there, from outside in. */
export interface Outline {
  readonly blocks: ReadonlyMap<BlockKey, BlockEntry>;
  readonly steps: ReadonlyMap<string, StepEntry>;
  /** The steps that hold others. */
  readonly groups: readonly StepEntry[];
  /** Which way the top level grows; what is inside a step grows to the right. */
  readonly direction: Direction;
}

export type Direction = 'down' | 'right';

/** Which way the steps of a block follow each other. */
export function directionOf({ direction }: Outline, block: BlockKey): Direction {
  return block === '' ? direction : 'right';
}

const known = new WeakMap<Draft, Outline>();

/** The outline of a document with these steps: moving them changes nothing in it. */
const ofSteps = new WeakMap<JsonObject, Outline>();

export function outlineOf(document: Draft): Outline {
  const seen = known.get(document);
  if (seen) return seen;
  const before = isObject(document.steps) ? ofSteps.get(document.steps) : undefined;
  const outline = before && isStillSo(before, document) ? before : readOutline(document);
  known.set(document, outline);
  if (isObject(document.steps)) ofSteps.set(document.steps, outline);
  return outline;
}

/** All but the drawing is the same; that grows the same way, with the same groups collapsed. */
function isStillSo({ blocks, direction, groups }: Outline, document: Draft): boolean {
  const before = blocks.get('')?.block;
  const places = placesIn(document);
  return (
    before !== undefined &&
    isSameBut('ui', before, document) &&
    direction === readDirection(document) &&
    groups.every(({ id, collapsed }) => collapsed === isCollapsedIn(places, id))
  );
}

function isSameBut(left: string, a: JsonObject, b: JsonObject): boolean {
  const own = (object: JsonObject): readonly string[] => Object.keys(object).filter((key) => key !== left);
  return isSameList(own(a), own(b)) && own(a).every((key) => a[key] === b[key]);
}

function placesIn({ ui }: Draft): JsonObject {
  return isObject(ui) && isObject(ui.steps) ? ui.steps : {};
}

function readDirection({ ui }: Draft): Direction {
  return isObject(ui) && ui.direction === 'right' ? 'right' : 'down';
}

function readOutline(document: Draft): Outline {
  const blocks = new Map<BlockKey, BlockEntry>();
  const steps = new Map<string, StepEntry>();
  const into: Reading = { blocks, steps, places: placesIn(document), order: [], blockOrder: [], skipped: 0 };
  readBlock({ key: '', owner: null, name: 'body', path: [], block: document }, into);
  const groups = into.order.filter(({ type }) => isComposite(type));
  return { blocks, steps, groups, direction: readDirection(document) };
}

type Found = Pick<BlockEntry, 'key' | 'owner' | 'name' | 'path' | 'block'>;

interface Reading {
  readonly blocks: Map<BlockKey, BlockEntry>;
  readonly steps: Map<string, StepEntry>;
  /** What the drawing says of each. */
  readonly places: JsonObject;
  /** The same steps and blocks, as they were found. */
  readonly order: StepEntry[];
  readonly blockOrder: BlockEntry[];
  /** Steps whose id was there already. */
  skipped: number;
}

/** All that was found in a block, in order. */
interface Subtree {
  readonly found: Found;
  readonly steps: readonly StepEntry[];
  readonly groups: readonly StepEntry[];
  readonly blocks: readonly BlockEntry[];
}

const subtrees = new WeakMap<JsonObject, Subtree>();

/** All steps of a block before those inside them: an id used twice is a problem to report, and the outer one is drawn. */
function readBlock(found: Found, into: Reading): void {
  const before = subtrees.get(found.block);
  if (before && isSubtreeAsBefore(before, found, into)) return addSubtree(before, into);
  const [step, block, skipped] = [into.order.length, into.blockOrder.length, into.skipped];
  readInside(found, into);
  if (found.owner === null || into.skipped > skipped) return;
  const steps = into.order.slice(step);
  const groups = steps.filter(({ type }) => isComposite(type));
  subtrees.set(found.block, { found, steps, groups, blocks: into.blockOrder.slice(block) });
}

/** An edit leaves most of a document as it is, and with it the entries of all that is in there. */
function isSubtreeAsBefore(before: Subtree, found: Found, { steps: known, places }: Reading): boolean {
  const { found: was, steps, groups } = before;
  if (was.key !== found.key || was.name !== found.name || !isSameList(was.path, found.path)) return false;
  if (groups.some(({ id, collapsed }) => collapsed !== isCollapsedIn(places, id))) return false;
  for (const { id } of steps) if (known.has(id)) return false;
  return true;
}

function addSubtree({ steps, blocks }: Subtree, into: Reading): void {
  for (const entry of steps) addStep(entry, into);
  for (const block of blocks) addBlock(block, into);
}

function addStep(entry: StepEntry, { steps, order }: Reading): void {
  steps.set(entry.id, entry);
  order.push(entry);
}

function addBlock(block: BlockEntry, { blocks, blockOrder }: Reading): void {
  blocks.set(block.key, block);
  blockOrder.push(block);
}

function isCollapsedIn(places: JsonObject, id: string): boolean {
  const place = places[id];
  return isObject(place) && place.collapsed === true;
}

function readInside(found: Found, into: Reading): void {
  const held = isObject(found.block.steps) ? found.block.steps : {};
  const stepIds: string[] = [];
  const inner: Found[] = [];
  for (const id of Object.keys(held)) {
    const step = held[id];
    if (!isObject(step)) continue;
    if (into.steps.has(id)) {
      into.skipped += 1;
      continue;
    }
    stepIds.push(id);
    for (const block of readStep(id, step, found, into)) inner.push(block);
  }
  const entry = { ...found, start: textAt(found.block, 'start'), stepIds };
  addBlock(asBefore(knownBlocks, found.block, entry), into);
  for (const block of inner) readBlock(block, into);
}

/** Gives back the blocks it holds. */
function readStep(id: string, step: JsonObject, within: Found, into: Reading): readonly Found[] {
  const before = knownSteps.get(step);
  if (before && isPlainAndThere(before, id, within)) {
    addStep(before, into);
    return noBlocks;
  }
  const path = [...within.path, 'steps', id];
  const inner = blocksIn(id, step, path);
  const entry: StepEntry = {
    id,
    type: textAt(step, 'type') ?? '',
    label: textAt(step, 'name') ?? id,
    step,
    path,
    block: within.key,
    blocks: inner.map(({ key }) => key),
    collapsed: isComposite(step.type) && isCollapsedIn(into.places, id),
  };
  addStep(asBefore(knownSteps, step, entry), into);
  return inner;
}

const noBlocks: readonly Found[] = [];

/** A step that holds nothing is read as before wherever it is still in the same place: most are, after any edit. */
function isPlainAndThere({ id: known, block, type, path }: StepEntry, id: string, within: Found): boolean {
  return (
    known === id &&
    block === within.key &&
    !isComposite(type) &&
    path.length === within.path.length + 2 &&
    within.path.every((part, index) => part === path[index])
  );
}

const knownSteps = new WeakMap<JsonObject, StepEntry>();
const knownBlocks = new WeakMap<JsonObject, BlockEntry>();

/** What is read as before stays the same object: after an edit, whoever made something of a step can tell that it still holds. */
function asBefore<T extends object>(known: WeakMap<JsonObject, T>, json: JsonObject, entry: T): T {
  const before = known.get(json);
  if (before && isSameEntry(before, entry)) return before;
  known.set(json, entry);
  return entry;
}

function isSameEntry<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).every((key) => Object.is(a[key], b[key]) || isSameList(a[key], b[key]));
}

function isSameList(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((part, index) => part === b[index]);
}

function blocksIn(id: string, step: JsonObject, path: Path): readonly Found[] {
  const found = (name: string, block: JsonObject, extra: Path): Found => ({
    key: `${id}/${name}`,
    owner: id,
    name,
    path: [...path, ...extra],
    block,
  });
  switch (step.type) {
    case 'saga':
    case 'map':
      return [found('body', step, [])];
    case 'try':
      return [
        found('body', step, []),
        ...(isObject(step.finally) ? [found('finally', step.finally, ['finally'])] : []),
      ];
    case 'parallel':
      return Object.entries(isObject(step.branches) ? step.branches : {}).flatMap(([name, block]) =>
        isObject(block) ? [found(name, block, ['branches', name])] : [],
      );
    default:
      return [];
  }
}

/** Blocks around a step, innermost first. */
export function enclosingBlocks(outline: Outline, stepId: string): readonly BlockEntry[] {
  const around: BlockEntry[] = [];
  let key = outline.steps.get(stepId)?.block;
  while (key !== undefined) {
    const block = outline.blocks.get(key);
    if (!block) break;
    around.push(block);
    key = block.owner === null ? undefined : outline.steps.get(block.owner)?.block;
  }
  return around;
}

/** The step, or the outermost collapsed group it is in. */
export function drawnAs(outline: Outline, stepId: string): string {
  if (!hasCollapsed(outline)) return stepId;
  const around = enclosingBlocks(outline, stepId).findLast(
    ({ owner }) => owner !== null && isCollapsed(outline, owner),
  );
  return around?.owner ?? stepId;
}

const collapsing = new WeakMap<Outline, boolean>();

function hasCollapsed(outline: Outline): boolean {
  const known = collapsing.get(outline) ?? outline.groups.some(({ collapsed }) => collapsed);
  collapsing.set(outline, known);
  return known;
}

/** A group around it is collapsed. */
export function isHidden(outline: Outline, stepId: string): boolean {
  return drawnAs(outline, stepId) !== stepId;
}

function isCollapsed({ steps }: Outline, stepId: string): boolean {
  return steps.get(stepId)?.collapsed === true;
}

/** A step and all steps in its blocks. */
export function withInner(outline: Outline, stepId: string): readonly string[] {
  const blocks = outline.steps.get(stepId)?.blocks ?? [];
  const inner = blocks.flatMap((key) => outline.blocks.get(key)?.stepIds ?? []);
  return [stepId, ...inner.flatMap((id) => withInner(outline, id))];
}
