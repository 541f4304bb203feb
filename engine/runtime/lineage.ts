import type { Asked, Command } from '../core/command.ts';
import type { Recorded } from '../core/event.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { decide, lastOfLife, nextRunId, type Rejection, type RunState } from '../core/index.ts';
import { backTo, type Branch, itsEnd, type Resets } from './branching.ts';
import type { RunEntry } from './entry.ts';
import { restore } from './loaded.ts';
import type { Outcome } from './mail.ts';
import { endOfChain, type Records } from './outbox/children.ts';
import type { SlotKeeper } from './outbox/slots.ts';
import type { Ids } from './ports.ts';
import type { Programs } from './programs.ts';
import { mocksSchema } from './scripted/mocks.ts';
import { recordedMocks } from './scripted/recorded.ts';
import { full } from './starting.ts';

export interface ForkRequest extends Asked {
  /** Number of the last event that is kept. Default: the last before its end. */
  readonly at?: number | undefined;
  /** Beside, or instead of, what the run recorded: as in a mocks file. */
  readonly mocks?: JsonObject | null | undefined;
  /** Its attempts are made by activities, as those of any run. */
  readonly real?: boolean | undefined;
  readonly runId?: string | undefined;
}

export interface ResetRequest extends Asked {
  /** Number of the last event that is kept. */
  readonly to: number;
}

interface Desk extends Records {
  readonly ids: Ids;
  readonly programs: Programs;
  readonly slots: Pick<SlotKeeper, 'take'>;
  readonly ask: (runId: string, command: Command) => Promise<Outcome>;
  readonly branch: (branch: Branch) => Promise<Outcome>;
  readonly settled: (runId: string) => Promise<RunEntry | null>;
}

/** LI4. Another run from the same history, with a key of its own; mocked unless the real thing is asked for. */
export async function forkRun(desk: Desk, from: string, request: ForkRequest): Promise<Outcome> {
  const { ids, journal, branch } = desk;
  const { runId = ids.runId(), real = false, by, why } = request;
  const history = await journal.history(from, 0, Infinity);
  const to = request.at ?? lastOfLife(history);
  const problem = real ? null : problemOf(request.mocks ?? {});
  if (problem !== null) return invalid(`The mocks are not as a mocks file holds them: ${problem}`);
  const mocks = real ? null : mocksOf(history, request.mocks ?? {});
  const command = { type: 'branch', kind: 'fork', from, runId, runKey: runId, entries: [], mocks, by, why } as const;
  const begin = (): Promise<Outcome> => branch({ kind: 'prefix', command, to });
  return real && history.length > 0
    ? inItsSlot(desk, await restore(desk.programs, history.slice(0, to)), begin)
    : begin();
}

/** RN7. Where its key has room, or where it waited for some already. */
function inItsSlot(
  { slots }: Pick<Desk, 'slots'>,
  { run, admitted }: Pick<RunState, 'run' | 'admitted'>,
  begin: () => Promise<Outcome>,
): Promise<Outcome> {
  if (!run?.slot) return begin();
  const { workflow } = run;
  const { key, limit } = run.slot;
  return slots.take(workflow, { key, limit, mayQueue: !admitted }, async (slot) =>
    slot ? begin() : full(workflow, key, limit),
  );
}

function problemOf(given: JsonObject): string | null {
  const [issue] = mocksSchema.safeParse(given).error?.issues ?? [];
  return issue ? `${issue.path.join('/')}: ${issue.message}` : null;
}

function mocksOf(history: readonly Recorded[], given: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify({ ...recordedMocks(history), ...given })) as Record<string, Json>;
}

const invalid = (reason: string): Rejection => ({ kind: 'rejected', code: 'invalid', reason });

const ATTEMPTS = 5;

/** LI4. The answer is the run that follows: of two that reset a run, one makes it, since there is one id for it. */
export async function resetRun(desk: Desk, from: string, request: ResetRequest): Promise<Outcome> {
  let outcome: Outcome = invalid('It was not tried.');
  for (let i = 0; i < ATTEMPTS; i += 1) {
    const entry = await desk.entry(from);
    outcome = entry?.endedAt == null ? await resetOpen(desk, from, request) : await resetEnded(desk, entry, request);
    if (outcome.kind === 'accepted' || !isOfThePast(outcome)) break;
  }
  return outcome;
}

/** It went on meanwhile, or ended. */
const isOfThePast = ({ code }: Rejection): boolean => code === 'stale' || code === 'notRunning';

/** Ends it; what follows is started because of that, also after a crash. */
async function resetOpen({ journal, ask, settled }: Desk, from: string, request: ResetRequest): Promise<Outcome> {
  const { to, by, why } = request;
  const runId = nextRunId(from);
  const beyond = await journal.history(from, to, Infinity);
  const outcome = await ask(from, { type: 'reset', to, runId, beyond, by, why });
  if (outcome.kind === 'rejected') return outcome;
  await settled(from);
  const entry = await journal.entry(runId);
  return entry ? { kind: 'accepted', entry } : outcome;
}

/**
 * It stays as it ended. What follows is what would have, had it been reset just before, and is written in one append: it is there or it
 * is not. It begins only where the key of its concurrency has room (RN7): the run that ended has given its slot back.
 */
async function resetEnded(desk: Desk, ended: RunEntry, request: ResetRequest): Promise<Outcome> {
  const { branch } = desk;
  const { runId: from } = ended;
  const last = await endOfChain(desk, from);
  if (last?.runId !== from) return followed(from, last);
  const found = await asBeforeItsEnd(desk, from, request);
  if (found.kind === 'rejected') return found;
  const { next, run, admitted } = found;
  const begin = async (): Promise<Outcome> => {
    const outcome = await branch(backTo(run, next, request));
    const isTaken = outcome.kind === 'rejected' && outcome.code === 'alreadyStarted';
    return isTaken ? followed(from, await endOfChain(desk, from)) : outcome;
  };
  return inItsSlot(desk, { run, admitted }, begin);
}

type Found =
  | Rejection
  | {
      readonly kind: 'found';
      readonly next: Resets;
      readonly run: NonNullable<RunState['run']>;
      readonly admitted: boolean;
    };

async function asBeforeItsEnd({ journal, programs }: Desk, from: string, request: ResetRequest): Promise<Found> {
  const { to, by, why } = request;
  const history = await journal.history(from, 0, Infinity);
  const last = lastOfLife(history);
  if (to > last) return itsEnd(from, to);
  const before = await restore(programs, history.slice(0, last));
  const { run, admitted, at } = before;
  if (run === null) throw new Error(`run ${from} was never started`);
  const beyond = history.slice(to, last);
  const command = { type: 'reset', to, runId: nextRunId(from), beyond, by, why } as const;
  const decided = await decide(await programs.load(run.hash), before, { command, at, seed: '' });
  if (decided.kind === 'rejected') return decided;
  const next = decided.state.closing?.next;
  if (next?.kind !== 'reset') throw new Error('a reset closes the run for another');
  return { kind: 'found', next, run, admitted };
}

/** What the run that follows did is in its own ledger, not in this one: only the last can be reset. */
function followed(from: string, last: Pick<RunEntry, 'runId' | 'status'> | null): Rejection {
  const reason = last
    ? `Run ${from} went on as ${last.runId}, which is ${last.status}: reset that one.`
    : `Run ${from} went on as another, which is not kept any more: start a new one.`;
  return { kind: 'rejected', code: 'alreadyStarted', reason };
}
