import {
  type BlockEntry,
  type BlockKey,
  directionOf,
  type Outline,
  type Point,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { measuring } from '../scene/measure.ts';
import type { Layout, Route, WordsOf } from './graph.ts';
import type { Drawing } from './linear.ts';
import { markWays, type PlacedStretch, placedIn, putInto } from './placed.ts';
import { readOf, relaid, type Relaid, type SameWay } from './relaid.ts';

/**
 * Drawings of more steps than this are laid out in linear time, here and at once. ELK takes seconds for thousands of steps; this takes
 * tens of milliseconds, which is what handing the document to a worker and back would take.
 */
export const mostForElk = 400;

interface Remembered extends Relaid {
  readonly placed: readonly PlacedStretch[];
}

type Blocks = ReadonlyMap<BlockKey, Remembered>;

/** What was laid out last, for the next time: what is connected and measured as before is not laid out again. */
export interface LayoutMemory {
  last: { readonly blocks: Blocks; readonly layout: Layout } | null;
}

/** With a memory: the same picture as without, and the same object if it is the picture of before. */
export function layOutLarge(
  outline: Outline,
  wordsOf: WordsOf = () => null,
  memory: LayoutMemory = { last: null },
): Layout {
  const before = memory.last;
  const isSameWay = wayComparer(wordsOf);
  const blocks = new Map<BlockKey, Remembered>();
  const positions: Record<string, Point> = {};
  const routes: Record<string, Route> = {};
  const placesIn = (key: BlockKey) => blocks.get(key)?.placed ?? null;
  const { sizes, measureGroups } = measuring(outline, (id) => positions[id], placesIn);
  for (const block of [...outline.blocks.values()].toReversed()) {
    measureGroups(block);
    if (block.stepIds.length === 0) continue;
    const drawing: Drawing = { outline, isDown: directionOf(outline, block.key) === 'down', sizes, wordsOf };
    const now = layOutBlock(before?.blocks.get(block.key) ?? null, block, drawing, isSameWay);
    blocks.set(block.key, now);
    for (const placed of now.placed) putInto(placed, positions, routes);
  }
  const layout = before && isSamePicture(before.blocks, blocks) ? before.layout : { positions, routes };
  markWays(layout.routes, new Map([...blocks].map(([key, { placed }]) => [key, placed])));
  memory.last = { blocks, layout };
  return layout;
}

function layOutBlock(before: Remembered | null, block: BlockEntry, drawing: Drawing, isSameWay: SameWay): Remembered {
  const read = readOf(block, drawing.outline, drawing.sizes);
  const now = relaid(before, read, drawing, isSameWay);
  if (before?.stretches === now.stretches) return { ...now, placed: before.placed };
  return { ...now, placed: placedIn(block, now.stretches, drawing.isDown, before?.placed ?? []) };
}

function isSamePicture(a: Blocks, b: Blocks): boolean {
  return a.size === b.size && [...b].every(([key, { placed }]) => a.get(key)?.placed === placed);
}

function wayComparer(wordsOf: WordsOf): SameWay {
  const waysOf = (entry: StepEntry): string =>
    portsOf(entry.step)
      .map((port) => `${port}=${targetOf(entry.step, port) ?? ''}~${wordsOf(entry, port) ?? ''}`)
      .join(' ');
  return (a, b) => a?.step === b?.step || (a !== undefined && b !== undefined && waysOf(a) === waysOf(b));
}
