import { directionOf, type Point, type StepEntry } from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { chip, layer, node, pad } from './geometry.ts';
import { backNodeId, undoNodeId } from './ids.ts';
import { hasUndo, type Measured } from './measure.ts';
import { handlesOf, sized } from './node-parts.ts';
import type { SceneInput } from './nodes.ts';
import { chipPorts } from './ports.ts';
import { remembering } from './remember.ts';
import { undoSummary } from './summary.ts';
import type { BackNodeType, CanvasNode, UndoNodeType } from './types.ts';
import type { UndoPlan } from './undo-order.ts';

/** The chip beside a step; none where it stands in the lane of the way back. */
export function undoNode(entry: StepEntry, input: SceneInput): readonly UndoNodeType[] {
  if (!hasUndo(entry) || (input.hasLanes && laneWith(entry.id, input))) return [];
  const isDown = directionOf(input.outline, entry.block) === 'down';
  const position = isDown
    ? { x: node.width + chip.beside, y: (node.height - chip.height) / 2 }
    : { x: (node.width - chip.width) / 2, y: node.height + chip.below };
  return [undoChip(entry, { parentId: entry.id, position }, input)];
}

const chipHoles = chipPorts();
const chipHandles = handlesOf(chipHoles);
const undoWords = remembering<string>();

export const undoWordsOf = ({ step }: StepEntry, t: Translate): string =>
  undoWords(step, [t], () => undoSummary(step, t));

interface ChipPlace {
  readonly parentId: string;
  readonly position: Point;
}

const chips = remembering<UndoNodeType>();

function undoChip(entry: StepEntry, place: ChipPlace, input: SceneInput): UndoNodeType {
  const label = undoWordsOf(entry, input.t);
  const run = input.overlay?.steps[entry.id] ?? null;
  const order = run ? run.undoOrder : (input.undoOrder.get(entry.id) ?? null);
  const plan = run ? undefined : planWith(entry.id, input);
  const isOut = input.hasLanes && plan !== undefined && !plan.chain.includes(entry.id);
  const depth = input.depthOf(entry.block);
  const make = (): UndoNodeType => ({
    id: undoNodeId(entry.id),
    type: 'undo',
    zIndex: layer.card(depth),
    ...place,
    ...sized(chip.width, chip.height),
    handles: chipHandles,
    draggable: false,
    selectable: false,
    focusable: false,
    connectable: false,
    ariaLabel: input.t('canvas.undo.label', { name: label, step: entry.label }),
    ariaRole: 'note',
    data: {
      stepId: entry.id,
      label,
      order,
      isOut,
      run,
      ports: chipHoles,
    },
  });
  const { parentId, position } = place;
  return chips(entry.step, [input.t, entry, parentId, position.x, position.y, depth, order, isOut, run], make);
}

const planned = new WeakMap<readonly UndoPlan[], ReadonlyMap<string, UndoPlan>>();

function planWith(step: string, { plans }: Pick<SceneInput, 'plans'>): UndoPlan | undefined {
  const known = planned.get(plans) ?? new Map(plans.flatMap((plan) => plan.undos.map((id) => [id, plan] as const)));
  planned.set(plans, known);
  return known.get(step);
}

/** The saga, drawn open, in whose lane the undo of a step stands. */
function laneWith(step: string, { plans, measures }: SceneInput): string | null {
  const plan = planWith(step, { plans });
  return plan && measures.steps.get(plan.saga)?.back?.chips.has(step) ? plan.saga : null;
}

/** The lane of the way back, and the undos in it, also those of steps in collapsed groups. */
export function backNodes(saga: StepEntry, { back, width }: Measured, input: SceneInput): readonly CanvasNode[] {
  const plan = input.plans.find((one) => one.saga === saga.id);
  if (!back || !plan) return [];
  const lane: BackNodeType = {
    id: backNodeId(saga.id),
    type: 'back',
    zIndex: layer.ground(input.depthOf(saga.block)),
    parentId: saga.id,
    position: { x: pad.lanes.left, y: back.y },
    ...sized(width - 2 * pad.lanes.left, back.height),
    draggable: false,
    selectable: false,
    focusable: false,
    connectable: false,
    data: { saga: saga.id, label: backWords(plan, input) },
  };
  const chips = plan.undos.flatMap((id) => {
    const entry = input.whole.steps.get(id);
    const position = back.chips.get(id);
    return entry && position ? [undoChip(entry, { parentId: saga.id, position }, input)] : [];
  });
  return [lane, ...chips];
}

/** `If Ship fails, 2 steps are undone, the last first`: what the lane shows. */
function backWords(plan: UndoPlan, { overlay, whole, t }: SceneInput): string {
  if (overlay) return t('lanes.wayBack');
  const name = plan.point === null ? '' : (whole.steps.get(plan.point)?.label ?? plan.point);
  if (plan.isPast) return t('lanes.pastPivot', { name });
  const values = { name, count: plan.chain.length, order: plan.order };
  return plan.point === null ? t('lanes.ifLastFails', values) : t('lanes.ifFails', values);
}
