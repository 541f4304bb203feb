import type { CanvasEdge, CanvasNode, Scene } from '../scene/types.ts';
import { placedNode } from '../scene/placing.ts';
import { boxesOf, boxOf } from './boxes.ts';
import { endsOf } from './ends.ts';
import type { Area } from './grid.ts';

/** More nodes than this: React Flow is given only those in sight. It looks at each node it has on every move. */
export const mostForAll = 600;

/** What React Flow is given of a large drawing: what is in an area; or nothing, because it is drawn from afar. */
export interface Sight {
  readonly isFar: boolean;
  readonly area: Area;
}

/** The window onto the drawing. */
export interface Window {
  readonly area: Area;
  readonly zoom: number;
}

/** Words of 13 px cannot be read below this. Back is a little nearer, so that nothing flickers at the border. */
const farBelow = 0.45;
const nearAbove = 0.5;
const manyInView = 300;
const fewInView = 200;
/** What is given beyond the window on each side, in px of the screen. */
const beyond = 500;

/** Stays the same object as long as what is given need not change. */
export function nextSight(before: Sight | null, { area, zoom }: Window, countIn: (area: Area) => number): Sight {
  const isFar = before?.isFar
    ? zoom < nearAbove && countIn(area) > fewInView
    : zoom < farBelow && countIn(area) > manyInView;
  if (isFar) return before?.isFar ? before : { isFar, area };
  const room = beyond / zoom;
  const isEnough =
    before !== null && !before.isFar && holds(before.area, area) && before.area.width < area.width + 4 * room;
  return isEnough ? before : { isFar, area: grown(area, room) };
}

function grown({ x, y, width, height }: Area, by: number): Area {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function holds(outer: Area, inner: Area): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

export interface Elements {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

/** Nodes and connections in an area, with all that they hang on; `always` are there wherever they are. */
export function elementsIn(scene: Scene, area: Area, always: readonly string[]): Elements {
  const boxes = boxesOf(scene);
  const ends = endsOf(scene);
  const wanted = new Set<number>();
  const want = (number: number | undefined): void => {
    for (let at = number ?? -1; at >= 0 && !wanted.has(at); at = boxes.parent[at] ?? -1) wanted.add(at);
  };
  for (const number of boxes.grid.within(area)) want(number);
  const found = ends.grid.within(area);
  for (const number of found) {
    want(ends.from[number]);
    want(ends.to[number]);
  }
  for (const number of othersAmong(always, wanted, scene)) want(number);
  const edges = found.flatMap((number) => scene.edges[number] ?? []);
  const nodes = [...wanted].toSorted((a, b) => a - b).flatMap((number) => placedNode(scene, number) ?? []);
  return { nodes, edges };
}

/** Those that are not there yet. All are looked at for them, which costs less than a list of all names after each edit. */
function othersAmong(ids: readonly string[], there: ReadonlySet<number>, { nodes }: Scene): readonly number[] {
  const missing = new Set(ids);
  for (const number of there) missing.delete(nodes[number]?.id ?? '');
  return missing.size === 0 ? [] : nodes.flatMap(({ id }, number) => (missing.has(id) ? [number] : []));
}

const notSeen = { opacity: 0, pointerEvents: 'none' } as const;

/** From afar: what is chosen is on the page for those who hear it and for the focus; the layer draws it. */
export function chosenOnly(scene: Scene, chosen: readonly string[]): Elements {
  const boxes = boxesOf(scene);
  const nodes = chosen.flatMap((id): readonly CanvasNode[] => {
    const number = boxes.numberOf.get(id);
    const node = number === undefined ? null : placedNode(scene, number);
    if (number === undefined || !node) return [];
    const { parentId: _, ...free } = node;
    const { x, y } = boxOf(boxes, number);
    return [{ ...free, position: { x, y }, style: notSeen, draggable: false }];
  });
  return { nodes, edges: [] };
}
