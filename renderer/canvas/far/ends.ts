import { carried, type Cut, cutBetween, isNone, numberAfter } from '../../document/index.ts';
import type { CanvasEdge, Scene } from '../scene/types.ts';
import { type Boxes, boxesOf, boxOf, empty, nodesCut } from './boxes.ts';
import { type Grid, gridOf } from './grid.ts';

/** The two ends of each connection of a scene, as numbers of nodes; -1 for one that is not there. */
export interface Ends {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Finds connections by the rectangle around both ends. */
  readonly grid: Grid;
}

const known = new WeakMap<Scene, Ends>();

interface Last extends Pick<Scene, 'nodes' | 'edges'> {
  readonly boxes: Boxes;
  readonly ends: Ends;
}

/** What was read last: of the next scene, most is the same. */
let last: Last | null = null;

export function endsOf(scene: Scene): Ends {
  const seen = known.get(scene);
  if (seen) return seen;
  const { nodes, edges } = scene;
  const boxes = boxesOf(scene);
  const ends = last ? endsAfter(last, scene, boxes) : finished(read(scene, boxes), boxes);
  known.set(scene, ends);
  last = { nodes, edges, boxes, ends };
  return ends;
}

type Numbers = Omit<Ends, 'grid'>;

function read({ edges }: Scene, { numberOf }: Boxes): Numbers {
  const numbers = (end: 'source' | 'target') => Int32Array.from(edges, (edge) => numberOf.get(edge[end]) ?? -1);
  return { from: numbers('source'), to: numbers('target') };
}

const leadsAlike = (a: CanvasEdge, b: CanvasEdge): boolean => a.source === b.source && a.target === b.target;
/** More connections that came than this are looked up by name. */
const few = 40;

function endsAfter(before: Last, scene: Scene, boxes: Boxes): Ends {
  const cut = cutBetween(before.edges, scene.edges, leadsAlike);
  if (boxes === before.boxes && isNone(cut)) return before.ends;
  if (cut.end - cut.start > few) return finished(read(scene, boxes), boxes);
  const nodeCut = nodesCut(before.nodes, scene.nodes);
  const count = scene.edges.length;
  const from = renumbered(before.ends.from, count, cut, nodeCut);
  const to = renumbered(before.ends.to, count, cut, nodeCut);
  let near = 0;
  scene.edges.forEach(({ source, target }, number) => {
    if (from[number] === -1) from[number] = numberNear(source, scene.nodes, near);
    near = from[number] ?? near;
    if (to[number] === -1) to[number] = numberNear(target, scene.nodes, near);
  });
  return finished({ from, to }, boxes);
}

function renumbered(before: Int32Array, count: number, cut: Cut, nodeCut: Cut): Int32Array {
  const ends = carried(before, new Int32Array(count).fill(-1), cut);
  return ends.map((number) => numberAfter(number, nodeCut));
}

/** Connections stand in the order of their steps: what one leads to is not far from what the one before led to. */
function numberNear(id: string, nodes: Scene['nodes'], near: number): number {
  const isAt = (number: number): boolean => number >= 0 && number < nodes.length && nodes[number]?.id === id;
  for (let by = 0; by < nodes.length; by += 1) {
    if (isAt(near + by)) return near + by;
    if (isAt(near - by)) return near - by;
  }
  return -1;
}

function finished({ from, to }: Numbers, boxes: Boxes): Ends {
  const around = empty(from.length);
  for (let number = 0; number < from.length; number += 1) {
    const [a, b] = [boxOf(boxes, from[number] ?? -1), boxOf(boxes, to[number] ?? -1)];
    const [left, top] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
    around.x[number] = left;
    around.y[number] = top;
    around.width[number] = Math.max(a.x + a.width, b.x + b.width) - left;
    around.height[number] = Math.max(a.y + a.height, b.y + b.height) - top;
  }
  return { from, to, grid: gridOf(around) };
}
