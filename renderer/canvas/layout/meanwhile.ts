import {
  type Draft,
  type Origin,
  type Outline,
  outlineOf,
  type Positions,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { madeRoom } from '../actions/arrange.ts';
import { originOf } from '../scene/ids.ts';
import { freeSpot, measure } from '../scene/measure.ts';
import type { Layout } from './graph.ts';

/** A drawing with a place for each of its steps, and the ways of its connections. */
export interface Placed {
  readonly document: Draft;
  readonly positions: Positions;
  readonly routes: Layout['routes'];
}

/** With more new steps than this (a paste, another file) the picture before is the better one until the layout is there. */
const mostNew = 6;

/**
 * An edit is seen before the automatic layout has made its new picture: what was there stays where it is, or makes room, and what is
 * new stands where it is connected. Null where that would be no picture: too much is new, or all of it turns.
 */
export function meanwhile(before: Placed, document: Draft): Placed | null {
  const [old, now] = [outlineOf(before.document), outlineOf(document)];
  if (old.direction !== now.direction) return null;
  const fresh = [...now.steps.values()].filter((entry) => isNew(entry, old, before.positions));
  if (fresh.length > mostNew || hasFolded(old, now)) return null;
  const known = without(before.positions, fresh);
  const positions = fresh.reduce(
    (places, entry) => ({ ...places, ...placesFor(entry, before.document, document, places) }),
    known,
  );
  return { document, positions, routes: stillGood(before, { document, positions }) };
}

function isNew({ id, block }: StepEntry, old: Outline, positions: Positions): boolean {
  return positions[id] === undefined || old.steps.get(id)?.block !== block;
}

/** A group shown as a summary, or no longer. */
function hasFolded(old: Outline, now: Outline): boolean {
  return [...now.steps.values()].some(({ id, collapsed }) => (old.steps.get(id)?.collapsed ?? collapsed) !== collapsed);
}

function without(positions: Positions, steps: readonly StepEntry[]): Positions {
  const gone = new Set(steps.map(({ id }) => id));
  return Object.fromEntries(Object.entries(positions).filter(([id]) => !gone.has(id)));
}

/** Where it is put, and what gives way. A block that is new itself is read as it is now. */
function placesFor(entry: StepEntry, before: Draft, document: Draft, positions: Positions): Positions {
  const outline = outlineOf(document);
  const known = outlineOf(before).blocks.has(entry.block) ? before : document;
  const origin = originTo(entry, outline);
  if (origin) return madeRoom(known, document, positions, entry.id, origin);
  const block = outlineOf(known).blocks.get(entry.block);
  return block ? { [entry.id]: freeSpot(block, outlineOf(known), measure(outlineOf(known), positions)) } : {};
}

/** What leads to it; null where nothing does. */
function originTo({ id, block: key }: StepEntry, { blocks, steps }: Outline): Origin | null {
  const block = blocks.get(key);
  if (block?.start === id) return { kind: 'start', block: key };
  for (const step of block?.stepIds ?? []) {
    const entry = steps.get(step);
    const port = entry && portsOf(entry.step).find((each) => targetOf(entry.step, each) === id);
    if (port !== undefined) return { kind: 'step', step, port };
  }
  return null;
}

/** The ways of connections whose both ends are where they were; the others are drawn straight until the layout is there. */
function stillGood(before: Placed, { document, positions }: Omit<Placed, 'routes'>): Layout['routes'] {
  const [old, now] = [outlineOf(before.document), outlineOf(document)];
  const isStill = (id: string): boolean => {
    const [was, is] = [before.positions[id], positions[id]];
    return was !== undefined && is !== undefined && was.x === is.x && was.y === is.y;
  };
  return Object.fromEntries(
    Object.entries(before.routes).filter(([edge]) => {
      const origin = originOf(edge);
      if (!origin) return false;
      const ends = endsOf(origin, now);
      return ends !== null && ends.every(isStill) && endsOf(origin, old)?.join() === ends.join();
    }),
  );
}

/** The steps at its ends; null where there is no such connection. */
function endsOf(origin: Origin, { blocks, steps }: Outline): readonly string[] | null {
  if (origin.kind === 'start') {
    const start = blocks.get(origin.block)?.start ?? null;
    return start === null ? null : [start];
  }
  const source = steps.get(origin.step);
  const target = source ? targetOf(source.step, origin.port) : null;
  return target === null ? null : [origin.step, target];
}
