import type { Failure } from '../failure.ts';
import type { ContinueNode } from '../machine/program.ts';
import { nextRunId } from '../machine/random.ts';
import { close } from '../machine/run-end.ts';
import { beginning, type Entering } from './entering.ts';

/** LI3. This run ends; the next takes over its key, its open children, and the signals nobody has taken. */
export async function enterContinue(at: Entering, node: ContinueNode): Promise<Failure | null> {
  const { decision } = at;
  const { run, left, signals, children } = decision.state;
  if (!run) throw new Error('a run continues that was never started');
  const input = node.input ? await decision.evaluate(node.input, at.frame) : { ok: true as const, value: run.input };
  if (!input.ok) return input.error;
  decision.emit({ type: 'StepPassed', ...beginning(at), stepType: 'continueAsNew', assigned: {}, next: null });
  const runId = nextRunId(run.id);
  const continued = {
    from: run.id,
    generation: run.generation + 1,
    signals: signals.map((signal, i) => ({ ...signal, seq: i + 1 - signals.length })),
    children: Object.values(children),
    ...(run.breakpoints ? { breakpoints: run.breakpoints } : {}),
  };
  const next = { kind: 'continued', runId, input: input.value, continued } as const;
  close(decision, { status: 'continuedAsNew', output: null, error: null, left }, next);
  return null;
}
