import {
  type BlockEntry,
  type BlockKey,
  type Direction,
  directionOf,
  type Draft,
  type Outline,
  type Point,
  type StepEntry,
  withInner,
} from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { activityOf, glyphOf } from '../glyphs/glyphs.ts';
import type { Layout } from '../layout/graph.ts';
import type { RunOverlay, StepOverlay } from '../overlay.ts';
import { layer, node, start } from './geometry.ts';
import { startNodeId } from './ids.ts';
import { hasUndo, isGroup, type Lane, type Measured, type Measures } from './measure.ts';
import { pillsOf } from './pills.ts';
import { handlesOf, sized } from './node-parts.ts';
import { groupPorts, lanePorts, stepPorts } from './ports.ts';
import { remembering } from './remember.ts';
import { spokenStep, standingOf } from './spoken.ts';
import { groupDetail, insideSummary, summaryOf } from './summary.ts';
import { backNodes, undoNode, undoWordsOf } from './undo-nodes.ts';
import type { UndoPlan } from './undo-order.ts';
import type { CanvasNode, GroupNodeType, GroupTone, LaneNodeType, PortPlace, Problem, StepNodeType } from './types.ts';

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

export function nodesOf(input: SceneInput): CanvasNode[] {
  const root = input.outline.blocks.get('');
  if (!root) return [];
  const nodes: CanvasNode[] = [...startNode(root, input)];
  addBlock(root, null, input, nodes);
  return nodes;
}

const blocks = remembering<readonly CanvasNode[]>();

/** All nodes in a block: the same list as before, unless something in it, or what holds for all, changed. */
function addBlock(block: BlockEntry, parentId: string | null, input: SceneInput, into: CanvasNode[]): void {
  const owner = input.whole.steps.get(block.owner ?? '');
  const of = [input.measures.marks.get(block.key), input.lasting, parentId, owner?.label, owner?.type, block.key];
  const nodes = blocks(block, [...of, input.depthOf(block.key)], () => {
    const made: CanvasNode[] = [];
    addSteps(block, parentId, input, made);
    return made;
  });
  for (const node of nodes) into.push(node);
}

function addSteps(block: BlockEntry, parentId: string | null, input: SceneInput, into: CanvasNode[]): void {
  for (const id of block.stepIds) {
    const entry = input.outline.steps.get(id);
    const size = input.measures.steps.get(id);
    if (!entry || !size) continue;
    if (isGroup(entry)) addGroup(entry, size, parentId, input, into);
    else {
      into.push(stepNode(entry, parentId, input));
      for (const chip of undoNode(entry, input)) into.push(chip);
    }
  }
}

const roles = new WeakMap<Translate, { readonly 'aria-roledescription': string }>();

/** What a screen reader calls it, in place of React Flow's word. One object a language: nodes are compared. */
function roleOf(t: Translate) {
  const role = roles.get(t) ?? { 'aria-roledescription': t('canvas.step') };
  roles.set(t, role);
  return role;
}

/** What all nodes of steps have. */
function base(entry: StepEntry, parentId: string | null, input: SceneInput) {
  const position = input.measures.positions[entry.id] ?? nowhere;
  const domAttributes = roleOf(input.t);
  return { id: entry.id, position, domAttributes, ...(parentId === null ? {} : { parentId }) };
}

function common(entry: StepEntry, direction: Direction, input: SceneInput) {
  const { overlay } = input;
  return {
    stepId: entry.id,
    label: entry.label,
    breakpoint: input.breakpoints.has(entry.id),
    run: overlay?.steps[entry.id] ?? null,
    problem: problemOf(entry, input),
    direction,
  };
}

const nowhere: Point = { x: 0, y: 0 };

const cards = remembering<StepNodeType>();

/** The card of a step. The same object as before, unless something that it shows changed. */
function stepNode(entry: StepEntry, parentId: string | null, input: SceneInput): StepNodeType {
  const direction = directionOf(input.outline, entry.block);
  const make = (): StepNodeType => cardOf(entry, parentId, direction, input);
  if (entry.collapsed) return make();
  const { t, document, overlay, whole, problems } = input;
  const { x, y } = input.measures.positions[entry.id] ?? nowhere;
  const { owner, number } = standingOf(entry, whole);
  const problem = problems.get(entry.id);
  const { otherwise } = entry.step;
  const other = typeof otherwise === 'string' ? labelBeside(entry, otherwise, whole) : null;
  // One list, and no spreading: there are thousands of these.
  const of = [
    t,
    entry,
    parentId,
    direction,
    input.depthOf(entry.block),
    owner?.label,
    owner?.type,
    number,
    overlay?.steps[entry.id],
    problem?.severity,
    problem?.count,
    problem?.message,
    input.breakpoints.has(entry.id),
    input.afterPivot.has(entry.id),
    document.defaults,
    other,
  ];
  return cardAt(cards(entry.step, of, make), x, y);
}

/** What comes in between moves all that follows: their cards are the same, elsewhere. */
function placing<T extends CanvasNode>(): (card: T, x: number, y: number) => T {
  const places = new WeakMap<T, T>();
  return (card, x, y) => {
    const before = places.get(card);
    if (before && before.position.x === x && before.position.y === y) return before;
    const placed = { ...card, position: { x, y } };
    places.set(card, placed);
    return placed;
  };
}

const cardAt = placing<StepNodeType>();
const frameAt = placing<GroupNodeType>();

/** Of a step in the same block; elsewhere nothing leads to. */
function labelBeside({ block }: StepEntry, id: string, { steps }: Outline): string {
  const other = steps.get(id);
  return other?.block === block ? other.label : id;
}

function cardOf(entry: StepEntry, parentId: string | null, direction: Direction, input: SceneInput): StepNodeType {
  const { t, whole } = input;
  const ports = stepPorts(entry, direction, t);
  const summary = entry.collapsed
    ? insideSummary(whole, entry, t)
    : summaryOf(entry.step, t, (id) => labelBeside(entry, id, whole));
  const run = runOf(entry, input);
  return {
    ...base(entry, parentId, input),
    type: 'step',
    zIndex: layer.card(input.depthOf(entry.block)),
    ...sized(node.width, node.height),
    handles: handlesOf(ports),
    ariaLabel: ariaLabel(entry, summary, run, input),
    data: {
      ...common(entry, direction, input),
      run,
      glyph: glyphOf(entry.step),
      activity: activityOf(entry.step),
      summary,
      collapsed: entry.collapsed,
      pills: pillsOf(entry.step, input.document, input.afterPivot.has(entry.id)),
      ports,
    },
  };
}

/** A collapsed group shows what in it a person has to know first. */
function runOf(entry: StepEntry, { overlay, whole }: SceneInput): StepOverlay | null {
  const own = overlay?.steps[entry.id] ?? null;
  if (!own || !overlay || !entry.collapsed || (own.state !== 'running' && own.state !== 'waiting')) return own;
  const inner = withInner(whole, entry.id).flatMap((id) => overlay.steps[id]?.state ?? []);
  const worst = pressing.find((state) => inner.includes(state));
  return worst === undefined ? own : { ...own, state: worst };
}

const pressing = ['stuck', 'undoing', 'retrying'] as const;

/** A collapsed group says what is wrong in it. */
function problemOf(entry: StepEntry, { outline, problems }: SceneInput): Problem | null {
  const meant = entry.collapsed ? withInner(outline, entry.id) : [entry.id];
  const [first = null, ...others] = meant.flatMap((id) => problems.get(id) ?? []);
  return others.reduce<Problem | null>(graver, first);
}

function graver(a: Problem | null, b: Problem): Problem {
  if (!a) return b;
  const worst = a.severity === 'warning' && b.severity === 'error' ? b : a;
  return { ...worst, count: a.count + b.count };
}

function ariaLabel(entry: StepEntry, summary: string, run: StepOverlay | null, input: SceneInput): string {
  const { whole: outline, t, breakpoints } = input;
  const undo = hasUndo(entry) ? undoWordsOf(entry, t) : null;
  const problem = problemOf(entry, input);
  const stops = breakpoints.has(entry.id);
  return spokenStep({ entry, outline, summary, run, problem, undo, stops, t });
}

const frames = remembering<GroupNodeType>();

/** A group, the lane of its way back, and what is in it. */
function addGroup(
  entry: StepEntry,
  size: Measured,
  parentId: string | null,
  input: SceneInput,
  into: CanvasNode[],
): void {
  const body = entry.type === 'parallel' ? null : (input.outline.blocks.get(`${entry.id}/body`) ?? null);
  into.push(groupNode(entry, size, parentId, body, input));
  const marks = entry.blocks.map((key) => input.measures.marks.get(key));
  const inside = insides(entry, [input.lasting, size, input.depthOf(entry.block), ...marks], () => {
    const made: CanvasNode[] = [...backNodes(entry, size, input)];
    if (body) addBlock(body, entry.id, input, made);
    for (const lane of size.lanes) addLane(entry, lane, input, made);
    return made;
  });
  for (const node of inside) into.push(node);
}

const insides = remembering<readonly CanvasNode[]>();

/** The same object as before, unless something that it shows changed. */
function groupNode(
  entry: StepEntry,
  size: Measured,
  parentId: string | null,
  body: BlockEntry | null,
  input: SceneInput,
): GroupNodeType {
  const { t, document, overlay, whole, problems, within, breakpoints } = input;
  const direction = directionOf(input.outline, entry.block);
  const { x, y } = input.measures.positions[entry.id] ?? nowhere;
  const { owner, number } = standingOf(entry, whole);
  const problem = problems.get(entry.id);
  const standing = [owner?.label, owner?.type, number];
  const place = [parentId, direction, input.depthOf(entry.block), ...standing, within === entry.id];
  const marks = [overlay?.steps[entry.id], problem?.severity, problem?.count, problem?.message];
  const held = [size, body?.stepIds.length, breakpoints.has(entry.id), document.defaults];
  const make = (): GroupNodeType => groupOf(entry, size, parentId, body, input);
  return frameAt(frames(entry.step, [t, entry, ...place, ...marks, ...held], make), x, y);
}

function groupOf(
  entry: StepEntry,
  size: Measured,
  parentId: string | null,
  body: BlockEntry | null,
  input: SceneInput,
): GroupNodeType {
  const { document, t } = input;
  const direction = directionOf(input.outline, entry.block);
  const isView = input.within === entry.id;
  const ports = groupPorts(entry, direction, size, size.first, size.last, t).filter(
    ({ id }) => !isView || id === 'entry',
  );
  const detail = groupDetail(entry.step, t);
  const isEmpty = body ? body.stepIds.length === 0 : size.lanes.length === 0;
  return {
    ...base(entry, parentId, input),
    type: 'frame',
    zIndex: layer.ground(input.depthOf(entry.block)),
    ...sized(size.width, size.height),
    handles: handlesOf(ports),
    ariaLabel: ariaLabel(entry, detail, input.overlay?.steps[entry.id] ?? null, input),
    ...(isView ? { draggable: false } : {}),
    data: {
      ...common(entry, direction, input),
      glyph: glyphOf(entry.step),
      tone: toneOf(entry),
      detail,
      pills: pillsOf(entry.step, document),
      ports,
      pivotX: size.pivotX,
      isEmpty,
      isView,
      titleX:
        direction === 'down' && body !== null && !isEmpty && size.first.x < size.width / 2 ? size.first.x + 24 : 16,
      block: body?.key ?? `${entry.id}/body`,
    },
  };
}

function toneOf({ type }: StepEntry): GroupTone {
  return type === 'saga' || type === 'try' || type === 'map' ? type : 'parallel';
}

const lines = remembering<LaneNodeType>();

function addLane(owner: StepEntry, lane: Lane, input: SceneInput, into: CanvasNode[]): void {
  const block = input.outline.blocks.get(lane.block);
  if (!block) return;
  const first = firstY(block, input) ?? lane.height / 2;
  const depth = input.depthOf(owner.block);
  into.push(lines(block, [input.t, owner, lane, first, depth], () => laneNode(block, owner, lane, first, input)));
  addBlock(block, lane.block, input, into);
}

function laneNode(block: BlockEntry, owner: StepEntry, lane: Lane, first: number, input: SceneInput): LaneNodeType {
  const ports = lanePorts(first);
  const named = block.block.name;
  const label =
    typeof named === 'string' && named !== '' && owner.type === 'parallel' ? named : laneName(owner, lane, input.t);
  const place =
    owner.type === 'parallel' ? { index: owner.blocks.indexOf(lane.block), count: owner.blocks.length } : null;
  return {
    id: lane.block,
    type: 'lane',
    zIndex: layer.line(input.depthOf(owner.block)),
    parentId: owner.id,
    position: { x: lane.x, y: lane.y },
    ...sized(lane.width, lane.height),
    handles: handlesOf(ports),
    draggable: false,
    selectable: false,
    focusable: false,
    connectable: false,
    ariaLabel: label,
    data: { lane, owner: owner.id, place, label, isEmpty: block.stepIds.length === 0, ports },
  };
}

function laneName(owner: StepEntry, lane: Lane, t: Translate): string {
  return owner.type === 'try' ? t('canvas.lane.finally') : lane.name;
}

function firstY(block: BlockEntry, { measures }: SceneInput): number | null {
  const first = block.start ?? block.stepIds[0];
  const at = first === undefined ? undefined : measures.positions[first];
  const size = first === undefined ? undefined : measures.steps.get(first);
  return at && size ? at.y + size.first.y : null;
}

/** The mark before the step the run starts with. */
function startNode(root: BlockEntry, { measures, outline, overlay }: SceneInput): readonly CanvasNode[] {
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
