/** SG6. The point of no return: what its completion closes, and which errors wait for a person from there on. */
import type { FrameKey } from '../event.ts';
import { type Effect, type Failure, matchesType } from '../failure.ts';
import { type Draft, setActive, setFrame } from './draft.ts';
import { isInSaga, isPivot, mergeLedger, ownerOf } from './frames.ts';
import { type CatchNode, type Program, stepNode } from './program.ts';
import { type ActiveComposite, type ActiveStep, frameOf, isCommitted, isStuck, type Readable } from './state.ts';

/**
 * Closes the ledgers of this saga and all around it: what they hold stands, as after a saga that ended well. What was to end these
 * blocks from outside is deferred to the end of the outermost.
 */
export function passPivot(program: Program, draft: Draft, key: FrameKey): void {
  if (!isInSaga(program, draft, key)) return;
  mergeLedger(draft, key);
  const frame = frameOf(draft, key);
  setFrame(draft, { ...frame, ledger: null, committed: true, closing: null });
  const owner = ownerOf(draft, frame);
  if (!owner || !isInSaga(program, draft, owner.frame)) return;
  setActive(draft, { ...owner, cancelBy: null });
  passPivot(program, draft, owner.frame);
}

/** A pivot that may have taken effect, and whatever is past one, unless a block inside its saga catches the error. */
export function mustNotFail(
  program: Program,
  state: Readable,
  step: ActiveStep,
  error: Failure,
  outcome: Effect,
): boolean {
  if (error.type === EVENTS_LIMIT) return false;
  if (step.kind === 'none' && isStuck(step)) return true;
  if (outcome !== 'none' && isPivot(program, state, step)) return true;
  const past = isCommitted(state, step.frame) || (step.kind === 'composite' && isPastPivot(state, step));
  return past && !isCaughtInside(program, state, step, error);
}

/** Whether a pivot in one of its blocks is behind: to run them again would be to do it twice. */
export function isPastPivot(state: Readable, { frames }: ActiveComposite): boolean {
  return frames.some((key) => frameOf(state, key).committed);
}

/** Up to, and without, the saga whose pivot is behind. */
export function isCaughtInside(program: Program, state: Readable, step: ActiveStep, error: Failure): boolean {
  for (let at: ActiveStep | null = step; at !== null; at = ownerOf(state, frameOf(state, at.frame))) {
    if (at.kind === 'composite' && at.type === 'saga' && isPastPivot(state, at)) return false;
    if (matchingClause(stepNode(program, at.id).catches, error) !== -1) return true;
  }
  return false;
}

export function matchingClause(catches: readonly CatchNode[], error: Failure): number {
  return catches.findIndex((clause) => clause.errors.some((pattern) => matchesType(pattern, error.type)));
}

/** A run out of events must end: nothing may catch that and go on. */
export const EVENTS_LIMIT = 'limit.events';
