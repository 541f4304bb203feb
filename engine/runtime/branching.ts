import type { Asked, BranchCommand, StartCommand } from '../core/command.ts';
import type { NextRun, Recorded, SignalReceived } from '../core/event.ts';
import { decide, initialState, lastOfLife, plan, type Rejection, type RunState } from '../core/index.ts';
import { restore } from './loaded.ts';
import type { Outcome } from './mail.ts';
import type { Append, Clock, Ids, Journal, Startable } from './ports.ts';
import type { Programs } from './programs.ts';
import { entryAfter, slotAfter } from './project.ts';

/** LI4. A run whose history begins as another's. */
export type Branch =
  | {
      readonly kind: 'prefix';
      readonly command: BranchCommand;
      /** Number of the last event of `command.from` that is kept. */
      readonly to: number;
    }
  /** A fork that continues as new stays a fork: the next run is started and branched in one append. */
  | {
      readonly kind: 'continued';
      readonly next: Extract<NextRun, { readonly kind: 'continued' }>;
      readonly startable: Startable;
      readonly runId: string;
      readonly traceparent: string | null;
      readonly run: NonNullable<RunState['run']>;
      readonly by: string;
    };

export type Resets = Extract<NextRun, { readonly kind: 'reset' }>;

/** What follows a run that was reset: its first events, its key, and what was done beyond. */
export function backTo(
  { id: from, key: runKey, mocks }: Pick<NonNullable<RunState['run']>, 'id' | 'key' | 'mocks'>,
  { runId, to, entries, children }: Resets,
  { by, why }: Asked,
): Branch {
  const command = { type: 'branch', kind: 'reset', from, runId, runKey, entries, children, mocks, by, why } as const;
  return { kind: 'prefix', command, to };
}

export interface BranchOptions {
  readonly journal: Journal;
  readonly programs: Programs;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Prefix {
  readonly state: RunState;
  readonly events: readonly Recorded[];
  readonly signals?: readonly Recorded<SignalReceived>[];
}

/** Written in one append under the new run's id; of two that make the same run, one does. */
export async function branchRun(options: BranchOptions, branch: Branch): Promise<Outcome> {
  const prefix = branch.kind === 'prefix' ? await cut(options, branch) : await startedAnew(options, branch);
  if (!('events' in prefix)) return prefix;
  const { state } = prefix;
  const program = await options.programs.load(state.run?.hash ?? '');
  const command = branch.kind === 'prefix' ? { ...branch.command, signals: prefix.signals } : staysFork(branch);
  const decided = await decide(program, state, { command, at: now(options, state), seed: '' });
  if (decided.kind === 'rejected') return decided;
  return write(
    options,
    command.runId,
    decided.state,
    [...prefix.events, ...decided.events],
    plan(program, decided.state),
  );
}

async function cut(
  { journal, programs }: BranchOptions,
  { command: { from, kind }, to }: Extract<Branch, { kind: 'prefix' }>,
): Promise<Prefix | Rejection> {
  const entry = await journal.entry(from);
  if (entry === null) return { kind: 'rejected', code: 'notFound', reason: `There is no run ${from}.` };
  if (!Number.isSafeInteger(to) || to < 1 || to > entry.events)
    return { kind: 'rejected', code: 'invalid', reason: `Run ${from} has events 1 to ${entry.events}.` };
  const events = await journal.history(from, 0, to);
  if (lastOfLife(events) < to) return itsEnd(from, to);
  const signals = kind === 'reset' ? (await journal.history(from, to, Infinity)).filter(isSignal) : [];
  return { state: await restore(programs, events), events, signals };
}

function isSignal(event: Recorded): event is Recorded<SignalReceived> {
  return event.type === 'SignalReceived';
}

export const itsEnd = (from: string, to: number): Rejection => ({
  kind: 'rejected',
  code: 'invalid',
  reason: `Event ${to} of run ${from} is its end: choose an earlier one.`,
});

/** Started under the id of the run before, as a prefix is: the branch gives it its own. */
async function startedAnew(
  options: BranchOptions,
  { next, startable, runId, run, traceparent, by }: Extract<Branch, { kind: 'continued' }>,
): Promise<Prefix | Rejection> {
  const { input, continued } = next;
  const { definition, hash, config } = startable;
  const program = options.programs.of(definition, hash);
  const parent = run.parent ?? undefined;
  const command: StartCommand = {
    type: 'start',
    runId,
    runKey: run.key,
    input,
    config,
    by,
    traceparent,
    parent,
    continued,
  };
  const seed = options.ids.seed();
  const decided = await decide(program, initialState(), { command, at: now(options, initialState()), seed });
  if (decided.kind === 'rejected') return decided;
  const events = decided.events.slice(0, 1); // what follows does so after the branch, or it might be over before
  return { state: await restore(options.programs, events), events };
}

function staysFork({ next, run, runId, by }: Extract<Branch, { kind: 'continued' }>): BranchCommand {
  const { runId: id } = next;
  return { type: 'branch', kind: 'fork', from: runId, runId: id, runKey: run.key, entries: [], mocks: run.mocks, by };
}

async function write(
  { journal }: BranchOptions,
  runId: string,
  state: RunState,
  events: readonly Recorded[],
  wanted: ReturnType<typeof plan>,
): Promise<Outcome> {
  const entry = entryAfter(null, state, events, wanted);
  const slot = slotAfter(null, state);
  const append: Append = { runId, expected: 0, events, entry, snapshot: state.ended ? undefined : state, slot };
  const { kind } = await journal.append(append);
  return kind === 'appended'
    ? { kind: 'accepted', entry }
    : { kind: 'rejected', code: 'alreadyStarted', reason: `Run ${runId} was started already.` };
}

function now({ clock }: BranchOptions, { at }: RunState): number {
  return Math.max(clock.now(), at);
}
