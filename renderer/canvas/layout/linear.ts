import type { Outline, Point } from '../../document/index.ts';
import { gap, node } from '../scene/geometry.ts';
import type { Sizes } from '../scene/measure.ts';
import { placeAcross } from './across.ts';
import { dominatedBy } from './dominators.ts';
import { type Flow, flowOf, leadingOf, type Part } from './flow.ts';
import { type Frame, widthOfWords } from './frame.ts';
import type { Route, WordsOf } from './graph.ts';
import { routesOf } from './tracks.ts';

/** What a layout is made of beside the steps. */
export interface Drawing {
  readonly outline: Outline;
  readonly isDown: boolean;
  readonly sizes: Sizes;
  readonly wordsOf: WordsOf;
}

/** A part of a block as it is laid out by itself: it begins at 0, and the line that its first step is in is at 0. */
export interface Stretch {
  readonly part: Part;
  /** What its steps lead to that is not in the block. */
  readonly missing: readonly string[];
  /** In the order of the steps. */
  readonly points: readonly Point[];
  /** By edge id. */
  readonly routes: readonly (readonly [edge: string, route: Route])[];
  /** How far along it the next one begins. */
  readonly length: number;
  /** How far it reaches before its line. */
  readonly least: number;
}

/**
 * The layered layout in linear time, for drawings too large for ELK. The way on runs straight; other branches lie beside it, the
 * inner ones nearer, and meet it again below; connections that pass steps by run beside them.
 */
export function layOutStretch(part: Part, drawing: Drawing): Stretch {
  const flow = flowOf(part, drawing.outline);
  const frame = frameOf(flow, drawing);
  const across = placeAcross(frame, dominatedBy(flow), part.first === null ? -1 : part.ids.indexOf(part.first));
  const routes = [...routesOf({ frame, across, ...drawing })].map(([id, route]) => [id, rounded(route)] as const);
  const points = pointsOf(part, frame, across.axis);
  return { part, missing: missingIn(part, drawing.outline), points, routes, ...reachOf(part, frame, across.axis) };
}

function missingIn({ ids }: Part, { steps }: Outline): readonly string[] {
  return ids.flatMap((id) => {
    const entry = steps.get(id);
    const targets = entry ? leadingOf(entry.step) : [];
    return targets.flatMap(({ target }) => (steps.get(target)?.block === entry?.block ? [] : [target]));
  });
}

function frameOf(flow: Flow, drawing: Drawing): Frame {
  const { isDown, sizes } = drawing;
  const words = labelRoom(flow, drawing);
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

/** After which layers words stand on connections, and how much more room they need there: whole px, so that all layers begin at one. */
function labelRoom({ ids, out, layer }: Flow, { outline, wordsOf, isDown }: Drawing): Float64Array {
  const room = new Float64Array(ids.length);
  out.forEach((edges, from) => {
    const entry = edges.length > 0 ? outline.steps.get(ids[from] ?? '') : undefined;
    for (const { port } of edges) {
      const words = entry && port !== 'next' ? wordsOf(entry, port) : null;
      if (words === null) continue;
      const at = layer[from] ?? 0;
      room[at] = Math.max(room[at] ?? 0, isDown ? wordsAcross : Math.ceil(widthOfWords(words)));
    }
  });
  return room;
}

function pointsOf({ ids }: Part, { flow, isDown, before, begins }: Frame, axis: Float64Array): readonly Point[] {
  return ids.map((_, step) => {
    const along = begins[flow.layer[step] ?? 0] ?? 0;
    const across = (axis[step] ?? 0) - (before[step] ?? 0);
    return round(isDown ? { x: across, y: along } : { x: along, y: across });
  });
}

function reachOf(
  { ids, next }: Part,
  { before, begins }: Frame,
  axis: Float64Array,
): Pick<Stretch, 'length' | 'least'> {
  const least = ids.reduce((most, _, step) => Math.min(most, (axis[step] ?? 0) - (before[step] ?? 0)), Infinity);
  return { length: next === null ? 0 : (begins.at(-1) ?? 0), least: Math.round(least) };
}

const round = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });

function rounded({ points, label }: Route): Route {
  return { points: points.map(round), label: label && round(label) };
}
