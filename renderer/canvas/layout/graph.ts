import type { ElkNode } from 'elkjs/lib/elk-api.js';
import {
  type BlockEntry,
  type Direction,
  directionOf,
  isAside,
  type Outline,
  type Point,
  type Port,
  type Positions,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { gap, node, start } from '../scene/geometry.ts';
import { insetOf, measure, measuring, type Sizes } from '../scene/measure.ts';
import { widthOfWords } from './frame.ts';
import { groupPorts, stepPorts } from '../scene/ports.ts';

/**
 * The automatic layout, block by block from the inside out: the steps of a block are laid out by ELK as boxes of known size, with the
 * connections of a group at the column (or row) of its first and last step, so that chains run straight through borders.
 */
export type Lay = (graph: ElkNode) => Promise<ElkNode>;

/** The words on a connection, which need room too. */
export type WordsOf = (entry: StepEntry, port: Port) => string | null;

/** The way of a connection around the steps, from the corner of its block. */
export interface Route {
  readonly points: readonly Point[];
  /** Middle of its words. */
  readonly label: Point | null;
}

export interface Layout {
  readonly positions: Positions;
  /** By edge id. */
  readonly routes: Readonly<Record<string, Route>>;
}

/** Where people put the steps: one object, so that drawings can be compared. */
export const noRoutes: Layout['routes'] = {};

export async function layOut(outline: Outline, lay: Lay, wordsOf: WordsOf = () => null): Promise<Layout> {
  const positions: Record<string, Point> = {};
  const routes: Record<string, Route> = {};
  const { sizes, measureGroups } = measuring(outline, (id) => positions[id]);
  const innermostFirst = [...outline.blocks.values()].toReversed();
  for (const block of innermostFirst) {
    measureGroups(block);
    if (block.stepIds.length === 0) continue;
    // One block after the other: the size of an outer one depends on those inside.
    // oxlint-disable-next-line no-await-in-loop
    const laid = await lay(graphOf(block, outline, sizes, wordsOf));
    const shift = shiftOf(block, outline, laid);
    Object.assign(positions, placesIn(laid, shift));
    Object.assign(routes, routesIn(laid, shift));
  }
  return { positions, routes };
}

/** Some steps of a block alone, from the corner where they are now. What they hold keeps its places. */
export async function layOutPart(
  outline: Outline,
  key: string,
  ids: readonly string[],
  positions: Positions,
  lay: Lay,
  wordsOf: WordsOf = () => null,
): Promise<Positions> {
  const block = outline.blocks.get(key);
  const held = ids.filter((id) => block?.stepIds.includes(id));
  const corner = cornerOf(held, positions);
  if (!block || !corner) return {};
  const inOrder = block.stepIds.filter((id) => held.includes(id));
  const part = { ...block, stepIds: inOrder, start: held.includes(block.start ?? '') ? block.start : null };
  const laid = await lay(graphOf(part, outline, measure(outline, positions).steps, wordsOf));
  const places = Object.fromEntries((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  const from = cornerOf(held, places) ?? corner;
  return Object.fromEntries(
    Object.entries(places).map(([id, at]) => [id, shifted(at, { x: corner.x - from.x, y: corner.y - from.y })]),
  );
}

/** Left and top of all of them. */
function cornerOf(ids: readonly string[], positions: Positions): Point | null {
  const points = ids.flatMap((id) => positions[id] ?? []);
  if (points.length === 0) return null;
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}

function graphOf(block: BlockEntry, outline: Outline, sizes: Sizes, wordsOf: WordsOf): ElkNode {
  const direction = directionOf(outline, block.key);
  const entries = block.stepIds.flatMap((id) => outline.steps.get(id) ?? []);
  const inBlock = new Set(block.stepIds);
  return {
    id: block.key || 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction === 'down' ? 'DOWN' : 'RIGHT',
      'elk.spacing.nodeNode': String(gap.across),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(gap[direction]),
      'elk.layered.spacing.edgeNodeBetweenLayers': '24',
      'elk.spacing.edgeNode': '24',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.layered.crossingMinimization.forceNodeModelOrder': 'false',
      'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
      'elk.separateConnectedComponents': 'true',
      'elk.spacing.componentComponent': '48',
      'elk.spacing.edgeEdge': '14',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
      'elk.padding': '[left=0,top=0,right=0,bottom=0]',
    },
    children: inFlowOrder(block, outline).map((entry) => child(entry, sizes, direction)),
    edges: entries.flatMap((entry) =>
      portsOf(entry.step).flatMap((port) => {
        const target = targetOf(entry.step, port);
        if (target === null || !inBlock.has(target)) return [];
        return [
          {
            id: `${entry.id}:${port}`,
            sources: [`${entry.id}>${port}`],
            targets: [`${target}>in`],
            labels: labelsOf(wordsOf(entry, port)),
            layoutOptions: { 'elk.layered.priority.straightness': isAside(port) ? '0' : '10' },
          },
        ];
      }),
    ),
  };
}

function labelsOf(words: string | null) {
  if (words === null) return [];
  return [
    {
      text: words,
      width: widthOfWords(words),
      height: 19,
      layoutOptions: { 'elk.edgeLabels.placement': 'CENTER', 'elk.edgeLabels.inline': 'true' },
    },
  ];
}

/** Each step after those that lead to it, loops aside; what is loose comes last, in the order of the file. */
function inFlowOrder(block: BlockEntry, outline: Outline): readonly StepEntry[] {
  const seen = new Set<string>();
  const ordered: StepEntry[] = [];
  const visit = (id: string): void => {
    const entry = outline.steps.get(id);
    if (!entry || seen.has(id) || entry.block !== block.key) return;
    seen.add(id);
    for (const port of portsOf(entry.step).toReversed()) visit(targetOf(entry.step, port) ?? '');
    ordered.push(entry);
  };
  for (const id of block.stepIds.toReversed()) if (id !== block.start) visit(id);
  if (block.start !== null) {
    const loose = ordered.splice(0);
    seen.clear();
    visit(block.start);
    return [...ordered.toReversed(), ...loose.filter(({ id }) => !seen.has(id)).toReversed()];
  }
  return ordered.toReversed();
}

const elkSides = { top: 'NORTH', bottom: 'SOUTH', left: 'WEST', right: 'EAST' } as const;
const noWords: Translate = () => '';

/** A box with its ports where the card draws them. */
function child(entry: StepEntry, sizes: Sizes, direction: Direction): ElkNode {
  const size = sizes.get(entry.id);
  const room = size?.room ?? node;
  const places = size?.isGroup
    ? groupPorts(entry, direction, size, size.first, size.last, noWords)
    : stepPorts(entry, direction, noWords);
  return {
    id: entry.id,
    width: room.width,
    height: room.height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: places
      .filter(({ kind }) => kind !== 'hidden')
      .map(({ id, side, x, y }) => ({
        id: `${entry.id}>${id}`,
        x,
        y,
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': elkSides[side] },
      })),
  };
}

/** From where ELK put things to the corner of the block. */
function shiftOf(block: BlockEntry, outline: Outline, laid: ElkNode): Point {
  const { left, top } = insetOf(block);
  const before = block.owner === null ? start.above : 0;
  const isDown = directionOf(outline, block.key) === 'down';
  const children = laid.children ?? [];
  return {
    x: left + (isDown ? 0 : before) - Math.min(...children.map(({ x }) => x ?? 0)),
    y: top + (isDown ? before : 0) - Math.min(...children.map(({ y }) => y ?? 0)),
  };
}

const shifted = ({ x, y }: Point, by: Point): Point => ({ x: Math.round(x + by.x), y: Math.round(y + by.y) });

function placesIn(laid: ElkNode, shift: Point): Positions {
  return Object.fromEntries((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, shifted({ x, y }, shift)]));
}

function routesIn(laid: ElkNode, shift: Point): Readonly<Record<string, Route>> {
  return Object.fromEntries(
    (laid.edges ?? []).flatMap(({ id, sections, labels }) => {
      const [section] = sections ?? [];
      const [label] = labels ?? [];
      if (!section) return [];
      const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map((point) =>
        shifted(point, shift),
      );
      const middle = label && {
        x: (label.x ?? 0) + (label.width ?? 0) / 2,
        y: (label.y ?? 0) + (label.height ?? 0) / 2,
      };
      return [[id, { points, label: middle ? shifted(middle, shift) : null }] as const];
    }),
  );
}
