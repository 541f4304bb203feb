import type { BlockKey, Origin, Point } from '../document/index.ts';
import { boxesOf } from './far/boxes.ts';
import { originOf } from './scene/ids.ts';
import type { Drawn, Scene } from './scene/types.ts';

export interface Box {
  readonly id: string;
  readonly block: BlockKey;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where every node is on the whole drawing. */
export function absolutePositions(scene: Scene): ReadonlyMap<string, Point> {
  const { x, y } = boxesOf(scene);
  return new Map(scene.nodes.map(({ id }, number) => [id, { x: x[number] ?? 0, y: y[number] ?? 0 }]));
}

/** The innermost block at a point, leaving out those inside what is being moved. */
export function blockAtPoint(scene: Scene, point: Point, isLeftOut: (step: string) => boolean): Box {
  const at = absolutePositions(scene);
  const boxes = scene.nodes.flatMap((node): readonly Box[] => {
    const block = blockOf(node);
    const corner = at.get(node.id);
    if (block === null || !corner || isLeftOut(node.type === 'lane' ? node.data.owner : node.id)) return [];
    return [{ id: node.id, block, ...corner, width: node.width ?? 0, height: node.height ?? 0 }];
  });
  const under = boxes.filter(
    ({ x, y, width, height }) => point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height,
  );
  return under.at(-1) ?? groundOf(scene, boxes, point);
}

/** Of a container that is drawn alone, its body, or the branch that lies nearest. */
function groundOf({ within }: Scene, boxes: readonly Box[], { y }: Point): Box {
  const whole: Box = { id: '', block: '', x: 0, y: 0, width: 0, height: 0 };
  if (within === null) return whole;
  const distance = (box: Box): number => Math.max(box.y - y, y - box.y - box.height, 0);
  const own = boxes.filter(({ block }) => block.startsWith(`${within}/`));
  return own.find(({ id }) => id === within) ?? own.toSorted((a, b) => distance(a) - distance(b))[0] ?? whole;
}

/** The ground of a parallel is no block: its lanes are. */
function blockOf(node: Drawn): BlockKey | null {
  if (node.type === 'lane') return node.data.lane.block;
  return node.type === 'frame' && node.data.tone !== 'parallel' ? node.data.block : null;
}

/** The connection drawn under a point of the page: the uppermost that counts. */
export function edgeAt(x: number, y: number, counts: (origin: Origin) => boolean = () => true): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest('.react-flow__edge')?.getAttribute('data-id');
    const origin = id === null || id === undefined ? null : originOf(id);
    if (id && origin && counts(origin)) return id;
  }
  return null;
}
