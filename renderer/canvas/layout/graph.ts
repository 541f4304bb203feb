import type { ElkNode } from 'elkjs/lib/elk-api.js';
import {
  type BlockEntry,
  type Outline,
  type Point,
  type Positions,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { directionOf, gap, node, start } from '../scene/geometry.ts';
import { insetOf, isGroup, measure, type Measured } from '../scene/measure.ts';

/**
 * The automatic layout, block by block from the inside out: the steps of a block are laid out by ELK as boxes of known size, with the
 * connections of a group at the column (or row) of its first and last step, so that chains run straight through borders.
 */
export type Lay = (graph: ElkNode) => Promise<ElkNode>;

export async function layOut(outline: Outline, lay: Lay): Promise<Positions> {
  const positions: Record<string, Point> = {};
  const innermostFirst = [...outline.blocks.values()].toReversed();
  for (const block of innermostFirst) {
    if (block.stepIds.length === 0) continue;
    const sizes = measure(outline, positions).steps;
    // One block after the other: the size of an outer one depends on those inside.
    // oxlint-disable-next-line no-await-in-loop
    const laid = await lay(graphOf(block, outline, sizes));
    Object.assign(positions, placesIn(block, laid));
  }
  return positions;
}

export function graphOf(block: BlockEntry, outline: Outline, sizes: ReadonlyMap<string, Measured>): ElkNode {
  const direction = directionOf(block.key);
  const entries = block.stepIds.flatMap((id) => outline.steps.get(id) ?? []);
  const inBlock = new Set(block.stepIds);
  return {
    id: block.key || 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction === 'down' ? 'DOWN' : 'RIGHT',
      'elk.spacing.nodeNode': String(gap.across),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(gap.along),
      'elk.layered.spacing.edgeNodeBetweenLayers': '24',
      'elk.spacing.edgeNode': '24',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.layered.crossingMinimization.forceNodeModelOrder': 'false',
      'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
      'elk.separateConnectedComponents': 'true',
      'elk.spacing.componentComponent': '48',
      'elk.padding': '[left=0,top=0,right=0,bottom=0]',
    },
    children: inFlowOrder(block, outline).map((entry) => child(entry, sizes, direction)),
    edges: entries.flatMap((entry) =>
      portsOf(entry.step).flatMap((port) => {
        const target = targetOf(entry.step, port);
        if (target === null || !inBlock.has(target)) return [];
        const isAside = port.startsWith('catch');
        return [
          {
            id: `${entry.id}:${port}`,
            sources: [isAside ? `${entry.id}>aside` : `${entry.id}>out`],
            targets: [`${target}>in`],
            layoutOptions: { 'elk.layered.priority.straightness': isAside ? '0' : '10' },
          },
        ];
      }),
    ),
  };
}

/** From the start along the connections; what is loose comes last, in the order of the file. */
function inFlowOrder(block: BlockEntry, outline: Outline): readonly StepEntry[] {
  const seen = new Set<string>();
  const ordered: StepEntry[] = [];
  const visit = (id: string): void => {
    const entry = outline.steps.get(id);
    if (!entry || seen.has(id) || entry.block !== block.key) return;
    seen.add(id);
    ordered.push(entry);
    for (const port of portsOf(entry.step)) visit(targetOf(entry.step, port) ?? '');
  };
  if (block.start !== null) visit(block.start);
  for (const id of block.stepIds) visit(id);
  return ordered;
}

function child(entry: StepEntry, sizes: ReadonlyMap<string, Measured>, direction: 'down' | 'right'): ElkNode {
  const size = sizes.get(entry.id);
  const room = size?.room ?? node;
  const first = size?.first ?? { x: node.width / 2, y: node.height / 2 };
  const last = size?.last ?? first;
  const port = (name: string, side: string, x: number, y: number) => ({
    id: `${entry.id}>${name}`,
    x,
    y,
    width: 0,
    height: 0,
    layoutOptions: { 'elk.port.side': side },
  });
  const isDown = direction === 'down';
  return {
    id: entry.id,
    width: room.width,
    height: room.height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: isDown
      ? [
          port('in', 'NORTH', first.x, 0),
          port('out', 'SOUTH', isGroup(entry) ? last.x : first.x, room.height),
          port('aside', 'EAST', room.width, room.height - 14),
        ]
      : [
          port('in', 'WEST', 0, first.y),
          port('out', 'EAST', room.width, isGroup(entry) ? last.y : first.y),
          port('aside', 'SOUTH', Math.min(184, room.width), room.height),
        ],
  };
}

function placesIn(block: BlockEntry, laid: ElkNode): Positions {
  const { left, top } = insetOf(block);
  const below = block.owner === null ? start.above : 0;
  const children = laid.children ?? [];
  const minX = Math.min(...children.map(({ x }) => x ?? 0));
  const minY = Math.min(...children.map(({ y }) => y ?? 0));
  return Object.fromEntries(
    children.map(({ id, x, y }) => [
      id,
      { x: Math.round((x ?? 0) - minX + left), y: Math.round((y ?? 0) - minY + top + below) },
    ]),
  );
}
