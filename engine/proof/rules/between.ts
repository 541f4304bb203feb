import { type Json, nextRunId, type Recorded, type RunState, stepKey } from '../../core/index.ts';
import { placeKey } from '../../core/machine/state.ts';
import type { RunWatch } from './watch.ts';

export type Neighbours = (runId: string) => RunWatch | undefined;

/**
 * SI11. What a run says of another is so, and durable: a signal it sent is there once, a child it waited for ended as it says, the
 * run that follows it is there and has the signals that nobody took (after a reset all of them), and it does nothing any more once that
 * is there (LI2, LI3, LI4).
 */
export function betweenFaults(state: RunState, event: Recorded, runs: Neighbours): readonly string[] {
  if (state.run?.mocks) return []; // of a fork nothing leaves
  switch (event.type) {
    case 'StepCompleted':
      return event.manual === undefined ? stepFaults(state, event, runs) : [];
    case 'NextStarted':
      return nextFaults(state, event.runId, runs);
    case 'RunBranched':
      return event.kind === 'reset' && isAtWork(runs(event.from))
        ? [`SI11 it follows ${event.from}, which is open`]
        : [];
    case 'RunStarted':
      return event.continued ? carriedFaults(event.continued, runs) : [];
    default:
      return [];
  }
}

function nextFaults({ run }: RunState, nextId: string, runs: Neighbours): readonly string[] {
  const next = runs(nextId);
  if (!next) return [`SI11 the next run ${nextId} is not there`];
  if (!next.events.some((event) => event.type === 'RunBranched')) return [];
  const has = new Set(next.events.flatMap(signalId));
  const lost = (runs(run?.id ?? '')?.events ?? []).flatMap(signalId).filter((id) => !has.has(id));
  return lost.map((id) => `SI11 signal ${id} did not come again to ${nextId}, which was reset`);
}

const signalId = (event: Recorded): readonly string[] =>
  event.type === 'SignalReceived' && event.id !== null ? [event.id] : [];

const isAtWork = (run: RunWatch | undefined): boolean => run === undefined || (run.isOpen && !run.state.closing);

function stepFaults(state: RunState, event: Recorded & { type: 'StepCompleted' }, runs: Neighbours): readonly string[] {
  const step = state.active[placeKey(event)];
  if (step?.kind !== 'task') return [];
  const { work, progress } = step;
  if (work.kind === 'emit' && work.target.kind === 'signal') {
    const times = timesReceived(work.target.runId, stepKey(state.run, step), runs);
    return times === 1 ? [] : [`SI11 ${placeKey(event)} sent its signal, and it is there ${times} times`];
  }
  if (work.kind !== 'child') return [];
  const child = progress.child === null ? undefined : runs(progress.child);
  if (!child) return [`SI11 ${placeKey(event)} says it had a child, and there is none`];
  return childFaults(placeKey(event), event.output, child, runs);
}

/** In the run that it names, and those that follow it. */
function timesReceived(runId: string, id: string, runs: Neighbours): number {
  const run = runs(runId);
  if (!run) return 0;
  const own = run.events.slice(run.events.findLastIndex(({ type }) => type === 'RunBranched') + 1); // before, it is another's
  const here = own.filter(
    (event) => event.type === 'SignalReceived' && event.id === id && event.again === undefined,
  ).length;
  const next = following(run, runs);
  return next === undefined ? here : here + timesReceived(next.runId, id, runs);
}

/** LI4: one that was reset after its end does not say so itself. */
function following(run: RunWatch, runs: Neighbours): RunWatch | undefined {
  const end = endOf(run);
  return end === null ? undefined : runs(end.next ?? nextRunId(run.runId));
}

/** Where it was waited for: it ended with this output, or a run did that followed. One that was only started says its id. */
function childFaults(place: string, output: Json, child: RunWatch, runs: Neighbours): readonly string[] {
  const said = JSON.stringify(output);
  if (said === JSON.stringify({ runId: child.runId })) return [];
  const ends: string[] = [];
  for (let run: RunWatch | undefined = child; run; run = following(run, runs)) {
    const end = endOf(run);
    if (end && end.next === undefined) ends.push(JSON.stringify(end.output)); // reset since, it had ended all the same
  }
  if (ends.length === 0) return [`SI11 ${place} ended before its child ${child.runId}`];
  return ends.includes(said) ? [] : [`SI11 ${place} says ${said}, and its child ${ends.join(', ')}`];
}

function endOf(run: RunWatch): (Recorded & { type: 'RunEnded' }) | null {
  const last = run.events.at(-1);
  return last?.type === 'RunEnded' ? last : null;
}

function carriedFaults(
  {
    from,
    signals,
  }: { readonly from: string; readonly signals: readonly { readonly name: string; readonly id: string | null }[] },
  runs: Neighbours,
): readonly string[] {
  const before = runs(from);
  if (!before) return [`SI11 it continues ${from}, which is not there`];
  const text = (list: typeof signals): string => JSON.stringify(list.map(({ name, id }) => [name, id]));
  const left = before.messages.waiting;
  return text(left) === text(signals)
    ? []
    : [`SI11 ${from} left the signals ${text(left)}, and ${text(signals)} were carried over`];
}
