import type { CanvasNode, Drawn, Places, Scene } from './types.ts';

/** Things as they are found, with where they are. */
export interface Found {
  readonly nodes: Drawn[];
  readonly x: number[];
  readonly y: number[];
}

export const nothingFound = (): Found => ({ nodes: [], x: [], y: [] });

export function put(into: Found, node: Drawn, x: number, y: number): void {
  into.nodes.push(node);
  into.x.push(x);
  into.y.push(y);
}

export function putAll(into: Found, { nodes, x, y }: Found): void {
  for (let number = 0; number < nodes.length; number += 1) {
    const node = nodes[number];
    if (node) put(into, node, x[number] ?? 0, y[number] ?? 0);
  }
}

/** For a thing that is made with its place. */
export function putPlaced(into: Found, { position, ...node }: CanvasNode): void {
  put(into, node, position.x, position.y);
}

export const placesOf = ({ x, y }: Found): Places => ({ x: Float64Array.from(x), y: Float64Array.from(y) });

const placed = new WeakMap<Drawn, CanvasNode>();

/** As React Flow takes it; the same object as long as it is in its place. */
export function placedNode({ nodes, at }: Pick<Scene, 'nodes' | 'at'>, number: number): CanvasNode | null {
  const node = nodes[number];
  if (!node) return null;
  const [x, y] = [at.x[number] ?? 0, at.y[number] ?? 0];
  const before = placed.get(node);
  if (before?.position.x === x && before.position.y === y) return before;
  const now: CanvasNode = { ...node, position: { x, y } };
  placed.set(node, now);
  return now;
}

export function placedNodes(scene: Pick<Scene, 'nodes' | 'at'>): readonly CanvasNode[] {
  return scene.nodes.flatMap((_, number) => placedNode(scene, number) ?? []);
}
