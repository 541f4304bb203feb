import type { StepState } from '../overlay.ts';
import type { CanvasEdge, Drawn, Scene } from '../scene/types.ts';
import { type Boxes, boxesOf } from './boxes.ts';
import { type EdgeLook, edgeLook, edgeLooks, type NodeLook, nodeLook, nodeLooks } from './looks.ts';

/** A scene as the far view draws it: numbers in arrays, sorted by look. */
export interface FarModel {
  readonly boxes: Boxes;
  /** What others lie on, in the order of the scene: inner groups above outer ones. */
  readonly grounds: readonly Ground[];
  /** Numbers of the other nodes, by look. */
  readonly things: ReadonlyMap<NodeLook, Uint32Array>;
  /** Straight pieces, four numbers each: from x, y to x, y; by look. */
  readonly lines: Readonly<Record<EdgeLook, Float64Array>>;
  /** Nodes with a problem, by how grave it is. */
  readonly problems: { readonly error: Uint32Array; readonly warning: Uint32Array };
  /** Groups, the outer ones first, for their names. */
  readonly groups: Uint32Array;
}

export interface Ground {
  readonly number: number;
  readonly look: NodeLook;
  readonly state: StepState | null;
}

const known = new WeakMap<Scene, FarModel>();

export function farModelOf(scene: Scene): FarModel {
  const seen = known.get(scene);
  if (seen) return seen;
  const boxes = boxesOf(scene);
  const model: FarModel = {
    boxes,
    grounds: groundsOf(scene.nodes),
    things: thingsOf(scene.nodes),
    lines: linesOf(scene, boxes),
    problems: { error: withProblem(scene.nodes, 'error'), warning: withProblem(scene.nodes, 'warning') },
    groups: numbersOf(scene.nodes, ({ type }) => type === 'frame'),
  };
  known.set(scene, model);
  return model;
}

function numbersOf(nodes: Scene['nodes'], isMeant: (node: Drawn) => boolean): Uint32Array {
  const found: number[] = [];
  nodes.forEach((node, number) => {
    if (isMeant(node)) found.push(number);
  });
  return Uint32Array.from(found);
}

function withProblem(nodes: Scene['nodes'], severity: 'error' | 'warning'): Uint32Array {
  return numbersOf(
    nodes,
    (node) => (node.type === 'step' || node.type === 'frame') && node.data.problem?.severity === severity,
  );
}

const isGround = (look: NodeLook): boolean => look.startsWith('ground') || look === 'lane';

function groundsOf(nodes: Scene['nodes']): readonly Ground[] {
  return nodes.flatMap((node, number): readonly Ground[] => {
    const look = nodeLook(node);
    return isGround(look)
      ? [{ number, look, state: node.type === 'frame' ? (node.data.run?.state ?? null) : null }]
      : [];
  });
}

/** In the order in which looks are painted. */
function thingsOf(nodes: Scene['nodes']): FarModel['things'] {
  const lists = new Map<NodeLook, number[]>(nodeLooks.map((look) => [look, []]));
  nodes.forEach((node, number) => lists.get(nodeLook(node))?.push(number));
  const things = [...lists].filter(([look, { length }]) => length > 0 && !isGround(look));
  return new Map(things.map(([look, list]) => [look, Uint32Array.from(list)]));
}

function linesOf({ nodes, edges }: Scene, boxes: Boxes): FarModel['lines'] {
  const lists = new Map<EdgeLook, number[]>(edgeLooks.map((look) => [look, []]));
  for (const edge of edges) {
    const list = lists.get(edgeLook(edge));
    if (list) addPieces(edge, nodes, boxes, list);
  }
  return Object.fromEntries([...lists].map(([look, list]) => [look, Float64Array.from(list)])) as FarModel['lines'];
}

interface End {
  readonly x: number;
  readonly y: number;
  readonly isSideways: boolean;
}

/** Along the way the layout found; else from end to end with one bend in the middle. */
function addPieces(edge: CanvasEdge, nodes: Scene['nodes'], boxes: Boxes, into: number[]): void {
  const from = endOf(edge.source, edge.sourceHandle, nodes, boxes);
  const to = endOf(edge.target, edge.targetHandle, nodes, boxes);
  if (!from || !to) return;
  const points = edge.data?.route?.points;
  const [first, last] = [points?.[0], points?.at(-1)];
  if (points && first && last && isNear(first, from) && isNear(last, to)) {
    points.slice(1).forEach((point, index) => {
      const before = points[index] ?? point;
      into.push(before.x, before.y, point.x, point.y);
    });
  } else if (from.isSideways && to.isSideways) {
    const middle = (from.x + to.x) / 2;
    into.push(from.x, from.y, middle, from.y, middle, from.y, middle, to.y, middle, to.y, to.x, to.y);
  } else if (!from.isSideways && !to.isSideways) {
    const middle = (from.y + to.y) / 2;
    into.push(from.x, from.y, from.x, middle, from.x, middle, to.x, middle, to.x, middle, to.x, to.y);
  } else {
    const corner = from.isSideways ? { x: to.x, y: from.y } : { x: from.x, y: to.y };
    into.push(from.x, from.y, corner.x, corner.y, corner.x, corner.y, to.x, to.y);
  }
}

const isNear = (a: { readonly x: number; readonly y: number }, b: End): boolean =>
  Math.abs(a.x - b.x) <= 2 && Math.abs(a.y - b.y) <= 2;

function endOf(id: string, handle: string | null | undefined, nodes: Scene['nodes'], boxes: Boxes): End | null {
  const number = boxes.numberOf.get(id);
  const port = number === undefined ? undefined : nodes[number]?.handles?.find((each) => each.id === handle);
  if (number === undefined || !port) return null;
  const isSideways = port.position === 'left' || port.position === 'right';
  return { x: (boxes.x[number] ?? 0) + port.x, y: (boxes.y[number] ?? 0) + port.y, isSideways };
}

/** The thing at a point: of things in things the innermost. Marks and lanes are grounds, not things. */
export function thingAt(scene: Scene, x: number, y: number): Drawn | null {
  const { grid } = boxesOf(scene);
  const under = grid.within({ x, y, width: 0, height: 0 });
  for (const number of under.toReversed()) {
    const node = scene.nodes[number];
    if (node?.type === 'step' || node?.type === 'frame' || node?.type === 'undo') return node;
  }
  return null;
}
