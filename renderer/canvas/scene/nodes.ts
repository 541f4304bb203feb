import { type NodeHandle, Position } from '@xyflow/react';
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
import { chip, layer, node, start } from './geometry.ts';
import { startNodeId, undoNodeId } from './ids.ts';
import { hasUndo, isGroup, type Lane, type Measured, type Measures } from './measure.ts';
import { pillsOf } from './pills.ts';
import { chipPorts, groupPorts, lanePorts, stepPorts } from './ports.ts';
import { spokenStep } from './spoken.ts';
import { groupDetail, summaryOf } from './summary.ts';
import type {
  CanvasNode,
  GroupNodeType,
  GroupTone,
  LaneNodeType,
  PortPlace,
  Problem,
  StepNodeType,
  UndoNodeType,
} from './types.ts';

export interface SceneInput {
  readonly document: Draft;
  readonly outline: Outline;
  readonly measures: Measures;
  readonly overlay: RunOverlay | null;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly undoOrder: ReadonlyMap<string, number>;
  readonly routes: Layout['routes'];
  /** Where a block's corner is on the whole drawing. */
  readonly cornerOf: (block: BlockKey) => Point;
  /** How many blocks are around a block. */
  readonly depthOf: (block: BlockKey) => number;
  readonly t: Translate;
}

const sides = { left: Position.Left, right: Position.Right, top: Position.Top, bottom: Position.Bottom } as const;

/** React Flow draws edges from these, without looking at the page. */
function handlesOf(ports: readonly PortPlace[]): NodeHandle[] {
  return ports.map(({ id, side, x, y, isTarget }) => ({
    id,
    type: isTarget ? 'target' : 'source',
    position: sides[side],
    x,
    y,
    width: 0,
    height: 0,
  }));
}

export function nodesOf(input: SceneInput): readonly CanvasNode[] {
  const root = input.outline.blocks.get('');
  return root ? [...startNode(root, input), ...blockNodes(root, null, input)] : [];
}

function blockNodes(block: BlockEntry, parentId: string | null, input: SceneInput): readonly CanvasNode[] {
  return block.stepIds.flatMap((id) => {
    const entry = input.outline.steps.get(id);
    const size = input.measures.steps.get(id);
    if (!entry || !size) return [];
    return isGroup(entry)
      ? groupNodes(entry, size, parentId, input)
      : [stepNode(entry, parentId, input), ...undoNode(entry, input)];
  });
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
  const position = input.measures.positions[entry.id] ?? { x: 0, y: 0 };
  const domAttributes = roleOf(input.t);
  return { id: entry.id, position, domAttributes, ...(parentId === null ? {} : { parentId }) };
}

function common(entry: StepEntry, direction: Direction, input: SceneInput) {
  const { overlay } = input;
  return {
    stepId: entry.id,
    label: entry.label,
    run: overlay?.steps[entry.id] ?? null,
    problem: problemOf(entry, input),
    direction,
  };
}

function stepNode(entry: StepEntry, parentId: string | null, input: SceneInput): StepNodeType {
  const direction = directionOf(input.outline, entry.block);
  const ports = stepPorts(entry, direction, input.t);
  const summary = entry.collapsed ? groupDetail(entry.step, input.t) : summaryOf(entry.step, input.t);
  const run = input.overlay?.steps[entry.id] ?? null;
  return {
    ...base(entry, parentId, input),
    type: 'step',
    zIndex: layer.card(input.depthOf(entry.block)),
    ...sized(node.width, node.height),
    handles: handlesOf(ports),
    ariaLabel: ariaLabel(entry, summary, run, input),
    data: {
      ...common(entry, direction, input),
      glyph: glyphOf(entry.step),
      activity: activityOf(entry.step),
      summary,
      collapsed: entry.collapsed,
      pills: pillsOf(entry.step, input.document),
      ports,
    },
  };
}

/** Known before the page is asked: nodes that are out of sight are never measured. */
function sized(width: number, height: number) {
  return { width, height, measured: { width, height } };
}

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
  const { outline, t } = input;
  const undo = hasUndo(entry) ? undoLabel(entry, t) : null;
  return spokenStep({ entry, outline, summary, run, problem: problemOf(entry, input), undo, t });
}

function undoNode(entry: StepEntry, input: SceneInput): readonly UndoNodeType[] {
  if (!hasUndo(entry)) return [];
  const isDown = directionOf(input.outline, entry.block) === 'down';
  const ports = chipPorts();
  const label = undoLabel(entry, input.t);
  const run = input.overlay?.steps[entry.id] ?? null;
  return [
    {
      id: undoNodeId(entry.id),
      type: 'undo',
      zIndex: layer.card(input.depthOf(entry.block)),
      parentId: entry.id,
      position: isDown
        ? { x: node.width + chip.beside, y: (node.height - chip.height) / 2 }
        : { x: (node.width - chip.width) / 2, y: node.height + chip.below },
      ...sized(chip.width, chip.height),
      handles: handlesOf(ports),
      draggable: false,
      selectable: false,
      focusable: false,
      connectable: false,
      ariaLabel: input.t('canvas.undo.label', { name: label, step: entry.label }),
      ariaRole: 'note',
      data: {
        stepId: entry.id,
        label,
        order: run ? run.undoOrder : (input.undoOrder.get(entry.id) ?? null),
        run,
        ports,
      },
    },
  ];
}

function undoLabel(entry: StepEntry, t: Translate): string {
  const compensate = entry.step.compensate as Readonly<Record<string, unknown>> | undefined;
  const named = compensate?.name;
  if (typeof named === 'string' && named !== '') return named;
  return t('canvas.undo.unnamed');
}

function groupNodes(
  entry: StepEntry,
  size: Measured,
  parentId: string | null,
  input: SceneInput,
): readonly CanvasNode[] {
  const { outline, document, t } = input;
  const direction = directionOf(input.outline, entry.block);
  const ports = groupPorts(entry, direction, size, size.first, size.last, t);
  const body = entry.type === 'parallel' ? null : (outline.blocks.get(`${entry.id}/body`) ?? null);
  const detail = groupDetail(entry.step, t);
  const isEmpty = body ? body.stepIds.length === 0 : size.lanes.length === 0;
  const group: GroupNodeType = {
    ...base(entry, parentId, input),
    type: 'frame',
    zIndex: layer.ground(input.depthOf(entry.block)),
    ...sized(size.width, size.height),
    handles: handlesOf(ports),
    ariaLabel: ariaLabel(entry, detail, input.overlay?.steps[entry.id] ?? null, input),
    data: {
      ...common(entry, direction, input),
      glyph: glyphOf(entry.step),
      tone: toneOf(entry),
      detail,
      pills: pillsOf(entry.step, document),
      ports,
      pivotX: size.pivotX,
      isEmpty,
      titleX:
        direction === 'down' && body !== null && !isEmpty && size.first.x < size.width / 2 ? size.first.x + 24 : 16,
      block: body?.key ?? `${entry.id}/body`,
    },
  };
  const lanes = size.lanes.flatMap((lane) => laneNodes(entry, lane, input));
  return [group, ...(body ? blockNodes(body, entry.id, input) : []), ...lanes];
}

function toneOf({ type }: StepEntry): GroupTone {
  return type === 'saga' || type === 'try' || type === 'map' ? type : 'parallel';
}

function laneNodes(owner: StepEntry, lane: Lane, input: SceneInput): readonly CanvasNode[] {
  const block = input.outline.blocks.get(lane.block);
  if (!block) return [];
  const ports = lanePorts(firstY(block, input) ?? lane.height / 2);
  const named = block.block.name;
  const label =
    typeof named === 'string' && named !== '' && owner.type === 'parallel' ? named : laneName(owner, lane, input.t);
  const node: LaneNodeType = {
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
    data: { lane, owner: owner.id, label, isEmpty: block.stepIds.length === 0, ports },
  };
  return [node, ...blockNodes(block, lane.block, input)];
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
