import {
  type BlockKey,
  type Draft,
  type Outline,
  outlineOf,
  type Point,
  type Positions,
} from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import type { Layout } from '../layout/graph.ts';
import type { RunOverlay } from '../overlay.ts';
import { edgesOf } from './edges.ts';
import { measure, type Measures } from './measure.ts';
import { nodesOf } from './nodes.ts';
import type { Problem, Scene } from './types.ts';
import { undoOrder } from './undo-order.ts';

interface Input {
  readonly document: Draft;
  /** Where steps are: what the file says, else what the automatic layout gave. */
  readonly positions: Positions;
  readonly routes?: Layout['routes'];
  readonly overlay: RunOverlay | null;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly t: Translate;
}

/** What the canvas draws, as a function of what is known: no store, no page. */
export function sceneOf({ document, positions, routes = {}, overlay, problems, t }: Input): Scene {
  const outline = outlineOf(document);
  const measures = measure(outline, positions);
  const input = {
    document,
    outline,
    measures,
    overlay,
    problems,
    undoOrder: undoOrder(outline),
    t,
    routes,
    cornerOf: cornersIn(outline, measures),
    depthOf: depthsIn(outline),
  };
  const nodes = nodesOf(input);
  const top = nodes.filter(({ parentId }) => parentId === undefined);
  const width = Math.max(0, ...top.map(({ position, width }) => position.x + (width ?? 0)));
  const height = Math.max(0, ...top.map(({ position, height }) => position.y + (height ?? 0)));
  return { nodes, edges: edgesOf(input), size: { width, height } };
}

/** A body begins at its step's corner, a lane at its own. */
function cornersIn(outline: Outline, { steps, positions }: Measures): (block: BlockKey) => Point {
  const known = new Map<BlockKey, Point>();
  const cornerOf = (key: BlockKey): Point => {
    const seen = known.get(key);
    if (seen) return seen;
    const owner = outline.steps.get(outline.blocks.get(key)?.owner ?? '');
    if (!owner) return { x: 0, y: 0 };
    const outer = cornerOf(owner.block);
    const at = positions[owner.id] ?? { x: 0, y: 0 };
    const lane = steps.get(owner.id)?.lanes.find(({ block }) => block === key) ?? { x: 0, y: 0 };
    const corner = { x: outer.x + at.x + lane.x, y: outer.y + at.y + lane.y };
    known.set(key, corner);
    return corner;
  };
  return cornerOf;
}

function depthsIn(outline: Outline): (block: BlockKey) => number {
  const known = new Map<BlockKey, number>();
  const depthOf = (key: BlockKey): number => {
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const owner = outline.steps.get(outline.blocks.get(key)?.owner ?? '');
    const depth = owner ? depthOf(owner.block) + 1 : 0;
    known.set(key, depth);
    return depth;
  };
  return depthOf;
}
