import type { CanvasNode, Scene } from '../scene/types.ts';
import { type Area, type Grid, gridOf, type Rectangles } from './grid.ts';

/** Where all nodes of a scene are on the whole drawing, by their number in it. */
export interface Boxes extends Rectangles {
  readonly numberOf: ReadonlyMap<string, number>;
  /** The node that holds it; -1 for none. */
  readonly parent: Int32Array;
  readonly grid: Grid;
  readonly bounds: Area;
}

const known = new WeakMap<Scene['nodes'], Boxes>();

/** What was read last: of the next scene, most is the same. */
let last: { readonly nodes: Scene['nodes']; readonly boxes: Boxes } | null = null;

export function boxesOf({ nodes }: Pick<Scene, 'nodes'>): Boxes {
  const seen = known.get(nodes);
  if (seen) return seen;
  const boxes = (last && movedFrom(last.nodes, last.boxes, nodes)) ?? read(nodes);
  known.set(nodes, boxes);
  last = { nodes, boxes };
  return boxes;
}

/** What was read before, with those nodes moved that did; the same where none did, whatever else was edited. Null: there are other nodes. */
function movedFrom(before: Scene['nodes'], boxes: Boxes, nodes: Scene['nodes']): Boxes | null {
  if (before.length !== nodes.length) return null;
  let made: Boxes | null = null;
  const shifted = new Uint8Array(nodes.length);
  for (let number = 0; number < nodes.length; number += 1) {
    const [old, node] = [before[number], nodes[number]];
    const holder = boxes.parent[number] ?? -1;
    if (!old || !node || (old === node && shifted[holder] !== 1)) continue;
    if (old.id !== node.id || old.parentId !== node.parentId) return null;
    const [x, y] = cornerOf(node, made ?? boxes, holder);
    const [width, height] = [node.width ?? 0, node.height ?? 0];
    if (x === boxes.x[number] && y === boxes.y[number]) {
      if (width === boxes.width[number] && height === boxes.height[number]) continue;
    } else shifted[number] = 1;
    made ??= copied(boxes);
    made.x[number] = x;
    made.y[number] = y;
    made.width[number] = width;
    made.height[number] = height;
  }
  return made ? { ...made, bounds: boundsOf(made), grid: gridOf(made) } : boxes;
}

function copied({ x, y, width, height, ...rest }: Boxes): Boxes {
  return { ...rest, x: x.slice(), y: y.slice(), width: width.slice(), height: height.slice() };
}

function cornerOf({ position }: CanvasNode, { x, y }: Rectangles, holder: number): readonly [x: number, y: number] {
  return [position.x + (x[holder] ?? 0), position.y + (y[holder] ?? 0)];
}

function read(nodes: Scene['nodes']): Boxes {
  const numberOf = new Map<string, number>();
  const parent = new Int32Array(nodes.length).fill(-1);
  const rectangles = empty(nodes.length);
  for (const [number, node] of nodes.entries()) {
    const holder = node.parentId === undefined ? -1 : (numberOf.get(node.parentId) ?? -1);
    const [x, y] = cornerOf(node, rectangles, holder);
    parent[number] = holder;
    rectangles.x[number] = x;
    rectangles.y[number] = y;
    rectangles.width[number] = node.width ?? 0;
    rectangles.height[number] = node.height ?? 0;
    numberOf.set(node.id, number);
  }
  return { ...rectangles, numberOf, parent, bounds: boundsOf(rectangles), grid: gridOf(rectangles) };
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

function empty(count: number): Rectangles {
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

const edgeGrids = new WeakMap<Scene, Grid>();
let lastEdges: { readonly edges: Scene['edges']; readonly boxes: Boxes; readonly grid: Grid } | null = null;

/** Finds connections by the rectangle around both ends. */
export function edgeGridOf(scene: Scene): Grid {
  const seen = edgeGrids.get(scene);
  if (seen) return seen;
  const boxes = boxesOf(scene);
  const isSame = lastEdges?.boxes === boxes && leadsAsBefore(lastEdges.edges, scene.edges);
  const grid = isSame && lastEdges ? lastEdges.grid : readEdges(scene, boxes);
  edgeGrids.set(scene, grid);
  lastEdges = { edges: scene.edges, boxes, grid };
  return grid;
}

function leadsAsBefore(before: Scene['edges'], edges: Scene['edges']): boolean {
  if (before.length !== edges.length) return false;
  return edges.every((edge, number) => {
    const old = before[number];
    return old === edge || (old !== undefined && old.source === edge.source && old.target === edge.target);
  });
}

function readEdges(scene: Scene, boxes: Boxes): Grid {
  const around = empty(scene.edges.length);
  scene.edges.forEach(({ source, target }, number) => {
    const from = boxOf(boxes, boxes.numberOf.get(source) ?? -1);
    const to = boxOf(boxes, boxes.numberOf.get(target) ?? -1);
    const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    around.x[number] = left;
    around.y[number] = top;
    around.width[number] = Math.max(from.x + from.width, to.x + to.width) - left;
    around.height[number] = Math.max(from.y + from.height, to.y + to.height) - top;
  });
  return gridOf(around);
}
