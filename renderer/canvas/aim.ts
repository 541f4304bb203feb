import { enclosingBlocks, type Origin, type Outline, type Point, portsOf, refusalOf } from '../document/index.ts';
import { absolutePositions } from './hit.ts';
import type { Drawn, Scene } from './scene/types.ts';

/** The end of a connection that is being pulled, and the one that stays. */
export interface Pull {
  /** Where the connection comes from; null while that end is the one that is pulled. */
  readonly origin: Origin | null;
  /** Which end looks for a step. */
  readonly reads: 'target' | 'source';
  /** The step at the end that stays; empty for a start. */
  readonly end: string;
}

export type Refused = 'unknown' | 'itself' | 'otherBlock' | 'noPort';

export interface Aim {
  /** The step it would take; null in the open. */
  readonly step: string | null;
  readonly refused: Refused | null;
  /** Where the line would end, on the whole drawing. */
  readonly at: Point | null;
}

const nowhere: Aim = { step: null, refused: null, at: null };

/** How near a card is near enough, in px of the screen. */
const reach = 30;

/**
 * What a pulled connection would take at a point: the innermost step there, else the nearest one that it may lead to. The grounds of the
 * groups around the end that stays are open space.
 */
export function aimOf(scene: Scene, outline: Outline, pull: Pull, point: Point, zoom: number): Aim {
  const around = groupsAround(outline, pull);
  const at = absolutePositions(scene);
  const boxes = scene.nodes.flatMap((node) => {
    const corner = at.get(node.id);
    const counts = (node.type === 'step' || node.type === 'frame') && !around.has(node.id);
    return corner && counts ? [{ node, corner, away: distance(node, corner, point) }] : [];
  });
  const under = boxes.filter(({ away }) => away === 0).at(-1);
  if (under?.node.id === pull.end) return nowhere;
  if (under) return aimAt(under.node, under.corner, outline, pull);
  const near = boxes
    .filter(
      ({ node, away }) => away <= reach / zoom && node.id !== pull.end && refusal(outline, pull, node.id) === null,
    )
    .toSorted((a, b) => a.away - b.away)[0];
  return near ? aimAt(near.node, near.corner, outline, pull) : nowhere;
}

function groupsAround(outline: Outline, { origin, end }: Pull): ReadonlySet<string | null> {
  const owner = origin?.kind === 'start' ? (outline.blocks.get(origin.block)?.owner ?? null) : null;
  const from = owner ?? end;
  const around = from === '' ? [] : enclosingBlocks(outline, from).map((block) => block.owner);
  return new Set([owner, ...around]);
}

export function refusal(outline: Outline, { origin, reads, end }: Pull, step: string): Refused | null {
  if (reads === 'target') return origin ? refusalOf(outline, origin, step) : null;
  const port = portsOf(outline.steps.get(step)?.step ?? {})[0];
  return port === undefined ? 'noPort' : refusalOf(outline, { kind: 'step', step, port }, end);
}

function aimAt(node: Drawn, corner: Point, outline: Outline, pull: Pull): Aim {
  const ports = node.type === 'step' || node.type === 'frame' ? node.data.ports : [];
  const wanted = pull.reads === 'target' ? 'in' : 'out';
  const port = ports.find(({ kind }) => kind === wanted);
  const refused = refusal(outline, pull, node.id);
  const at = port && refused === null ? { x: corner.x + port.x, y: corner.y + port.y } : null;
  return { step: node.id, refused, at };
}

function distance({ width = 0, height = 0 }: Drawn, { x, y }: Point, point: Point): number {
  const dx = Math.max(x - point.x, 0, point.x - (x + width));
  const dy = Math.max(y - point.y, 0, point.y - (y + height));
  return Math.hypot(dx, dy);
}
