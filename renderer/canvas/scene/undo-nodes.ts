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
import type { BackNodeType, UndoNodeType } from './types.ts';
import type { UndoPlan } from './undo-order.ts';

/** The chip beside a step; none where it stands in the lane of the way back. */
export function undoNode(entry: StepEntry, input: SceneInput): Chip | null {
  if (!hasUndo(entry) || (input.hasLanes && laneWith(entry.id, input))) return null;
  const isDown = directionOf(input.outline, entry.block) === 'down';
  const position = isDown
    ? { x: node.width + chip.beside, y: (node.height - chip.height) / 2 }
    : { x: (node.width - chip.width) / 2, y: node.height + chip.below };
  return { node: undoChip(entry, entry.id, input), ...position };
}

const chipHoles = chipPorts();
const chipHandles = handlesOf(chipHoles);
const undoWords = remembering<string>();

export const undoWordsOf = ({ step }: StepEntry, t: Translate): string =>
  undoWords(step, [t], () => undoSummary(step, t));

type UndoDrawn = Omit<UndoNodeType, 'position'>;

/** With its place in what holds it. */
export interface Chip extends Point {
  readonly node: UndoDrawn;
}

const chips = remembering<UndoDrawn>();

function undoChip(entry: StepEntry, parentId: string, input: SceneInput): UndoDrawn {
  const label = undoWordsOf(entry, input.t);
  const run = input.overlay?.steps[entry.id] ?? null;
  const order = run ? run.undoOrder : (input.undoOrder.get(entry.id) ?? null);
  const plan = run ? undefined : planWith(entry.id, input);
  const isOut = input.hasLanes && plan !== undefined && !plan.chain.includes(entry.id);
  const depth = input.depthOf(entry.block);
  const make = (): UndoDrawn => ({
    id: undoNodeId(entry.id),
    type: 'undo',
    zIndex: layer.card(depth),
    parentId,
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
  return chips(entry.step, [input.t, entry, parentId, depth, order, isOut, run], make);
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

interface Back extends Point {
  readonly node: Omit<BackNodeType, 'position'>;
}

/** The lane of the way back, and the undos in it, also those of steps in collapsed groups. */
export function backNodes(saga: StepEntry, { back, width }: Measured, input: SceneInput): readonly (Back | Chip)[] {
  const plan = input.plans.find((one) => one.saga === saga.id);
  if (!back || !plan) return [];
  const lane: Back['node'] = {
    id: backNodeId(saga.id),
    type: 'back',
    zIndex: layer.ground(input.depthOf(saga.block)),
    parentId: saga.id,
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
    return entry && position ? [{ node: undoChip(entry, saga.id, input), ...position }] : [];
  });
  return [{ node: lane, x: pad.lanes.left, y: back.y }, ...chips];
}

/** `If Ship fails, 2 steps are undone, the last first`: what the lane shows. */
function backWords(plan: UndoPlan, { overlay, whole, t }: SceneInput): string {
  if (overlay) return t('lanes.wayBack');
  const name = plan.point === null ? '' : (whole.steps.get(plan.point)?.label ?? plan.point);
  if (plan.isPast) return t('lanes.pastPivot', { name });
  const values = { name, count: plan.chain.length, order: plan.order };
  return plan.point === null ? t('lanes.ifLastFails', values) : t('lanes.ifFails', values);
}
