import type { RunEntry } from '../../runtime/entry.ts';
import { toJsonObject } from '../../server/json.ts';
import { type ExitCode, failed, ok, OPEN, REFUSED, type Result } from '../codes.ts';
import { fail, say } from '../terminal.ts';
import type { RunHost } from './host.ts';
import { onInterrupt } from './interrupt.ts';
import type { RunOptions, RunPlan } from './plan.ts';
import { codeOf, showRun } from './show.ts';

/** Starts the run, or finds it there; waits for it; shows how it went. */
export async function play(host: RunHost, plan: RunPlan, options: RunOptions): Promise<ExitCode> {
  const begun = await begin(host, plan, options);
  if (!begun.ok) return fail(begun);
  const runId = begun.value;
  const entry = await settledOrLeft(host, runId, plan.timeoutMs);
  await showRun(await host.history(runId), options);
  if (entry !== null) return codeOf(entry.status);
  const again = options.virtualTime
    ? 'it was in memory only and is gone'
    : `\`sagaloom serve\`, or this command with --id ${runId}, carries it on`;
  say(`Run ${runId} is still open: ${again}.`);
  return OPEN;
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
async function settledOrLeft(host: RunHost, runId: string, timeoutMs: number | null): Promise<RunEntry | null> {
  const interrupt = onInterrupt(() => {
    say('Cancelling: what was done is undone. Press Ctrl+C again to leave the run open instead.');
    void host.engine.command(runId, { type: 'cancel', by: 'cli', why: 'interrupted' });
  });
  const limit = timeLimit(timeoutMs);
  try {
    const first = await host.until(Promise.race([host.engine.settled(runId), interrupt.left, limit.over]));
    return typeof first === 'string' ? null : first;
  } finally {
    interrupt.stop();
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
