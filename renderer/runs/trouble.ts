/** What a person has to know first about a run that did not go well: what went wrong, in which step, and what waits for a decision. */
import type { Failure, RunView, StepView } from '@sagaloom/engine/core';

export interface Trouble {
  /** `failed`: why the run failed, or is or was undone. `stuck`: what waits for a person. */
  readonly kind: 'failed' | 'stuckStep' | 'stuckUndo';
  /** Null when no step brought it about, such as a time limit of the run. */
  readonly stepId: string | null;
  readonly error: Failure;
}

export function troublesOf(view: RunView): readonly Trouble[] {
  return [...causes(view), ...view.steps.flatMap(stuck)];
}

function causes(view: RunView): readonly Trouble[] {
  const error = view.error ?? view.undoing[0]?.error;
  if (!error) return [];
  const stepId = originOf(view, error);
  // A stuck step that is the cause says so itself.
  return view.steps.some((step) => step.id === stepId && step.status === 'stuck')
    ? []
    : [{ kind: 'failed', stepId, error }];
}

/** The innermost step that failed with this error: it was entered after those it is in. */
function originOf({ steps }: RunView, { type, message }: Failure): string | null {
  const failed = steps.findLast(({ error }) => error?.type === type && error.message === message);
  return failed?.id ?? null;
}

function stuck({ id, status, error, undo, undoError }: StepView): readonly Trouble[] {
  if (status === 'stuck' && error) return [{ kind: 'stuckStep', stepId: id, error }];
  return undo === 'stuck' && undoError ? [{ kind: 'stuckUndo', stepId: id, error: undoError }] : [];
}
