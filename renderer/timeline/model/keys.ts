/**
 * Finds the row of a visit of a step by three numbers, in columns: a map of a million texts would take longer than all the rest of opening
 * a trace.
 */
export class KeyTable {
  readonly #mask: number;
  readonly #path: Uint32Array;
  readonly #visit: Float64Array;
  /** Row + 1; 0 is free. */
  readonly #row: Int32Array;

  /** For at most `count` keys. */
  constructor(count: number) {
    let size = 16;
    while (size < count * 2) size *= 2;
    this.#mask = size - 1;
    this.#path = new Uint32Array(size);
    this.#visit = new Float64Array(size);
    this.#row = new Int32Array(size);
  }

  /** Row of this key, -1 where there is none. `path` is the index of its text; undoing has keys of its own. */
  get(path: number, visit: number, undo: boolean): number {
    return (this.#row[this.#slot(path, signed(visit, undo))] ?? 0) - 1;
  }

  set(path: number, visit: number, undo: boolean, row: number): void {
    const key = signed(visit, undo);
    const at = this.#slot(path, key);
    this.#path[at] = path;
    this.#visit[at] = key;
    this.#row[at] = row + 1;
  }

  #slot(path: number, visit: number): number {
    let at = hashOf(path, visit) & this.#mask;
    while (this.#row[at] !== 0 && (this.#path[at] !== path || this.#visit[at] !== visit)) at = (at + 1) & this.#mask;
    return at;
  }
}

/** Visits count from 1, so the sign is free to say which way. */
const signed = (visit: number, undo: boolean): number => (undo ? -visit - 1 : visit);

function hashOf(path: number, visit: number): number {
  let hash = Math.imul(path, 0x9e37_79b1) ^ Math.imul(visit, 0x85eb_ca6b);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b_3c6d) ^ (hash >>> 12);
}
