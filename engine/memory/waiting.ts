import type { RunView, StepView } from '../core/view.ts';

/** A step that is open and holds no other: what the run waits at. */
export interface Waiting {
  /** For a person: `ask waits for the signal approved`. */
  readonly what: string;
  readonly signal: string | null;
  /** The run of the child that it waits for. */
  readonly child: string | null;
}

export function waitingIn({ steps }: Pick<RunView, 'steps'>): readonly Waiting[] {
  return steps.filter((step) => isOpen(step) && !holdsOthers(step)).map(waitingAt);
}

const isOpen = ({ endedAt, undo }: StepView): boolean => endedAt === null || undo === 'running' || undo === 'stuck';

const holdsOthers = ({ type }: StepView): boolean =>
  type === 'saga' || type === 'parallel' || type === 'map' || type === 'try';

function waitingAt({ path, endedAt, status, undo, signal, child }: StepView): Waiting {
  if (endedAt !== null)
    return { what: `the undo of ${path} is ${undo === 'stuck' ? 'stuck' : 'open'}`, signal: null, child };
  if (status === 'stuck') return { what: `${path} is stuck`, signal: null, child };
  return { what: signal === null ? `${path} is open` : `${path} waits for the signal ${signal}`, signal, child };
}
