import type { RunView, StepView } from '../core/view.ts';

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** A run as `run --json` gives it: see cli.md. */
export function runJson(view: RunView) {
  const { runId, workflow, hash, status, undo, output, error, effects, events } = view;
  return {
    runId,
    workflow,
    hash,
    status,
    undo,
    output,
    error,
    steps: view.steps.map(stepJson),
    effects: effects.map(({ seq, path, visit, kind, attempt, outcome }) => ({
      seq,
      path,
      visit,
      kind,
      attempt,
      outcome,
    })),
    events,
    durationMs: (view.endedAt ?? view.at) - view.startedAt,
  };
}

const undoWord = {
  none: 'none',
  pending: 'pending',
  running: 'pending',
  stuck: 'pending',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
} as const satisfies Record<StepView['undo'], string>;

function stepJson({ path, id, visit, type, status, outcome, attempts, startedAt, endedAt, undo }: StepView) {
  return {
    path,
    id,
    visit,
    type,
    status,
    outcome,
    attempts,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    undo: undoWord[undo],
  };
}
