import { type Json, sameJson } from '../../core/json.ts';
import { systemClock } from '../../node/systemClock.ts';
import type { RunEntry } from '../../runtime/entry.ts';
import type { Clock } from '../../runtime/ports.ts';
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
import { stalled, waitsOf } from './stalled.ts';

/** Starts the run, or finds it there; waits for it; shows how it went. */
export async function play(host: RunHost, plan: RunPlan, options: RunOptions): Promise<ExitCode> {
  const begun = begin(host, plan, options);
  const interrupt = onInterrupt(() => void cancel(begun)); // from the first moment on
  try {
    const course = await begun;
    if (!course.ok) return fail(course);
    const how = isPaused(plan) ? 'paused' : await settledOrLeft(host, course.value, interrupt, plan);
    const { runId } = course.value;
    await showRun(await host.history(runId), (value) => host.engine.whole(value), options);
    if (typeof how === 'string') say(await openness(host, runId, how, options));
    const code = typeof how === 'string' ? OPEN : codeOf(how.status);
    if (code === OPEN && isMocked(options))
      say(`The mocks were for this command only: whatever else carries run ${runId} on calls the real activities.`);
    return code;
  } finally {
    interrupt.stop();
  }
}

const isPaused = ({ begin }: RunPlan): boolean => begin.kind === 'carryOn' && begin.run.status === 'paused';

/** Mocks that a run in the database may outlive. */
const isMocked = ({ virtualTime, mocks, mocksOnly }: RunOptions): boolean =>
  !virtualTime && (mocks !== undefined || mocksOnly === true);

/** Why a run is not waited for any more. */
type Left = 'paused' | 'stalled' | 'left' | 'over';

async function openness(host: RunHost, runId: string, how: Left, { virtualTime }: RunOptions): Promise<string> {
  if (how === 'paused') return `Run ${runId} is paused: \`sagaloom resume ${runId}\` lets it go on.`;
  if (how === 'stalled') return stalled(runId, await waitsOf(host.history, runId));
  const again = virtualTime
    ? 'it was in memory only and is gone'
    : `\`sagaloom serve\`, or this command with --id ${runId}, carries it on`;
  return `Run ${runId} is still open: ${again}.`;
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
    if (begin.input !== null && !(await isInputOf(host, id ?? runId, begin.input.value)))
      say(
        `--input is not used: run ${id ?? runId} keeps the input it was started with. Another --id starts a new run.`,
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

async function settledOrLeft(
  { until, clock }: RunHost,
  course: Course,
  { left }: Interrupt,
  { signals, timeoutMs }: RunPlan,
): Promise<RunEntry | Left> {
  const limit = timeLimit(timeoutMs, clock);
  const stopSending = sendInTime(signals, course.startedAt, clock, (signal) => void course.send(signal));
  try {
    return (await until(Promise.race([course.settled(), left, limit.over]))) ?? 'left';
  } finally {
    stopSending();
    limit.stop();
  }
}

/** What it was started with may be kept as a reference. */
async function isInputOf({ history, engine }: RunHost, runId: string, input: Json): Promise<boolean> {
  const [first] = await history(runId);
  return first?.type === 'RunStarted' && sameJson(await engine.whole(first.input), input);
}

/** In the time of the run, virtual where that is; and in ours, for virtual time stands still while a real activity is under way. */
function timeLimit(ms: number | null, clock: Clock): { readonly over: Promise<'over'>; readonly stop: () => void } {
  const { promise: over, resolve } = Promise.withResolvers<'over'>();
  if (ms === null) return { over, stop: () => {} };
  const stops = [clock, systemClock].map((each) => each.setTimer(each.now() + ms, () => resolve('over')));
  return { over, stop: () => stops.forEach((stop) => stop()) };
}
