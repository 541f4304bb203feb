import type { RunView } from '../../core/view.ts';
import { oneLine } from '../terminal.ts';
import { stuckIn } from './stuck.ts';

/** One line of a run that did not complete: what failed, where, and what to do. Null: nothing did. */
export function outcomeLine(view: RunView): string | null {
  const { runId, status, error } = view;
  const [stuck, ...others] = stuckIn(view);
  if (status === 'suspended' && stuck !== undefined) {
    const more = others.length === 0 ? '' : ` (${others.length} more)`;
    return oneLine(`Run ${runId} is suspended. ${stuck.what.replace(/\.?$/, '.')} ${stuck.repair}${more}.`);
  }
  if (view.endedAt === null || status === 'completed' || status === 'continuedAsNew') return null;
  const why = error === null ? '' : `: ${error.type}: ${error.message}`;
  return oneLine(`Run ${runId} ended as ${status}${placeOf(view)}${why}`);
}

/** The innermost step that has the error; it is recorded of the steps around it as well. */
function placeOf({ steps, error }: RunView): string {
  const step = steps.findLast(({ status, error: own }) => status === 'failed' && own?.type === error?.type);
  return step === undefined ? '' : ` at ${step.path}${step.visit > 1 ? ` #${step.visit}` : ''}`;
}
