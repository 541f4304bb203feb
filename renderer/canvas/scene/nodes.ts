import {
  type BlockEntry,
  type BlockKey,
  directionOf,
  type Draft,
  type Outline,
  type Point,
  type StepEntry,
} from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import type { Layout } from '../layout/graph.ts';
import type { RunOverlay } from '../overlay.ts';
import { addStep } from './cards.ts';
import { layer, start } from './geometry.ts';
import { groundOf } from './ground.ts';
import { groupNode, laneNode } from './groups.ts';
import { startNodeId } from './ids.ts';
import { isGroup, type Lane, type Measured, type Measures } from './measure.ts';
import { handlesOf, sized } from './node-parts.ts';
import { type Found, nothingFound, put, putAll, putPlaced } from './placing.ts';
import { remembering } from './remember.ts';
import type { PortPlace, Problem, StartNodeType } from './types.ts';
import { backNodes } from './undo-nodes.ts';
import type { UndoPlan } from './undo-order.ts';

export interface SceneInput {
  readonly document: Draft;
  /** What is drawn: the whole drawing, or a container of it. */
  readonly outline: Outline;
  readonly whole: Outline;
  readonly measures: Measures;
  readonly overlay: RunOverlay | null;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly breakpoints: ReadonlySet<string>;
  /** The container that is drawn alone. */
  readonly within: string | null;
  readonly plans: readonly UndoPlan[];
  /** Whether the way back is drawn as lanes. */
  readonly hasLanes: boolean;
  readonly undoOrder: ReadonlyMap<string, number>;
  readonly afterPivot: ReadonlySet<string>;
  readonly routes: Layout['routes'];
  /** Where a block's corner is on the whole drawing. */
  readonly cornerOf: (block: BlockKey) => Point;
  /** How many blocks are around a block. */
  readonly depthOf: (block: BlockKey) => number;
  /** Stays the same object as long as all that holds for every step is the same. */
  readonly lasting: object;
  readonly t: Translate;
}

export function nodesOf(input: SceneInput): Found {
  const found = nothingFound();
  const root = input.outline.blocks.get('');
  if (!root) return found;
  for (const mark of startNode(root, input)) putPlaced(found, mark);
  addBlock(root, null, input, found);
  return found;
}

const blocks = remembering<Found>();

/** All nodes in a block: the same as before, unless something in it, or what holds for all, changed. */
function addBlock(block: BlockEntry, parentId: string | null, input: SceneInput, into: Found): void {
  const owner = input.whole.steps.get(block.owner ?? '');
  const of = [input.measures.marks.get(block.key), input.lasting, parentId, owner?.label, owner?.type, block.key];
  const found = blocks(block, [...of, input.depthOf(block.key)], () => {
    const made = nothingFound();
    addSteps(block, parentId, input, made);
    return made;
  });
  putAll(into, found);
}

function addSteps(block: BlockEntry, parentId: string | null, input: SceneInput, into: Found): void {
  const { steps } = input.outline;
  const ground = groundOf(block, input);
  for (const id of block.stepIds) {
    const entry = steps.get(id);
    if (!entry) continue;
    if (!isGroup(entry)) addStep(entry, parentId, ground, input, into);
    else {
      const size = input.measures.steps.get(id);
      if (size) addGroup(entry, size, parentId, input, into);
    }
  }
}

const nowhere: Point = { x: 0, y: 0 };

/** A group, the lane of its way back, and what is in it. */
function addGroup(entry: StepEntry, size: Measured, parentId: string | null, input: SceneInput, into: Found): void {
  const body = entry.type === 'parallel' ? null : (input.outline.blocks.get(`${entry.id}/body`) ?? null);
  const { x, y } = input.measures.positions[entry.id] ?? nowhere;
  put(into, groupNode({ entry, size, parentId, body }, input), x, y);
  const marks = entry.blocks.map((key) => input.measures.marks.get(key));
  const inside = insides(entry, [input.lasting, size, input.depthOf(entry.block), ...marks], () => {
    const made = nothingFound();
    for (const back of backNodes(entry, size, input)) put(made, back.node, back.x, back.y);
    if (body) addBlock(body, entry.id, input, made);
    for (const lane of size.lanes) addLane(entry, lane, input, made);
    return made;
  });
  putAll(into, inside);
}

const insides = remembering<Found>();

function addLane(owner: StepEntry, lane: Lane, input: SceneInput, into: Found): void {
  const block = input.outline.blocks.get(lane.block);
  if (!block) return;
  put(into, laneNode(block, owner, lane, input), lane.x, lane.y);
  addBlock(block, lane.block, input, into);
}

/** The mark before the step the run starts with. */
function startNode(root: BlockEntry, { measures, outline, overlay }: SceneInput): readonly StartNodeType[] {
  const at = root.start === null ? undefined : measures.positions[root.start];
  const size = root.start === null ? undefined : measures.steps.get(root.start);
  if (!at || !size || root.start === null) return [];
  const half = start.size / 2;
  const isDown = directionOf(outline, '') === 'down';
  const leaves = isDown
    ? ({ side: 'bottom', x: half, y: start.size } as const)
    : ({ side: 'right', x: start.size, y: half } as const);
  const ports: readonly PortPlace[] = [{ id: 'entry', kind: 'hidden', ...leaves, label: '', isTarget: false }];
  return [
    {
      id: startNodeId,
      type: 'start',
      zIndex: layer.card(0),
      position: isDown
        ? { x: at.x + size.first.x - half, y: at.y - start.above }
        : { x: at.x - start.above, y: at.y + size.first.y - half },
      ...sized(start.size, start.size),
      handles: handlesOf(ports),
      draggable: false,
      selectable: false,
      focusable: false,
      connectable: false,
      data: { ports, taken: overlay !== null },
    },
  ];
}
