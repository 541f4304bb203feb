/** Which steps of a view are in a ledger that is open around them: what `fold` asks without the definition. */
import type { FrameKey, Place } from './event.ts';
import type { EffectView, RunView, StepView, UndoingView } from './view.ts';

/** A view being folded: arrays of its own, so that a long history folds in linear time. */
export interface Draft {
  view: { -readonly [K in keyof RunView]: RunView[K] };
  readonly steps: StepView[];
  readonly effects: EffectView[];
  undoing: UndoingView[];
  readonly index: Map<string, number>;
  /** Whether any step is a carried one. */
  carries: boolean;
}

function isPastPivot(draft: Draft, step: StepView): boolean {
  return stepsAround(draft, step).some(({ committed }) => committed);
}

/** A saga begins: what was done in it before the reset is undone with it. */
export function claimCarried(draft: Draft): void {
  for (const step of draft.steps)
    if (step.carried && step.undo === 'none' && !isPastPivot(draft, step) && isInLedger(draft, step))
      change(draft, step, () => ({ undo: 'pending' }));
}

/** `pay#1/body` → the composite at `pay`, visit 1, and its block `body`. */
export function holderOf(frame: FrameKey): Pick<StepView, 'parent' | 'block'> {
  if (frame === '') return { parent: null, block: null };
  const slash = frame.lastIndexOf('/');
  const hash = frame.lastIndexOf('#', slash);
  return {
    parent: { path: frame.slice(0, hash), visit: Number(frame.slice(hash + 1, slash)) },
    block: frame.slice(slash + 1),
  };
}

/** Whether a ledger is open around it: a saga's before its pivot, or a branch's in a saga. */
export function isInLedger(draft: Draft, step: StepView): boolean {
  const around = stepsAround(draft, step);
  const lastSaga = around.findLastIndex(({ type }) => type === 'saga');
  return around
    .slice(0, lastSaga + 1)
    .some(({ type, committed }) => (type === 'saga' ? !committed : type === 'parallel' || type === 'map'));
}

/** Innermost first. */
export function stepsAround(draft: Draft, step: StepView): readonly StepView[] {
  const around: StepView[] = [];
  for (let at = parentStep(draft, step); at; at = parentStep(draft, at)) around.push(at);
  return around;
}

function parentStep(draft: Draft, step: StepView): StepView | undefined {
  if (step.carried) return carriedParent(draft, step.carried);
  return step.parent ? draft.steps[draft.index.get(keyOf(step.parent)) ?? -1] : undefined;
}

/** The innermost of its blocks that is there; one that is being undone, or waits to be tried again, is not. */
function carriedParent(draft: Draft, frames: readonly FrameKey[]): StepView | undefined {
  const isUndoing = (frame: FrameKey): boolean => draft.undoing.some((undoing) => undoing.frame === frame);
  const owners = frames.map((frame) => ({ owner: ownerStep(draft, frame), isUndoing: isUndoing(frame) }));
  const open = owners.find((one) => !one.isUndoing && one.owner?.endedAt === null && one.owner.status !== 'retrying');
  const last = owners.at(-1)?.owner;
  return open?.owner ?? (last?.endedAt === null ? parentStep(draft, last) : undefined);
}

function ownerStep(draft: Draft, frame: FrameKey): StepView | undefined {
  const { parent } = holderOf(frame);
  return parent === null ? undefined : draft.steps[draft.index.get(keyOf(parent)) ?? -1];
}

export function isWithin(draft: Draft, step: StepView, owner: StepView, block: string | null): boolean {
  if (step.carried) return step.carried.some((frame) => isBlockOf(frame, owner, block));
  for (let at: StepView | undefined = step; at?.parent; at = parentStep(draft, at)) {
    if (keyOf(at.parent) === keyOf(owner)) return block === null || at.block === block;
  }
  return false;
}

function isBlockOf(frame: FrameKey, owner: StepView, block: string | null): boolean {
  const holder = holderOf(frame);
  return holder.parent !== null && keyOf(holder.parent) === keyOf(owner) && (block === null || holder.block === block);
}

export function stepAt(draft: Draft, place: Place): StepView {
  const step = draft.steps[draft.index.get(keyOf(place)) ?? -1];
  if (!step) throw new Error(`no step at ${keyOf(place)}`);
  return step;
}

export function change(draft: Draft, place: Place, how: (step: StepView) => Partial<StepView>): void {
  const step = stepAt(draft, place);
  draft.steps[draft.index.get(keyOf(place)) ?? -1] = { ...step, ...how(step) };
}

export function keyOf({ path, visit }: Place): string {
  return `${path}#${visit}`;
}
