import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import type { Draft } from './draft.ts';
import { type Outline, outlineOf } from './outline.ts';
import type { Point, Positions } from './operations/positions.ts';

interface Places {
  readonly positions: Positions;
  readonly isByHand: boolean;
  /** Of how many steps the file says where they are. */
  readonly count: number;
}

const nowhere: Places = { positions: {}, isByHand: false, count: 0 };

const known = new WeakMap<Draft, Places>();

/**
 * Where people put steps. A file that says nothing is laid out automatically, now and after each edit; that a group is collapsed says
 * nothing of where things are.
 */
export function ownPlaces(document: Draft): Positions {
  return placesIn(document).positions;
}

export function isPlacedByHand(document: Draft): boolean {
  return placesIn(document).isByHand;
}

/** Nothing is left to the automatic layout. */
export function isEachPlaced(document: Draft): boolean {
  return placesIn(document).count === outlineOf(document).steps.size;
}

function placesIn(document: Draft): Places {
  const places = known.get(document) ?? readPlaces(document);
  known.set(document, places);
  return places;
}

function heldIn(document: Draft): JsonObject | null {
  return isObject(document.ui) && isObject(document.ui.steps) ? document.ui.steps : null;
}

interface Read {
  /** Steps that have a place, and those of them that were there. */
  readonly ids: readonly string[];
  readonly placed: readonly string[];
  readonly positions: Positions;
  readonly outline: Outline;
}

/** By what a file says of places. Most edits leave it as it is: the same object is given back then, and nothing is placed anew. */
const reads = new WeakMap<JsonObject, Read>();

function readPlaces(document: Draft): Places {
  const held = heldIn(document);
  if (!held) return nowhere;
  const outline = outlineOf(document);
  const before = reads.get(held);
  const read = before && isStillSo(before, outline) ? before : readHeld(held, outline);
  reads.set(held, read);
  const isByHand = read.placed.some((id) => outline.steps.get(id)?.collapsed !== true);
  return isByHand ? { positions: read.positions, isByHand, count: read.placed.length } : nowhere;
}

function isStillSo({ ids, placed, outline }: Read, now: Outline): boolean {
  if (outline === now) return true;
  const { steps } = now;
  if (ids.length !== placed.length && ids.filter((id) => steps.has(id)).length !== placed.length) return false;
  return placed.every((id) => steps.has(id));
}

/** Where each entry is the place of a step that is there, what the file says is the answer as it stands: a copy of thousands is felt. */
function readHeld(held: JsonObject, outline: Outline): Read {
  const { steps } = outline;
  const all = Object.keys(held);
  const ids = all.filter((id) => isPlace(held[id]));
  const placed = ids.filter((id) => steps.has(id));
  if (placed.length === all.length) return { ids, placed, positions: held as unknown as Positions, outline };
  const positions = Object.fromEntries(placed.map((id) => [id, held[id]]));
  return { ids, placed, positions: positions as unknown as Positions, outline };
}

function isPlace(place: Json | undefined): boolean {
  return isObject(place) && typeof place.x === 'number' && typeof place.y === 'number';
}

const noMoves: Positions = {};

/** Of places for many steps, `moved` before `positions`, those that a document does not have yet: only they need to be written. */
export function newPlaces(document: Draft, positions: Positions, moved: Positions = noMoves): Positions {
  if (isEachPlaced(document)) return moved;
  const held = heldIn(document) ?? {};
  const found: Record<string, Point> = {};
  const add = (id: string, point: Point | undefined): void => {
    if (point && !isAt(held[id], point)) found[id] = point;
  };
  for (const id of Object.keys(positions)) add(id, moved[id] ?? positions[id]);
  for (const id of Object.keys(moved)) add(id, moved[id]);
  return found;
}

function isAt(place: Json | undefined, { x, y }: Point): boolean {
  return isObject(place) && place.x === Math.round(x) && place.y === Math.round(y);
}
