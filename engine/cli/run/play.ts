import type { RunEntry } from '../../runtime/entry.ts';
import { isTraceparent } from '../../runtime/traceparent.ts';
import { toJsonObject } from '../../server/json.ts';
import { type ExitCode, failed, ok, OPEN, REFUSED, type Result, WRONG_INPUT } from '../codes.ts';
import { fail, say } from '../terminal.ts';
import { Course } from './course.ts';
import type { RunHost } from './host.ts';
import { type Interrupt, onInterrupt } from './interrupt.ts';
import type { RunOptions, RunPlan } from './plan.ts';
import { codeOf, showRun } from './show.ts';
import { sendInTime } from './signals.ts';

/** Starts the run, or finds it there; waits for it; shows how it went. */
export async function play(host: RunHost, plan: RunPlan, options: RunOptions): Promise<ExitCode> {
  const begun = begin(host, plan, options);
  const interrupt = onInterrupt(() => void cancel(begun)); // from the first moment on
  try {
    const course = await begun;
    if (!course.ok) return fail(course);
    const entry = isPaused(plan) ? null : await settledOrLeft(host, course.value, interrupt, plan);
    const { runId } = course.value;
    await showRun(await host.history(runId), (value) => host.engine.whole(value), options);
    if (isPaused(plan)) say(`Run ${runId} is paused: \`sagaloom resume ${runId}\` lets it go on.`);
    else if (entry === null) sayOpen(runId, options);
    return entry === null ? OPEN : codeOf(entry.status);
  } finally {
    interrupt.stop();
  }
}

const isPaused = ({ begin }: RunPlan): boolean => begin.kind === 'carryOn' && begin.run.status === 'paused';

function sayOpen(runId: string, { virtualTime }: RunOptions): void {
  const again = virtualTime
    ? 'it was in memory only and is gone'
    : `\`sagaloom serve\`, or this command with --id ${runId}, carries it on`;
  say(`Run ${runId} is still open: ${again}.`);
}

async function cancel(begun: Promise<Result<Course>>): Promise<void> {
  say('Cancelling: what was done is undone. Press Ctrl+C again to leave the run open instead.');
  const course = await begun;
  if (course.ok) await course.value.tell({ type: 'cancel', by: 'cli', why: 'interrupted' });
}

async function begin(host: RunHost, { compiled, begin }: RunPlan, { id }: RunOptions): Promise<Result<Course>> {
  if (begin.kind === 'carryOn') {
    const { runId, startedAt, endedAt } = begin.run;
    say(
      endedAt === null
        ? `Run ${runId} is there already and is carried on.`
        : `Run ${runId} has ended already; this is how.`,
    );
    return ok(new Course(host, runId, Date.parse(startedAt)));
  }
  const { definition, hash } = compiled;
  const traceparent = isTraceparent(process.env['TRACEPARENT'] ?? '') ? process.env['TRACEPARENT'] : null;
  const request = { definition: toJsonObject(definition), hash, ...begin.values, by: 'cli', runId: id, traceparent };
  const outcome = await host.engine.start(request);
  if (outcome.kind === 'rejected') return failed(outcome.code === 'invalid' ? WRONG_INPUT : REFUSED, outcome.reason);
  const { runId, workflow, startedAt } = outcome.entry;
  say(`Run ${runId} of ${workflow} has started.`);
  return ok(new Course(host, runId, startedAt));
}

/** Null: it is left open. */
async function settledOrLeft(
  { until, clock }: RunHost,
  course: Course,
  { left }: Interrupt,
  { signals, timeoutMs }: RunPlan,
): Promise<RunEntry | null> {
  const limit = timeLimit(timeoutMs);
  const stopSending = sendInTime(signals, course.startedAt, clock, (signal) => void course.send(signal));
  try {
    const first = await until(Promise.race([course.settled(), left, limit.over]));
    return typeof first === 'string' ? null : first;
  } finally {
    stopSending();
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
