import { type Cut, cutBetween, isNone, numberAfter, numberBefore } from '../../document/index.ts';
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

const isAlike = (a: CanvasEdge, b: CanvasEdge): boolean => a.id === b.id;
/** More connections that came than this are looked up by name. */
const few = 40;

function endsAfter(before: Last, scene: Scene, boxes: Boxes): Ends {
  const { nodes, edges } = scene;
  const cut = cutBetween(before.edges, edges, isAlike);
  if (cut.end - cut.start > few) return finished(read(scene, boxes), boxes);
  const now = { scene, cut, nodeCut: nodesCut(before.nodes, nodes) };
  const [from, to] = [numbersAfter('source', before, now), numbersAfter('target', before, now)];
  const isSame =
    boxes === before.boxes && isNone(cut) && isAsBefore(from, before.ends.from) && isAsBefore(to, before.ends.to);
  return isSame ? before.ends : finished({ from, to }, boxes);
}

interface Now {
  readonly scene: Scene;
  readonly cut: Cut;
  readonly nodeCut: Cut;
}

/** The numbers of before where the node is still there; a connection that is the same object need not be looked into. */
function numbersAfter(end: 'source' | 'target', before: Last, { scene, cut, nodeCut }: Now): Int32Array {
  const old = end === 'source' ? before.ends.from : before.ends.to;
  const numbers = new Int32Array(scene.edges.length);
  let near = 0;
  for (let number = 0; number < numbers.length; number += 1) {
    const was = numberBefore(number, cut);
    const [edge, earlier] = [scene.edges[number], before.edges[was]];
    const isKept = edge === earlier || edge?.[end] === earlier?.[end];
    const stays = isKept ? numberAfter(old[was] ?? -1, nodeCut) : -1;
    near = stays >= 0 ? stays : numberNear(edge?.[end] ?? '', scene.nodes, near);
    numbers[number] = near;
  }
  return numbers;
}

function isAsBefore(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((number, index) => number === b[index]);
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
