import { type BlockEntry, directionOf, drawnAs, isHidden, type Outline, type StepEntry } from '../../document/index.ts';
import { edge } from './edge-parts.ts';
import { backEdgeId, tieEdgeId, undoNodeId } from './ids.ts';
import { hasUndo, isGroup } from './measure.ts';
import type { SceneInput } from './nodes.ts';
import { remembering } from './remember.ts';
import type { CanvasEdge, EdgeFacts, FlowEdgeData } from './types.ts';

const none: readonly CanvasEdge[] = [];

/** Chips to their steps, and, in the order of undoing, from chip to chip: the way back of a run, or of the failure that is looked at. */
export function backEdges(input: SceneInput): readonly CanvasEdge[] {
  const { overlay, plans, hasLanes, outline } = input;
  const chains = overlay ? [overlay.wayBack] : hasLanes ? plans.filter(({ order }) => order === 'reverse') : [];
  const links = chains.flatMap((one) => {
    const chain = 'chain' in one ? one.chain : one;
    return chain.slice(1).flatMap((id, index) => link(chain[index] ?? '', id, input));
  });
  const ties = [...outline.blocks.values()].flatMap((block) => tiesIn(block, input));
  return [...ties, ...links, ...firstSteps(input).flatMap(([failed, first]) => stepBack(failed, first, input))];
}

const undos = new WeakMap<BlockEntry, readonly StepEntry[]>();

/** A block that is read as before holds the same steps. */
function undosIn(block: BlockEntry, outline: Outline): readonly StepEntry[] {
  const known = undos.get(block);
  if (known) return known;
  const found: StepEntry[] = [];
  for (const id of block.stepIds) {
    const entry = outline.steps.get(id);
    if (entry && hasUndo(entry)) found.push(entry);
  }
  undos.set(block, found);
  return found;
}

const tiesOf = remembering<readonly CanvasEdge[]>();

/** The same list as before, unless something in the block, or the group it is hidden in, changed. */
function tiesIn(block: BlockEntry, input: SceneInput): readonly CanvasEdge[] {
  const { outline, measures, lasting } = input;
  const undos = undosIn(block, outline);
  const [first] = undos;
  if (!first) return none;
  const of = [measures.marks.get(block.key), lasting, drawnAs(outline, first.id), input.depthOf(block.key)];
  return tiesOf(block, of, () => undos.flatMap((entry) => tie(entry, input)));
}

/** From an undo to its step, or to the collapsed group that holds it. */
function tie(entry: StepEntry, input: SceneInput): readonly CanvasEdge[] {
  const { overlay, outline, hasLanes, undoOrder, plans } = input;
  if (!isUndoDrawn(entry.id, input)) return [];
  const holder = outline.steps.get(drawnAs(outline, entry.id));
  if (!holder) return [];
  const isUndone = overlay ? overlay.wayBack.includes(entry.id) : hasLanes && isInChain(entry.id, plans);
  const isPlain = !overlay && (!hasLanes || undoOrder.size === 0);
  const isDown = directionOf(outline, holder.block) === 'down';
  const depth = input.depthOf(holder.block);
  const state = isPlain ? 'plain' : isUndone ? 'taken' : 'notReached';
  const make = (): CanvasEdge =>
    edge(
      input.t,
      depth,
      tieEdgeId(entry.id),
      [undoNodeId(entry.id), isDown ? 'left' : 'up'],
      [holder.id, 'undo'],
      back('undo', state),
    );
  return [tied(entry.step, [input.t, entry, holder.id, isDown, depth, state], make)];
}

const tied = remembering<CanvasEdge>();

const isInChain = (step: string, plans: SceneInput['plans']): boolean =>
  plans.some(({ chain }) => chain.includes(step));

/** Beside its step, or in a lane. */
function isUndoDrawn(step: string, { outline, measures, plans, hasLanes }: SceneInput): boolean {
  const entry = outline.steps.get(step);
  if (!entry || !hasUndo(entry)) return false;
  if (!isHidden(outline, step)) return true;
  const saga = hasLanes ? plans.find(({ undos }) => undos.includes(step))?.saga : undefined;
  return saga !== undefined && !isHidden(outline, saga) && (measures.steps.get(saga)?.back?.chips.has(step) ?? false);
}

function link(from: string, to: string, input: SceneInput): readonly CanvasEdge[] {
  const { outline, depthOf } = input;
  const source = outline.steps.get(from);
  if (!source || !isUndoDrawn(from, input) || !isUndoDrawn(to, input)) return [];
  return [
    edge(
      input.t,
      depthOf(source.block),
      backEdgeId(from, to),
      [undoNodeId(from), 'left'],
      [undoNodeId(to), 'right'],
      back('back', 'taken'),
    ),
  ];
}

/** Steps that failed, or are thought of as failing, with the first step that is undone then. */
function firstSteps({ overlay, plans, hasLanes }: SceneInput): readonly (readonly [failed: string, first: string])[] {
  const pair = (failed: string | null | undefined, first: string | undefined) =>
    failed == null || first === undefined || failed === first ? [] : [[failed, first] as const];
  if (overlay) return pair(overlay.failed, overlay.wayBack[0]);
  return hasLanes ? plans.flatMap(({ order, point, chain }) => (order === 'reverse' ? pair(point, chain[0]) : [])) : [];
}

function stepBack(failed: string, first: string, input: SceneInput): readonly CanvasEdge[] {
  const { outline, depthOf } = input;
  const from = outline.steps.get(failed);
  if (!from || isGroup(from) || isHidden(outline, failed) || !isUndoDrawn(first, input)) return [];
  if (directionOf(outline, from.block) === 'down') return [];
  return [
    edge(
      input.t,
      depthOf(from.block),
      backEdgeId(failed),
      [failed, 'back'],
      [undoNodeId(first), 'right'],
      back('back', 'taken'),
    ),
  ];
}

function back(kind: 'undo' | 'back', state: FlowEdgeData['state']): EdgeFacts {
  return { kind, label: null, title: null, state, goesOn: false, route: null, spoken: '' };
}
