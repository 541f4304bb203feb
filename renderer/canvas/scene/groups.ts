import { type BlockEntry, directionOf, type StepEntry } from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { glyphOf } from '../glyphs/glyphs.ts';
import { layer } from './geometry.ts';
import type { Lane, Measured } from './measure.ts';
import { handlesOf, sized } from './node-parts.ts';
import type { SceneInput } from './nodes.ts';
import { pillsOf } from './pills.ts';
import { groupPorts, lanePorts } from './ports.ts';
import { remembering } from './remember.ts';
import { standingOf } from './spoken.ts';
import { ariaLabel, base, common } from './step-parts.ts';
import { groupDetail } from './summary.ts';
import type { GroupNodeType, GroupTone, LaneNodeType } from './types.ts';

type Frame = Omit<GroupNodeType, 'position'>;
type LaneDrawn = Omit<LaneNodeType, 'position'>;

const frames = remembering<Frame>();

/** A group that is drawn open. */
interface Open {
  readonly entry: StepEntry;
  readonly size: Measured;
  readonly parentId: string | null;
  /** Null: its blocks are drawn as lanes. */
  readonly body: BlockEntry | null;
}

/** The same object as before, unless something that it shows changed. */
export function groupNode(open: Open, input: SceneInput): Frame {
  const { entry, size, parentId, body } = open;
  const { t, document, overlay, whole, problems, within, breakpoints } = input;
  const direction = directionOf(input.outline, entry.block);
  const { owner, number } = standingOf(entry, whole);
  const problem = problems.get(entry.id);
  const standing = [owner?.label, owner?.type, number];
  const place = [parentId, direction, input.depthOf(entry.block), ...standing, within === entry.id];
  const marks = [overlay?.steps[entry.id], problem?.severity, problem?.count, problem?.message];
  const held = [size, body?.stepIds.length, breakpoints.has(entry.id), document.defaults];
  return frames(entry.step, [t, entry, ...place, ...marks, ...held], () => groupOf(open, input));
}

function groupOf({ entry, size, parentId, body }: Open, input: SceneInput): Frame {
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

const lines = remembering<LaneDrawn>();

/** The same object as before, unless something that it shows changed. */
export function laneNode(block: BlockEntry, owner: StepEntry, lane: Lane, input: SceneInput): LaneDrawn {
  const first = firstY(block, input) ?? lane.height / 2;
  const depth = input.depthOf(owner.block);
  return lines(block, [input.t, owner, lane, first, depth], () => laneOf(block, owner, lane, first, input));
}

function laneOf(block: BlockEntry, owner: StepEntry, lane: Lane, first: number, input: SceneInput): LaneDrawn {
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
