import { carried, type Cut, cutBetween, isNone, numberAfter, numberBefore } from '../../document/index.ts';
import type { CanvasNode, Scene } from '../scene/types.ts';
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

const known = new WeakMap<Nodes, Boxes>();

/** What was read last: of the next scene, most is the same. */
let last: { readonly nodes: Nodes; readonly boxes: Boxes } = {
  nodes: [],
  boxes: finished(empty(0), new Int32Array(), []),
};

export function boxesOf({ nodes }: Pick<Scene, 'nodes'>): Boxes {
  const seen = known.get(nodes);
  if (seen) return seen;
  const boxes = boxesAfter(last.nodes, last.boxes, nodes);
  known.set(nodes, boxes);
  last = { nodes, boxes };
  return boxes;
}

/** How the nodes of one scene came from those of another. */
export function nodesCut(before: Nodes, nodes: Nodes): Cut {
  return cutBetween(before, nodes, (a, b) => a.id === b.id && a.parentId === b.parentId);
}

/** What was read before, with those nodes read anew that came or changed; the same where none moved, whatever else was edited. */
function boxesAfter(before: Nodes, boxes: Boxes, nodes: Nodes): Boxes {
  const cut = nodesCut(before, nodes);
  const hasSameNodes = isNone(cut);
  const parent = hasSameNodes ? boxes.parent : parentsAfter(boxes.parent, nodes, cut);
  let now = hasSameNodes ? null : rectanglesAfter(boxes, nodes.length, cut);
  const by = { x: new Float64Array(nodes.length), y: new Float64Array(nodes.length) };
  for (let number = 0; number < nodes.length; number += 1) {
    const node = nodes[number];
    const holder = parent[number] ?? -1;
    // A node that is as it was goes along with what holds it.
    const isKept = node === before[numberBefore(number, cut)] && (holder < 0 || numberBefore(holder, cut) >= 0);
    if (!node || (isKept && (holder < 0 || (by.x[holder] === 0 && by.y[holder] === 0)))) continue;
    const was = boxOf(now ?? boxes, number);
    const is = isKept ? movedBy(was, by, holder) : areaOf(node, now ?? boxes, holder);
    if (isSame(was, is)) continue;
    now ??= rectanglesAfter(boxes, nodes.length, cut);
    put(now, number, is);
    by.x[number] = is.x - was.x;
    by.y[number] = is.y - was.y;
  }
  return now ? finished(now, parent, nodes) : boxes;
}

const isSame = (a: Area, b: Area): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

function movedBy(was: Area, by: Pick<Rectangles, 'x' | 'y'>, holder: number): Area {
  return { ...was, x: was.x + (by.x[holder] ?? 0), y: was.y + (by.y[holder] ?? 0) };
}

function rectanglesAfter({ x, y, width, height }: Rectangles, count: number, cut: Cut): Rectangles {
  const now = empty(count);
  carried(x, now.x, cut);
  carried(y, now.y, cut);
  carried(width, now.width, cut);
  carried(height, now.height, cut);
  return now;
}

function parentsAfter(before: Int32Array, nodes: Nodes, cut: Cut): Int32Array {
  const parent = new Int32Array(nodes.length);
  for (let number = 0; number < nodes.length; number += 1) {
    const stays = numberAfter(before[numberBefore(number, cut)] ?? -1, cut);
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

function areaOf(node: CanvasNode, { x, y }: Rectangles, holder: number): Area {
  const corner = holder < 0 ? { x: 0, y: 0 } : { x: x[holder] ?? 0, y: y[holder] ?? 0 };
  const { position, width = 0, height = 0 } = node;
  return { x: position.x + corner.x, y: position.y + corner.y, width, height };
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
