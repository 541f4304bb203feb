/** The items of a map: which are begun, and what becomes of those that end. Part of `evolve`. */
import type { FrameKey } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { type Draft, dropFrame, setActive } from './draft.ts';
import { isFinal, openFrame } from './frames.ts';
import { removedAt, replacedAt } from './lists.ts';
import { type MapNode, type Program } from './program.ts';
import { type ActiveComposite, type Frame, frameOf, type MapProgress, placeKey } from './state.ts';

export function mapProgress(items: readonly Json[]): MapProgress {
  return { items, begun: 0, results: items.map(() => null), failed: 0, failing: 0, halted: false, timedOut: false };
}

/** As many as may run at once. */
export function beginItems(program: Program, draft: Draft, node: MapNode, step: ActiveComposite): void {
  const { map } = step;
  if (!map) return;
  const room = map.halted ? 0 : Math.min(node.concurrency - step.frames.length, map.items.length - map.begun);
  const place = placeKey(step);
  if (room <= 0) return setActive(draft, step);
  const indexes = Array.from({ length: room }, (_, i) => map.begun + i);
  const frames = [...step.frames, ...indexes.map((index) => `${place}/${index}`)];
  setActive(draft, { ...step, frames, map: { ...map, begun: map.begun + indexes.length } });
  for (const index of indexes)
    openFrame(program, draft, step, String(index), { value: map.items[index] ?? null, index });
}

export function itemCompleted(
  program: Program,
  draft: Draft,
  node: MapNode,
  step: ActiveComposite,
  key: FrameKey,
  output: Json,
): void {
  const { map } = step;
  const { item } = frameOf(draft, key);
  if (!map || !item) return;
  const results = replacedAt(map.results, item.index, output);
  beginItems(program, draft, node, without(draft, { ...step, map: { ...map, results } }, key));
}

interface FailedItem {
  readonly key: FrameKey;
  readonly error: Failure;
  /** It had failed already, and has been undone by now. */
  readonly again: boolean;
}

/** Its block failed, and perhaps has to undo first. Once too many have failed, the others are to be closed: these. */
export function itemFailed(
  program: Program,
  draft: Draft,
  node: MapNode,
  step: ActiveComposite,
  { key, error, again }: FailedItem,
): readonly FrameKey[] {
  const { map } = step;
  if (!map) return [];
  const noted = { ...step, error: worst(step.error, error) };
  const isOver = isFinal(frameOf(draft, key));
  const failed = map.failed + (isOver ? 1 : 0);
  const failing = map.failing + (again ? 0 : 1) - (isOver ? 1 : 0);
  const tooMany = failed + failing > tolerated(node, map.items.length);
  const next = { ...noted, map: { ...map, failed, failing, halted: map.halted || tooMany } };
  beginItems(program, draft, node, isOver ? without(draft, next, key) : next);
  return tooMany && !map.halted ? next.frames : [];
}

/** An undoing that gave up outweighs what caused it (SG4). */
function worst(before: Failure | null, error: Failure): Failure {
  return before === null || (error.type === 'compensation' && before.type !== 'compensation') ? error : before;
}

export function tolerated({ tolerate }: MapNode, count: number): number {
  return tolerate.kind === 'count' ? tolerate.value : Math.floor((count * tolerate.value) / 100);
}

function without(draft: Draft, step: ActiveComposite, key: Frame['key']): ActiveComposite {
  dropFrame(draft, key);
  return { ...step, frames: removedAt(step.frames, step.frames.indexOf(key)) };
}

/** Nothing runs, and nothing more is to begin. */
export function isMapOver({ map, frames, phase }: ActiveComposite): boolean {
  return map !== null && phase === 'running' && frames.length === 0 && (map.halted || map.begun === map.items.length);
}
