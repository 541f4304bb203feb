import {
  type BlockEntry,
  type Cut,
  cutBetween,
  type Direction,
  directionOf,
  numberBefore,
  type Outline,
  type StepEntry,
} from '../../document/index.ts';
import type { Measured, Sizes } from '../scene/measure.ts';
import { leadingOf, type Part } from './flow.ts';
import { type Drawing, layOutStretch, type Stretch } from './linear.ts';
import { cutInto } from './stretches.ts';

/** What the layout of a block is made of. */
export interface Read {
  readonly ids: readonly string[];
  readonly entries: readonly (StepEntry | undefined)[];
  readonly sizes: readonly (Measured | undefined)[];
  readonly start: string | null;
  readonly direction: Direction;
}

export interface Relaid {
  readonly read: Read;
  readonly stretches: readonly Stretch[];
}

export function readOf({ key, stepIds, start }: BlockEntry, outline: Outline, sizes: Sizes): Read {
  return {
    ids: stepIds,
    start,
    direction: directionOf(outline, key),
    entries: stepIds.map((id) => outline.steps.get(id)),
    sizes: stepIds.map((id) => sizes.get(id)),
  };
}

/** Whether two states of a step lead to the same steps, with the same words. */
export type SameWay = (a: StepEntry | undefined, b: StepEntry | undefined) => boolean;

/** The stretches of a block, those of before where nothing in them changed: the same picture as if it were laid out anew. */
export function relaid(before: Relaid | null, read: Read, drawing: Drawing, isSameWay: SameWay): Relaid {
  if (before?.read.direction !== read.direction) return { read, stretches: laidOut(wholeOf(read), drawing) };
  const changed = changedIn(before.read, read, isSameWay);
  if (changed === null) return { read, stretches: before.stretches };
  return { read, stretches: new Region(before.stretches, changed, read, drawing).laidOut() };
}

const wholeOf = ({ ids, start }: Read): Part => ({ ids, first: start, next: null });

function laidOut(part: Part, drawing: Drawing): readonly Stretch[] {
  return cutInto(part, drawing.outline).parts.map((each) => layOutStretch(each, drawing));
}

interface Changed {
  /** Steps that are gone, read or measured anew, or elsewhere in the order. */
  readonly old: ReadonlySet<string>;
  /** Those that came, and those that are elsewhere in the order. */
  readonly fresh: ReadonlySet<string>;
}

/** Null: nothing. */
function changedIn(before: Read, now: Read, isSameWay: SameWay): Changed | null {
  const cut = cutBetween(before.ids, now.ids, Object.is);
  const old = new Set(before.ids.slice(cut.start, cut.end - cut.shift));
  const fresh = new Set(now.ids.slice(cut.start, cut.end));
  for (let number = 0; number < now.ids.length; number += 1)
    if (!isAsBefore(number, before, now, cut, isSameWay)) old.add(now.ids[number] ?? '');
  if (before.start !== now.start) for (const start of [before.start, now.start]) if (start !== null) old.add(start);
  return old.size + fresh.size === 0 ? null : { old, fresh };
}

function isAsBefore(number: number, before: Read, now: Read, cut: Cut, isSameWay: SameWay): boolean {
  const was = numberBefore(number, cut);
  if (was < 0) return true; // it is among those that came
  const [entry, size] = [now.entries[number], now.sizes[number]];
  return (
    (entry === before.entries[was] || isSameWay(before.entries[was], entry)) && isSameSize(before.sizes[was], size)
  );
}

function isSameSize(a: Measured | undefined, b: Measured | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.isGroup !== b.isGroup) return false;
  return (
    a.room.width === b.room.width &&
    a.room.height === b.room.height &&
    a.first.x === b.first.x &&
    a.first.y === b.first.y &&
    a.last.x === b.last.x &&
    a.last.y === b.last.y
  );
}

/** Stretches one after the other in which something changed. It grows until it again begins and ends as a stretch does. */
class Region {
  readonly #before: readonly Stretch[];
  readonly #changed: Changed;
  readonly #read: Read;
  readonly #drawing: Drawing;
  #first = Infinity;
  #last = -1;

  constructor(before: readonly Stretch[], changed: Changed, read: Read, drawing: Drawing) {
    this.#before = before;
    this.#changed = changed;
    this.#read = read;
    this.#drawing = drawing;
    before.forEach((stretch, number) => {
      if (isTouched(stretch, changed)) this.#take(number);
    });
    if (this.#last < 0 || changed.old.has(read.start ?? '')) this.#take(0); // loose steps are beside the beginning
  }

  laidOut(): readonly Stretch[] {
    for (;;) {
      const part = this.#part();
      if (part === null) continue; // it grew
      const { parts, hasOneBegin, hasOneEnd } = cutInto(part, this.#drawing.outline);
      if (this.#first > 0 && !hasOneBegin) this.#first = 0;
      else if (!hasOneEnd) this.#take(Math.min(this.#before.length - 1, 2 * this.#last - this.#first + 1));
      else return this.#spliced(parts);
    }
  }

  #take(number: number): void {
    this.#first = Math.min(this.#first, number);
    this.#last = Math.max(this.#last, number);
  }

  #spliced(parts: readonly Part[]): readonly Stretch[] {
    const anew = parts.map((part) => layOutStretch(part, this.#drawing));
    return [...this.#before.slice(0, this.#first), ...anew, ...this.#before.slice(this.#last + 1)];
  }

  /** Null when something in it leads elsewhere in the block: then it reaches there now. */
  #part(): Part | null {
    const next = this.#before[this.#last]?.part.next ?? null;
    const held = new Set(this.#changed.fresh);
    for (const { part } of this.#before.slice(this.#first, this.#last + 1)) for (const id of part.ids) held.add(id);
    const isWhole = this.#first === 0 && next === null;
    const ids = isWhole ? this.#read.ids : this.#read.ids.filter((id) => held.has(id));
    if (!isWhole && this.#reaches(ids, held, next)) return null;
    const first = this.#first === 0 ? this.#read.start : (this.#before[this.#first]?.part.first ?? null);
    return { ids, first, next };
  }

  #reaches(ids: readonly string[], held: ReadonlySet<string>, next: string | null): boolean {
    const { steps } = this.#drawing.outline;
    const [first, last] = [this.#first, this.#last];
    for (const id of ids) {
      const entry = steps.get(id);
      for (const { target } of entry ? leadingOf(entry.step) : [])
        if (target !== next && !held.has(target) && steps.get(target)?.block === entry?.block)
          this.#take(this.#before.findIndex(({ part }) => part.ids.includes(target)));
    }
    return first !== this.#first || last !== this.#last;
  }
}

function isTouched({ part, missing }: Stretch, { old, fresh }: Changed): boolean {
  return (
    part.ids.some((id) => old.has(id)) ||
    (part.next !== null && old.has(part.next)) ||
    missing.some((id) => fresh.has(id))
  );
}
