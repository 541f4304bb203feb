import type { RunEntry } from '../../runtime/entry.ts';
import { toJsonObject } from '../../server/json.ts';
import { type ExitCode, failed, ok, OPEN, REFUSED, type Result } from '../codes.ts';
import { fail, say } from '../terminal.ts';
import type { RunHost } from './host.ts';
import { type Interrupt, onInterrupt } from './interrupt.ts';
import type { RunOptions, RunPlan } from './plan.ts';
import { codeOf, showRun } from './show.ts';

/** Starts the run, or finds it there; waits for it; shows how it went. */
export async function play(host: RunHost, plan: RunPlan, options: RunOptions): Promise<ExitCode> {
  const begun = begin(host, plan, options);
  const interrupt = onInterrupt(() => void cancel(host, begun)); // from the first moment on
  try {
    const runId = await begun;
    if (!runId.ok) return fail(runId);
    const entry = await settledOrLeft(host, runId.value, interrupt, plan.timeoutMs);
    await showRun(await host.history(runId.value), options);
    if (entry !== null) return codeOf(entry.status);
    sayOpen(runId.value, options);
    return OPEN;
  } finally {
    interrupt.stop();
  }
}

function sayOpen(runId: string, { virtualTime }: RunOptions): void {
  const again = virtualTime
    ? 'it was in memory only and is gone'
    : `\`sagaloom serve\`, or this command with --id ${runId}, carries it on`;
  say(`Run ${runId} is still open: ${again}.`);
}

async function cancel({ engine }: RunHost, begun: Promise<Result<string>>): Promise<void> {
  say('Cancelling: what was done is undone. Press Ctrl+C again to leave the run open instead.');
  const runId = await begun;
  if (runId.ok) await engine.command(runId.value, { type: 'cancel', by: 'cli', why: 'interrupted' });
}

async function begin({ engine }: RunHost, { compiled, begin }: RunPlan, { id }: RunOptions): Promise<Result<string>> {
  if (begin.kind === 'carryOn') {
    const { runId, endedAt } = begin.run;
    say(
      endedAt === null
        ? `Run ${runId} is there already and is carried on.`
        : `Run ${runId} has ended already; this is how.`,
    );
    return ok(runId);
  }
  const { definition, hash } = compiled;
  const outcome = await engine.start({
    definition: toJsonObject(definition),
    hash,
    ...begin.values,
    by: 'cli',
    runId: id,
  });
  if (outcome.kind === 'rejected') return failed(REFUSED, outcome.reason);
  say(`Run ${outcome.entry.runId} of ${outcome.entry.workflow} has started.`);
  return ok(outcome.entry.runId);
}

/** Null: it is left open. */
async function settledOrLeft(
  { engine, until }: RunHost,
  runId: string,
  { left }: Interrupt,
  timeoutMs: number | null,
): Promise<RunEntry | null> {
  const limit = timeLimit(timeoutMs);
  try {
    const first = await until(Promise.race([engine.settled(runId), left, limit.over]));
    return typeof first === 'string' ? null : first;
  } finally {
    limit.stop();
  }
}

function timeLimit(ms: number | null): { readonly over: Promise<'over'>; readonly stop: () => void } {
  if (ms === null) return { over: new Promise(() => {}), stop: () => {} };
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), Math.min(ms, 2 ** 31 - 1));
  });
  return { over, stop: () => clearTimeout(timer) };
}
