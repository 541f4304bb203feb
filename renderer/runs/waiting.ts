import type { Json, Recorded, RunView, StepView } from '@sagaloom/engine/core';

/** A `receive` that waits: whoever has the answer can give it. */
export interface Waiting {
  readonly step: StepView;
  readonly signal: string;
  /** It takes only a signal with this key. */
  readonly key: Json | undefined;
}

export function waitingsOf(view: RunView, events: readonly Recorded[]): readonly Waiting[] {
  return view.steps.flatMap((step) => waitingOf(step, events) ?? []);
}

export function waitingOf(step: StepView, events: readonly Recorded[]): Waiting | null {
  const { type, status, signal, path, visit } = step;
  if (type !== 'receive' || status !== 'waiting' || signal === null) return null;
  const entered = events.findLast(
    (event) => event.type === 'StepStarted' && event.path === path && event.visit === visit,
  );
  const key = entered?.type === 'StepStarted' && entered.detail.kind === 'receive' ? entered.detail.key : undefined;
  return { step, signal, key };
}
