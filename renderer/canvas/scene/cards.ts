import {
  type Direction,
  directionOf,
  type Outline,
  type Point,
  type StepEntry,
  withInner,
} from '../../document/index.ts';
import { activityOf, glyphOf } from '../glyphs/glyphs.ts';
import type { StepOverlay } from '../overlay.ts';
import { layer, node } from './geometry.ts';
import type { Ground } from './ground.ts';
import { handlesOf, sized } from './node-parts.ts';
import type { SceneInput } from './nodes.ts';
import { pillsOf } from './pills.ts';
import { type Found, put } from './placing.ts';
import { stepPorts } from './ports.ts';
import { remembering } from './remember.ts';
import { standingOf } from './spoken.ts';
import { ariaLabel, base, common } from './step-parts.ts';
import { insideSummary, summaryOf } from './summary.ts';
import type { StepNodeType } from './types.ts';
import { type Chip, undoNode } from './undo-nodes.ts';

type Card = Omit<StepNodeType, 'position'>;

const nowhere: Point = { x: 0, y: 0 };

/** What is drawn of a step, wherever it is. */
interface Shown {
  readonly ground: object;
  readonly number: number;
  readonly other: string | null;
  readonly card: Card;
  readonly chip: Chip | null;
}

const shown = new WeakMap<StepEntry, Shown>();

/** The card of a step, and its undo. What holds for the whole block is compared once, so that few facts are left for each of thousands. */
export function addStep(
  entry: StepEntry,
  parentId: string | null,
  ground: Ground,
  input: SceneInput,
  into: Found,
): void {
  const number = ground.numbers?.get(entry.id) ?? 0;
  const other = otherOf(entry, input.whole);
  const before = shown.get(entry);
  const isSame = before?.ground === ground.of && before.number === number && before.other === other;
  const now =
    isSame && !entry.collapsed ? before : shownAnew(entry, parentId, { ground: ground.of, number, other }, input);
  if (now !== before) shown.set(entry, now);
  const { x, y } = input.measures.positions[entry.id] ?? nowhere;
  put(into, now.card, x, y);
  if (now.chip) put(into, now.chip.node, now.chip.x, now.chip.y);
}

/** Where `otherwise` leads, as the card says it. */
function otherOf(entry: StepEntry, whole: Outline): string | null {
  const { otherwise } = entry.step;
  return typeof otherwise === 'string' ? labelBeside(entry, otherwise, whole) : null;
}

function shownAnew(
  entry: StepEntry,
  parentId: string | null,
  by: Pick<Shown, 'ground' | 'number' | 'other'>,
  input: SceneInput,
): Shown {
  return { ...by, card: stepNode(entry, parentId, by.other, input), chip: undoNode(entry, input) };
}

const cards = remembering<Card>();

/** The card of a step. The same object as before, unless something that it shows changed. */
function stepNode(entry: StepEntry, parentId: string | null, other: string | null, input: SceneInput): Card {
  const direction = directionOf(input.outline, entry.block);
  const make = (): Card => cardOf(entry, parentId, direction, input);
  if (entry.collapsed) return make();
  const { t, document, overlay, whole, problems } = input;
  const { owner, number } = standingOf(entry, whole);
  const problem = problems.get(entry.id);
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
  return cards(entry.step, of, make);
}

/** Of a step in the same block; elsewhere nothing leads to. */
function labelBeside({ block }: StepEntry, id: string, { steps }: Outline): string {
  const other = steps.get(id);
  return other?.block === block ? other.label : id;
}

function cardOf(entry: StepEntry, parentId: string | null, direction: Direction, input: SceneInput): Card {
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
