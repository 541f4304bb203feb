import { hashOf } from '../../contract/columns-parents.ts';

/** Which spans of a trace are kept, and with what each came: open addressing in one typed array, three words a span, at most half full. */
export class KnownIds {
  count = 0;
  private slots = new Uint32Array(16 * 3);

  /** The source it came with first; it is noted when it is new. Ids are never 0. */
  note(low: number, high: number, source: number): number {
    if (this.count * 2 >= this.slots.length / 3) this.grow();
    const at = this.placeOf(low, high);
    const known = this.slots[at + 2] ?? 0;
    if (known !== 0) return known;
    this.slots[at] = low;
    this.slots[at + 1] = high;
    this.slots[at + 2] = source;
    this.count++;
    return source;
  }

  private placeOf(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length / 3 - 1;
    let at = hashOf(low, high) & mask;
    while (slots[at * 3 + 2] !== 0 && (slots[at * 3] !== low || slots[at * 3 + 1] !== high)) at = (at + 1) & mask;
    return at * 3;
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += 3) {
      if (before[at + 2] === 0) continue;
      this.slots.set(before.subarray(at, at + 3), this.placeOf(before[at] ?? 0, before[at + 1] ?? 0));
    }
  }
}

/** Of the traces that grew last; `most` spans in all. A trace that is not here has to be read again. */
export class KnownTraces {
  private readonly traces = new Map<number, KnownIds>();
  private readonly most: number;
  private total = 0;

  constructor(most: number) {
    this.most = most;
  }

  get(trace: number): KnownIds | null {
    const found = this.traces.get(trace);
    if (found === undefined) return null;
    this.traces.delete(trace); // the last used is the last
    this.traces.set(trace, found);
    return found;
  }

  put(trace: number, ids: KnownIds): void {
    this.traces.set(trace, ids);
  }

  /** After a trace has grown by so many. */
  grew(by: number): void {
    this.total += by;
    for (const [trace, ids] of this.traces) {
      if (this.total <= this.most || this.traces.size === 1) return;
      this.traces.delete(trace);
      this.total -= ids.count;
    }
  }

  clear(): void {
    this.traces.clear();
    this.total = 0;
  }
}
