/**
 * Index of each span's parent; -1: it has none, or none that is here. Ids are found by hashing in typed arrays, open addressing, at most half
 * full: a million of them take some tens of ms, and no objects. Where several spans have one id, the first that came is the parent.
 */
export function parentsOf(ids: Uint32Array, parentIds: Uint32Array, count: number): Int32Array {
  const places = placesOf(ids, count);
  const parents = new Int32Array(count).fill(-1);
  for (let index = 0; index < count; index++) {
    const low = parentIds[index * 2] ?? 0;
    const high = parentIds[index * 2 + 1] ?? 0;
    if (low !== 0 || high !== 0) parents[index] = find(places, ids, low, high);
  }
  breakCircles(parents);
  return parents;
}

/** Index plus 1, at the place its id hashes to, or the next that is free. */
function placesOf(ids: Uint32Array, count: number): Uint32Array {
  let size = 16;
  while (size < count * 2) size *= 2;
  const places = new Uint32Array(size);
  for (let index = 0; index < count; index++) {
    const low = ids[index * 2] ?? 0;
    const high = ids[index * 2 + 1] ?? 0;
    let at = hashOf(low, high) & (size - 1);
    for (let held = places[at] ?? 0; held !== 0; held = places[at] ?? 0) {
      if (ids[held * 2 - 2] === low && ids[held * 2 - 1] === high) break;
      at = (at + 1) & (size - 1);
    }
    if (places[at] === 0) places[at] = index + 1;
  }
  return places;
}

function find(places: Uint32Array, ids: Uint32Array, low: number, high: number): number {
  const mask = places.length - 1;
  let at = hashOf(low, high) & mask;
  for (let held = places[at] ?? 0; held !== 0; held = places[at] ?? 0) {
    if (ids[held * 2 - 2] === low && ids[held * 2 - 1] === high) return held - 1;
    at = (at + 1) & mask;
  }
  return -1;
}

/** Ids are random or counted up; either spreads. */
export function hashOf(low: number, high: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Of each circle, the span that is met again by who goes up from the first of it has no parent. */
function breakCircles(parents: Int32Array): void {
  const seen = new Uint32Array(parents.length); // by which walk, plus 1
  for (let index = 0; index < parents.length; index++) {
    let at = index;
    while (at >= 0 && seen[at] === 0) {
      seen[at] = index + 1;
      const up = parents[at] ?? -1;
      if (up >= 0 && seen[up] === index + 1) parents[at] = -1;
      at = parents[at] ?? -1;
    }
  }
}
