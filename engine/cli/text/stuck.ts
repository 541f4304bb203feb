import type { RunView } from '../../core/view.ts';

/** Something that waits for a person. */
export interface Stuck {
  /** `Undoing pay is stuck: it is closed`. */
  readonly what: string;
  /** The verbs that repair it, as they are to be given. */
  readonly repair: string;
}

export interface StuckPlace {
  readonly runId: string;
  readonly path: string;
  readonly visit: number;
  readonly isUndo: boolean;
  readonly why: string;
}

export function stuckAt({ runId, path, visit, isUndo, why }: StuckPlace): Stuck {
  const verbs = isUndo ? 'undo-retry, undo-skip or undo-abort' : 'retry-step, skip-step or complete-step';
  const again = visit > 1 ? ` --visit ${visit}` : '';
  return {
    what: `${isUndo ? 'Undoing ' : ''}${path} is stuck: ${why}`,
    repair: `Use sagaloom ${verbs} ${runId} ${path}${again}`,
  };
}

export function stuckIn({ steps, runId }: Pick<RunView, 'steps' | 'runId'>): readonly Stuck[] {
  const stuck = steps.filter((step) => step.status === 'stuck' || step.undo === 'stuck');
  return stuck.map(({ path, visit, undo, undoError, error }) => {
    const isUndo = undo === 'stuck';
    return stuckAt({ runId, path, visit, isUndo, why: (isUndo ? undoError : error)?.message ?? '' });
  });
}
