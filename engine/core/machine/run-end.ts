/** How a run ends: what it says, and whom it has to tell first. */
import type { ChildLink, EndStatus, Ending, NextRun } from '../event.ts';
import type { Failure } from '../failure.ts';
import type { Json } from '../json.ts';
import { validateAgainst } from '../validate.ts';
import type { Decision } from './decision.ts';
import type { RunState } from './state.ts';
import { allLeft } from './undoing.ts';

export type RunResult =
  | { readonly kind: 'completed'; readonly output: Json }
  | { readonly kind: 'failed'; readonly error: Failure };

/** An output that breaks its own schema is an error of the run, not of its reader. */
export function endRun(decision: Decision, result: RunResult): void {
  const checked = result.kind === 'completed' ? checkOutput(decision, result.output) : result;
  if (checked.kind === 'failed') return endFailed(decision, checked.error);
  const { left } = decision.state;
  close(decision, { status: 'completed', output: checked.output, error: null, left });
}

function checkOutput(decision: Decision, output: Json): RunResult {
  const schema = decision.program.definition.output;
  const verdict = schema === undefined ? { ok: true as const } : validateAgainst(schema, output);
  if (verdict.ok) return { kind: 'completed', output };
  const [first] = verdict.problems;
  const message = `The output does not fit its schema at ${first?.pointer || '/'}: ${first?.message ?? ''}`;
  return { kind: 'failed', error: { type: 'schema.output', message, retryable: false } };
}

function endFailed(decision: Decision, error: Failure): void {
  const left = allLeft(decision.program, decision.state);
  close(decision, { status: endStatus(decision.state, left.length), output: null, error, left });
}

/** `compensated`: ended by an error, and every ledger entry undone. */
function endStatus({ unwinding, undo }: Pick<RunState, 'unwinding' | 'undo'>, left: number): EndStatus {
  if (unwinding) return unwinding.type === 'timeout.run' ? 'timedOut' : 'cancelled';
  return undo === 'complete' && left === 0 ? 'compensated' : 'failed';
}

/** At once, or, where children or a next run have to be told, as soon as they have been. A next run takes the children over. */
export function close(decision: Decision, ending: Ending, next: NextRun | null = null): void {
  const children: readonly ChildLink[] = next ? [] : Object.values(decision.state.children);
  if (children.length === 0 && next === null) return decision.emit({ type: 'RunEnded', ...ending });
  decision.emit({ type: 'RunClosing', ...ending, children, next });
}

/** True when all have been told. */
export function endClosing(decision: Decision): boolean {
  const { closing } = decision.state;
  if (!closing || closing.children.length > 0 || (closing.next && !closing.nextStarted)) return false;
  const { status, output, error, left, next } = closing;
  decision.emit({ type: 'RunEnded', status, output, error, left, ...(next ? { next: next.runId } : {}) });
  return true;
}
