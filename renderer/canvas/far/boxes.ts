import { carried, type Cut, cutBetween, isNone, numberAfter, numberBefore } from '../../document/index.ts';
import { emptyScene, type Places, type Scene } from '../scene/types.ts';
import { type Area, type Grid, gridOf, type Rectangles } from './grid.ts';

/** Where all nodes of a scene are on the whole drawing, by their number in it. */
export interface Boxes extends Rectangles {
  /** Asked for the first time, it reads all names: for what comes after an edit, not for its frame. */
  readonly numberOf: Pick<ReadonlyMap<string, number>, 'get'>;
  /** The node that holds it; -1 for none. */
  readonly parent: Int32Array;
  readonly grid: Grid;
  readonly bounds: Area;
}

type Nodes = Scene['nodes'];
type Placed = Pick<Scene, 'nodes' | 'at'>;

const known = new WeakMap<Places, Boxes>();

/** What was read last: of the next scene, most is the same. */
let last: { readonly scene: Placed; readonly boxes: Boxes } = {
  scene: emptyScene,
  boxes: finished(empty(0), new Int32Array(), []),
};

export function boxesOf(scene: Placed): Boxes {
  const seen = known.get(scene.at);
  if (seen) return seen;
  const boxes = boxesAfter(last.scene, last.boxes, scene);
  known.set(scene.at, boxes);
  last = { scene, boxes };
  return boxes;
}

/** How the nodes of one scene came from those of another. */
export function nodesCut(before: Nodes, nodes: Nodes): Cut {
  return cutBetween(before, nodes, (a, b) => a.id === b.id && a.parentId === b.parentId);
}

/** What was read before, with those nodes read anew that came or changed; the same where none moved, whatever else was edited. */
function boxesAfter(before: Placed, boxes: Boxes, { nodes, at }: Placed): Boxes {
  const cut = nodesCut(before.nodes, nodes);
  const hasSameNodes = isNone(cut);
  const parent = hasSameNodes ? boxes.parent : parentsAfter(boxes.parent, nodes, cut);
  let now = hasSameNodes ? null : rectanglesAfter(boxes, nodes.length, cut);
  for (let number = 0; number < nodes.length; number += 1) {
    const from = now ?? boxes;
    const holder = parent[number] ?? -1;
    const x = (at.x[number] ?? 0) + (holder < 0 ? 0 : (from.x[holder] ?? 0));
    const y = (at.y[number] ?? 0) + (holder < 0 ? 0 : (from.y[holder] ?? 0));
    const node = nodes[number];
    // One that is as it was is as big as it was: it need not be looked into.
    const { width = 0, height = 0 } =
      node === before.nodes[numberBefore(number, cut)] ? sizeAt(from, number) : (node ?? {});
    if (x === from.x[number] && y === from.y[number] && width === from.width[number] && height === from.height[number])
      continue;
    now ??= rectanglesAfter(boxes, nodes.length, cut);
    put(now, number, { x, y, width, height });
  }
  return now ? finished(now, parent, nodes) : boxes;
}

const sizeAt = ({ width, height }: Rectangles, number: number) => ({
  width: width[number] ?? 0,
  height: height[number] ?? 0,
});

function rectanglesAfter({ x, y, width, height }: Rectangles, count: number, cut: Cut): Rectangles {
  const now = empty(count);
  carried(x, now.x, cut);
  carried(y, now.y, cut);
  carried(width, now.width, cut);
  carried(height, now.height, cut);
  return now;
}

function parentsAfter(before: Int32Array, nodes: Nodes, cut: Cut): Int32Array {
  const parent = new Int32Array(nodes.length).fill(-1);
  for (let number = 0; number < nodes.length; number += 1) {
    const was = numberBefore(number, cut);
    const held = was < 0 ? null : (before[was] ?? -1);
    if (held === -1) continue; // in nothing, now as before
    const stays = held === null ? -1 : numberAfter(held, cut);
    parent[number] = stays >= 0 ? stays : holderOf(number, nodes, parent);
  }
  return parent;
}

/** What holds a node is among those around the one before it; but notes come last. */
function holderOf(number: number, nodes: Nodes, parent: Int32Array): number {
  const id = nodes[number]?.parentId;
  if (id === undefined) return -1;
  for (let at = number - 1; at >= 0; at = parent[at] ?? -1) if (nodes[at]?.id === id) return at;
  return nodes.findIndex((node) => node.id === id);
}

function put(into: Rectangles, number: number, { x, y, width, height }: Area): void {
  into.x[number] = x;
  into.y[number] = y;
  into.width[number] = width;
  into.height[number] = height;
}

function finished(rectangles: Rectangles, parent: Int32Array, nodes: Nodes): Boxes {
  return { ...rectangles, parent, numberOf: numbersOf(nodes), bounds: boundsOf(rectangles), grid: gridOf(rectangles) };
}

function numbersOf(nodes: Nodes): Boxes['numberOf'] {
  let read: ReadonlyMap<string, number> | null = null;
  return { get: (id) => (read ??= new Map(nodes.map((node, number) => [node.id, number]))).get(id) };
}

function boundsOf({ x, y, width, height }: Rectangles): Area {
  if (x.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < x.length; at += 1) {
    left = Math.min(left, x[at] ?? 0);
    top = Math.min(top, y[at] ?? 0);
    right = Math.max(right, (x[at] ?? 0) + (width[at] ?? 0));
    bottom = Math.max(bottom, (y[at] ?? 0) + (height[at] ?? 0));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function empty(count: number): Rectangles {
  return {
    x: new Float64Array(count),
    y: new Float64Array(count),
    width: new Float64Array(count),
    height: new Float64Array(count),
  };
}

export function boxOf({ x, y, width, height }: Rectangles, number: number): Area {
  return { x: x[number] ?? 0, y: y[number] ?? 0, width: width[number] ?? 0, height: height[number] ?? 0 };
}
