import {
  type BlockEntry,
  type BlockKey,
  type Direction,
  type Outline,
  type Positions,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { type Measured, measureBlock, type Sizes } from '../scene/measure.ts';
import type { Layout, WordsOf } from './graph.ts';
import { type BlockLayout, layOutBlock } from './linear.ts';

/**
 * Drawings of more steps than this are laid out in linear time, here and at once. ELK takes seconds for thousands of steps; this takes
 * tens of milliseconds, which is what handing the document to a worker and back would take.
 */
export const mostForElk = 400;

interface Remembered {
  readonly ids: readonly string[];
  readonly entries: readonly (StepEntry | undefined)[];
  readonly sizes: readonly (Measured | undefined)[];
  readonly start: string | null;
  readonly direction: Direction;
  readonly layout: BlockLayout;
}

/** Layouts of blocks, for the next time: a block that is connected and measured as before is not laid out again. */
export type LayoutMemory = Map<BlockKey, Remembered>;

export function layOutLarge(outline: Outline, wordsOf: WordsOf = () => null, memory: LayoutMemory = new Map()): Layout {
  const layouts = new Map<BlockKey, BlockLayout>();
  const sizes = new Map<string, Measured>();
  const isSameWay = wayComparer(wordsOf);
  for (const block of [...outline.blocks.values()].toReversed()) {
    measureBlock(block, outline, (key) => layouts.get(key)?.positions ?? nowhere, sizes);
    if (block.stepIds.length === 0) continue;
    const now = inputOf(block, outline, sizes);
    const before = memory.get(block.key);
    const layout =
      before && isSame(before, now, isSameWay) ? before.layout : layOutBlock(block, outline, sizes, wordsOf);
    memory.set(block.key, { ...now, layout });
    layouts.set(block.key, layout);
  }
  const [first = { positions: nowhere, routes: {} }, ...others] = layouts.values();
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    positions: Object.assign({}, ...all.map(({ positions }) => positions)) as Positions,
    routes: Object.assign({}, ...all.map(({ routes }) => routes)) as Layout['routes'],
  };
}

const nowhere: Positions = {};

type Input = Omit<Remembered, 'layout'>;

function inputOf({ stepIds, start }: BlockEntry, outline: Outline, sizes: Sizes): Input {
  return {
    ids: stepIds,
    start,
    direction: outline.direction,
    entries: stepIds.map((id) => outline.steps.get(id)),
    sizes: stepIds.map((id) => sizes.get(id)),
  };
}

type SameWay = (a: StepEntry | undefined, b: StepEntry | undefined) => boolean;

/** Whether two states of a step lead to the same steps, with the same words. */
function wayComparer(wordsOf: WordsOf): SameWay {
  const waysOf = (entry: StepEntry): string =>
    portsOf(entry.step)
      .map((port) => `${port}=${targetOf(entry.step, port) ?? ''}~${wordsOf(entry, port) ?? ''}`)
      .join(' ');
  return (a, b) => a?.step === b?.step || (a !== undefined && b !== undefined && waysOf(a) === waysOf(b));
}

function isSame(a: Input, b: Input, isSameWay: SameWay): boolean {
  return (
    a.start === b.start &&
    a.direction === b.direction &&
    a.ids.length === b.ids.length &&
    a.ids.every((id, index) => id === b.ids[index] && isSameWay(a.entries[index], b.entries[index])) &&
    a.sizes.every((size, index) => isSameSize(size, b.sizes[index]))
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
