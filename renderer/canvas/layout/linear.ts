import { type BlockEntry, directionOf, type Outline, type Point } from '../../document/index.ts';
import { gap, node, start } from '../scene/geometry.ts';
import { insetOf, type Measured } from '../scene/measure.ts';
import { dominatedBy } from './dominators.ts';
import { type Flow, flowOf } from './flow.ts';
import type { Route, WordsOf } from './graph.ts';
import { placeAcross } from './across.ts';
import { type Frame, widthOfWords } from './frame.ts';
import { routesOf } from './tracks.ts';

/** Places in a block, by step, and the ways of its connections, by edge id; all from the corner of the block. */
export interface BlockLayout {
  readonly positions: Readonly<Record<string, Point>>;
  readonly routes: Readonly<Record<string, Route>>;
}

/**
 * The layered layout in linear time, for drawings too large for ELK. The way on runs straight; other branches lie beside it, the
 * inner ones nearer, and meet it again below; connections that pass steps by run beside them.
 */
export function layOutBlock(
  block: BlockEntry,
  outline: Outline,
  sizes: ReadonlyMap<string, Measured>,
  wordsOf: WordsOf,
): BlockLayout {
  const flow = flowOf(block, outline);
  const isDown = directionOf(outline, block.key) === 'down';
  const frame = frameOf(flow, isDown, sizes, labelRoom(flow, outline, wordsOf, isDown));
  const first = block.start === null ? -1 : flow.ids.indexOf(block.start);
  const across = placeAcross(frame, dominatedBy(flow), first);
  const routes = routesOf({ frame, across, outline, sizes, wordsOf });
  return shifted(block, frame, across.axis, routes);
}

function frameOf(flow: Flow, isDown: boolean, sizes: ReadonlyMap<string, Measured>, words: Float64Array): Frame {
  const count = flow.ids.length;
  const [before, after, length] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const layers = flow.layer.reduce((most, layer) => Math.max(most, layer), -1) + 1;
  const [begins, ends] = [new Float64Array(layers), new Float64Array(layers)];
  flow.ids.forEach((id, step) => {
    const size = sizes.get(id);
    const room = size?.room ?? node;
    const middle = size?.first ?? { x: node.width / 2, y: node.height / 2 };
    before[step] = isDown ? middle.x : middle.y;
    after[step] = isDown ? room.width - middle.x : room.height - middle.y;
    length[step] = isDown ? room.height : room.width;
    const layer = flow.layer[step] ?? 0;
    ends[layer] = Math.max(ends[layer] ?? 0, length[step] ?? 0);
  });
  let at = 0;
  for (let layer = 0; layer < layers; layer += 1) {
    begins[layer] = at;
    ends[layer] = at + (ends[layer] ?? 0);
    at = (ends[layer] ?? 0) + (isDown ? gap.down : gap.right) + (words[layer] ?? 0);
  }
  return { flow, isDown, before, after, length, begins, ends };
}

const wordsAcross = 26;

/** After which layers words stand on connections, and how much more room they need there. */
function labelRoom({ ids, out, layer }: Flow, outline: Outline, wordsOf: WordsOf, isDown: boolean): Float64Array {
  const room = new Float64Array(ids.length);
  out.forEach((edges, from) => {
    const entry = edges.length > 0 ? outline.steps.get(ids[from] ?? '') : undefined;
    for (const { port } of edges) {
      const words = entry && port !== 'next' ? wordsOf(entry, port) : null;
      if (words === null) continue;
      const at = layer[from] ?? 0;
      room[at] = Math.max(room[at] ?? 0, isDown ? wordsAcross : widthOfWords(words));
    }
  });
  return room;
}

/** From where things were put to the corner of the block. */
function shifted(
  block: BlockEntry,
  { flow, isDown, before, begins }: Frame,
  axis: Float64Array,
  routes: ReadonlyMap<string, Route>,
): BlockLayout {
  const { left, top } = insetOf(block);
  const mark = block.owner === null ? start.above : 0;
  const leftmost = axis.reduce((least, at, step) => Math.min(least, at - (before[step] ?? 0)), Infinity);
  const by = isDown ? { x: left - leftmost, y: top + mark } : { x: left + mark, y: top - leftmost };
  const moved = ({ x, y }: Point): Point => ({ x: Math.round(x + by.x), y: Math.round(y + by.y) });
  const positions: Record<string, Point> = {};
  flow.ids.forEach((id, step) => {
    const along = begins[flow.layer[step] ?? 0] ?? 0;
    const across = (axis[step] ?? 0) - (before[step] ?? 0);
    positions[id] = moved(isDown ? { x: across, y: along } : { x: along, y: across });
  });
  const ways: Record<string, Route> = {};
  for (const [id, { points, label }] of routes) ways[id] = { points: points.map(moved), label: label && moved(label) };
  return { positions, routes: ways };
}
