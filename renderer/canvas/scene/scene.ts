import {
  type BlockKey,
  type Draft,
  type Outline,
  outlineOf,
  type Point,
  type Positions,
} from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { type Layout, noRoutes } from '../layout/graph.ts';
import type { RunOverlay } from '../overlay.ts';
import type { Size } from './geometry.ts';
import { edgesOf } from './edges.ts';
import { stepsAfterPivot } from './flow.ts';
import { measure, type Measures } from './measure.ts';
import { nodesOf, type SceneInput } from './nodes.ts';
import { noteNodes } from './note-nodes.ts';
import { placesOf, putPlaced } from './placing.ts';
import { added, roomForLanes } from './room.ts';
import type { CanvasNode, Problem, Scene } from './types.ts';
import { undoOrder, type UndoPlan, undoPlans } from './undo-order.ts';
import { outlineWithin, placesWithin } from './within.ts';

interface Input {
  readonly document: Draft;
  /** Where steps are: what the file says, else what the automatic layout gave. */
  readonly positions: Positions;
  readonly routes?: Layout['routes'];
  readonly overlay: RunOverlay | null;
  readonly problems: ReadonlyMap<string, Problem>;
  /** Steps before which a run is to pause. */
  readonly breakpoints?: ReadonlySet<string>;
  /** A container that is drawn alone, as a view of its own. */
  readonly within?: string | null;
  /** Draws the way back of each saga as a lane: what is undone if the step fails, else if the last one does. */
  readonly wayBack?: { readonly failing: string | null } | null;
  readonly t: Translate;
}

const nothing: ReadonlySet<string> = new Set();

/** What the canvas draws, as a function of what is known: no store, no page. */
export function sceneOf(given: Input): Scene {
  const { document, routes = noRoutes, overlay, problems, breakpoints = nothing, wayBack = null, t } = given;
  const whole = outlineOf(document);
  const view = given.within == null ? null : outlineWithin(whole, given.within);
  const within = view ? (given.within ?? null) : null;
  const outline = view ?? whole;
  const own = within === null ? given.positions : placesWithin(given.positions, within);
  const plans = undoPlans(whole, wayBack?.failing ?? null);
  const lanes = wayBack ? new Map(plans.map((plan) => [plan.saga, plan])) : undefined;
  const moved = lanes ? roomForLanes(outline, own, lanes) : noMoves;
  const measures = measure(outline, added(own, moved), lanes);
  const input: SceneInput = {
    document,
    outline,
    whole,
    measures,
    overlay,
    problems,
    breakpoints,
    within,
    plans,
    hasLanes: wayBack !== null,
    undoOrder: undoOrder(whole, plans),
    afterPivot: stepsAfterPivot(whole),
    t,
    routes,
    cornerOf: cornersIn(outline, measures),
    depthOf: depthsIn(outline),
    lasting: lastingOf(given, whole, plans),
  };
  const notes = noteNodes(input);
  const found = nodesOf(input);
  for (const note of notes) putPlaced(found, note);
  const size = sizeOf(outline, measures, notes);
  return { nodes: found.nodes, at: placesOf(found), edges: edgesOf(input), size, within, moved };
}

/** How far the steps of the top level and the notes reach. */
function sizeOf(outline: Outline, { steps, positions }: Measures, notes: readonly CanvasNode[]): Scene['size'] {
  const size = { width: 0, height: 0 };
  const reach = ({ x, y }: Point, { width = 0, height = 0 }: Partial<Size>): void => {
    size.width = Math.max(size.width, x + width);
    size.height = Math.max(size.height, y + height);
  };
  for (const id of outline.blocks.get('')?.stepIds ?? []) reach(positions[id] ?? { x: 0, y: 0 }, steps.get(id) ?? {});
  for (const { position, ...note } of notes) reach(position, note);
  return size;
}

const noMoves: Positions = {};

let lasting: { readonly of: readonly unknown[]; readonly undo: string; readonly it: object } = {
  of: [],
  undo: '',
  it: {},
};

/** What every step's drawing is made of beside the step itself. A way back that is looked at holds for all: then nothing is kept. */
function lastingOf(given: Input, whole: Outline, plans: readonly UndoPlan[]): object {
  if (given.wayBack) return {};
  const { document, overlay, problems, breakpoints, within = null, t } = given;
  const of = [document.defaults, overlay, problems, breakpoints, within, t, whole.direction];
  const order = [...undoOrder(whole, plans)].join(';');
  const undo = `${order}|${[...stepsAfterPivot(whole)].join(';')}`;
  const isSame = undo === lasting.undo && of.every((value, index) => Object.is(value, lasting.of[index]));
  if (!isSame) lasting = { of, undo, it: {} };
  return lasting.it;
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
