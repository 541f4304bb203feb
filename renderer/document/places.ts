import { isObject } from '@sagaloom/engine/core';
import type { Draft } from './draft.ts';
import { outlineOf } from './outline.ts';
import type { Point, Positions } from './operations/positions.ts';

/**
 * Where people put steps. A file that says nothing is laid out automatically, now and after each edit; that a group is collapsed says
 * nothing of where things are.
 */
const known = new WeakMap<Draft, Positions>();

export function ownPlaces(document: Draft): Positions {
  const places = known.get(document) ?? readPlaces(document);
  known.set(document, places);
  return places;
}

function readPlaces(document: Draft): Positions {
  const held = isObject(document.ui) && isObject(document.ui.steps) ? document.ui.steps : {};
  const { steps } = outlineOf(document);
  const places: Record<string, Point> = {};
  for (const [id, place] of Object.entries(held)) {
    if (!steps.has(id) || !isObject(place)) continue;
    if (typeof place.x === 'number' && typeof place.y === 'number') places[id] = { x: place.x, y: place.y };
  }
  const isByHand = Object.keys(places).some((id) => steps.get(id)?.collapsed !== true);
  return isByHand ? places : {};
}

export function isPlacedByHand(document: Draft): boolean {
  for (const _ in ownPlaces(document)) return true;
  return false;
}

/** Of places for many steps, those that a document does not have yet: only they need to be written. */
export function newPlaces(document: Draft, positions: Positions): Positions {
  const held = isObject(document.ui) && isObject(document.ui.steps) ? document.ui.steps : {};
  const isThere = (id: string, { x, y }: Point): boolean => {
    const known = held[id];
    return isObject(known) && known.x === Math.round(x) && known.y === Math.round(y);
  };
  return Object.fromEntries(Object.entries(positions).filter(([id, point]) => !isThere(id, point)));
}
