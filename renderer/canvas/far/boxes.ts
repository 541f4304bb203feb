import type { Scene } from '../scene/types.ts';
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

export function boxesOf({ nodes }: Pick<Scene, 'nodes'>): Boxes {
  const seen = known.get(nodes);
  if (seen) return seen;
  const boxes = read(nodes);
  known.set(nodes, boxes);
  return boxes;
}

function read(nodes: Scene['nodes']): Boxes {
  const count = nodes.length;
  const numberOf = new Map<string, number>();
  const parent = new Int32Array(count).fill(-1);
  const rectangles = empty(count);
  const { x, y, width, height } = rectangles;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  nodes.forEach((node, number) => {
    const holder = node.parentId === undefined ? -1 : (numberOf.get(node.parentId) ?? -1);
    parent[number] = holder;
    x[number] = node.position.x + (holder < 0 ? 0 : (x[holder] ?? 0));
    y[number] = node.position.y + (holder < 0 ? 0 : (y[holder] ?? 0));
    width[number] = node.width ?? 0;
    height[number] = node.height ?? 0;
    numberOf.set(node.id, number);
    left = Math.min(left, x[number] ?? 0);
    top = Math.min(top, y[number] ?? 0);
    right = Math.max(right, (x[number] ?? 0) + (width[number] ?? 0));
    bottom = Math.max(bottom, (y[number] ?? 0) + (height[number] ?? 0));
  });
  const bounds =
    count === 0 ? { x: 0, y: 0, width: 0, height: 0 } : { x: left, y: top, width: right - left, height: bottom - top };
  return { ...rectangles, numberOf, parent, bounds, grid: gridOf(rectangles) };
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

/** Finds connections by the rectangle around both ends. */
export function edgeGridOf(scene: Scene): Grid {
  const seen = edgeGrids.get(scene);
  if (seen) return seen;
  const boxes = boxesOf(scene);
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
  const grid = gridOf(around);
  edgeGrids.set(scene, grid);
  return grid;
}
