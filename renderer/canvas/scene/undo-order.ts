import {
  type BlockEntry,
  enclosingBlocks,
  type Outline,
  portsOf,
  type StepEntry,
  targetOf,
} from '../../document/index.ts';
import { stepsAfterPivot, stepsBefore } from './flow.ts';
import { hasUndo } from './measure.ts';

/** What a saga would undo, and from where. */
export interface UndoPlan {
  readonly saga: string;
  /** Steps with an undo whose nearest saga this is, as the flow comes to them. */
  readonly undos: readonly string[];
  /** Those that would be undone, the first first. */
  readonly chain: readonly string[];
  readonly order: 'reverse' | 'parallel';
  /** The step whose failure is meant; null: the last one. */
  readonly point: string | null;
  /** The point is at or after the point of no return, where nothing is undone any more. */
  readonly isPast: boolean;
}

const known = new WeakMap<Outline, readonly UndoPlan[]>();

/** Of each saga what it would undo if `failing` failed; where that is not in it, if the last step failed that still can. */
export function undoPlans(outline: Outline, failing: string | null = null): readonly UndoPlan[] {
  if (failing !== null) return plansOf(outline, failing);
  const plans = known.get(outline) ?? plansOf(outline, null);
  known.set(outline, plans);
  return plans;
}

function plansOf(outline: Outline, failing: string | null): readonly UndoPlan[] {
  const past = stepsAfterPivot(outline);
  return sagasOf(outline).map(({ entry, body }) => planOf(outline, entry, body, failing, past));
}

function planOf(
  outline: Outline,
  saga: StepEntry,
  body: BlockEntry,
  failing: string | null,
  past: ReadonlySet<string>,
): UndoPlan {
  const undos = undosOf(outline, body);
  const isIn = failing !== null && failing !== saga.id && isAround(outline, failing, saga.id);
  const point = isIn ? failing : pivotIn(outline, body);
  const isPast = isIn && past.has(failing);
  const earlier = point === null ? null : stepsBefore(outline, point, saga.id);
  const undone = isPast ? [] : undos.filter((id) => !past.has(id) && (earlier?.has(id) ?? true));
  const order = saga.step.order === 'parallel' ? 'parallel' : 'reverse';
  return { saga: saga.id, undos, chain: undone.toReversed(), order, point, isPast };
}

function isAround(outline: Outline, step: string, container: string): boolean {
  return enclosingBlocks(outline, step).some(({ owner }) => owner === container);
}

/** After it nothing is undone: it is the last step whose failure leads back. */
function pivotIn(outline: Outline, body: BlockEntry): string | null {
  const known = pivots.get(body);
  const found = known === undefined ? findPivot(outline, body) : known;
  pivots.set(body, found);
  return found;
}

const pivots = new WeakMap<BlockEntry, string | null>();

function findPivot(outline: Outline, { stepIds }: BlockEntry): string | null {
  return stepIds.find((id) => outline.steps.get(id)?.step.pivot === true) ?? null;
}

/** The order in which undos would run: numbers from 1, by step. None where they run together, or outside a saga. */
export function undoOrder(outline: Outline, plans = undoPlans(outline)): ReadonlyMap<string, number> {
  return new Map(
    plans.flatMap(({ order, chain }) =>
      order === 'parallel' ? [] : chain.map((id, index) => [id, index + 1] as const),
    ),
  );
}

function sagasOf(outline: Outline): readonly { readonly entry: StepEntry; readonly body: BlockEntry }[] {
  return outline.groups.flatMap((entry) => {
    const body = entry.type === 'saga' ? outline.blocks.get(`${entry.id}/body`) : undefined;
    return body ? [{ entry, body }] : [];
  });
}

const undosIn = new WeakMap<BlockEntry, readonly string[]>();

/** A body that is read as before holds the same steps. */
function undosOf(outline: Outline, body: BlockEntry): readonly string[] {
  const found = undosIn.get(body) ?? findUndos(outline, body);
  undosIn.set(body, found);
  return found;
}

function findUndos(outline: Outline, body: BlockEntry): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (id: string | null): void => {
    const entry = id === null ? undefined : outline.steps.get(id);
    if (!entry || seen.has(entry.id)) return;
    seen.add(entry.id);
    if (hasUndo(entry)) found.push(entry.id);
    if (entry.type !== 'saga') for (const key of entry.blocks) visitBlock(outline.blocks.get(key));
    for (const port of portsOf(entry.step)) visit(targetOf(entry.step, port));
  };
  const visitBlock = (block: BlockEntry | undefined): void => {
    if (!block) return;
    visit(block.start);
    for (const id of block.stepIds) visit(id);
  };
  visitBlock(body);
  return found.filter((id) => nearestSaga(outline, id) === body.owner);
}

function nearestSaga(outline: Outline, id: string): string | null {
  const around = enclosingBlocks(outline, id).map(({ owner }) => owner);
  return around.find((owner) => owner !== null && outline.steps.get(owner)?.type === 'saga') ?? null;
}
