import type { Asked, Command } from '../core/command.ts';
import type { Recorded } from '../core/event.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { Rejection } from '../core/index.ts';
import type { Branch } from './branching.ts';
import type { RunEntry } from './entry.ts';
import type { Outcome } from './mail.ts';
import type { Ids, Journal } from './ports.ts';
import { mocksSchema } from './scripted/mocks.ts';
import { recordedMocks } from './scripted/recorded.ts';

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
  readonly runId?: string | undefined;
}

interface Desk {
  readonly journal: Journal;
  readonly ids: Ids;
  readonly ask: (runId: string, command: Command) => Promise<Outcome>;
  readonly branch: (branch: Branch) => Promise<Outcome>;
  readonly settled: (runId: string) => Promise<RunEntry | null>;
}

/** LI4. Another run from the same history, with a key of its own; mocked unless the real thing is asked for. */
export async function forkRun(desk: Desk, from: string, request: ForkRequest): Promise<Outcome> {
  const { ids, journal, branch } = desk;
  const { runId = ids.runId(), real = false, by, why } = request;
  const history = await journal.history(from, 0, Infinity);
  const to = request.at ?? endOfLife(history);
  const problem = real ? null : problemOf(request.mocks ?? {});
  if (problem !== null) return invalid(`The mocks are not as a mocks file holds them: ${problem}`);
  const mocks = real ? null : mocksOf(history, request.mocks ?? {});
  const command = { type: 'branch', kind: 'fork', from, runId, runKey: runId, entries: [], mocks, by, why } as const;
  return branch({ kind: 'prefix', command, to });
}

function endOfLife(history: readonly Recorded[]): number {
  const end = history.find(({ type }) => type === 'RunClosing' || type === 'RunEnded');
  return end ? end.seq - 1 : (history.at(-1)?.seq ?? 1);
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

/** LI4. Ends the run; the answer is the run that follows it. */
export async function resetRun(desk: Desk, from: string, request: ResetRequest): Promise<Outcome> {
  const { ids, journal, ask, settled } = desk;
  const { to, runId = ids.runId(), by, why } = request;
  let outcome: Outcome = invalid('It was not tried.');
  for (let i = 0; i < ATTEMPTS; i += 1) {
    const beyond = await journal.history(from, to, Infinity);
    outcome = await ask(from, { type: 'reset', to, runId, beyond, by, why });
    if (outcome.kind === 'accepted' || outcome.code !== 'stale') break; // it went on meanwhile
  }
  if (outcome.kind === 'rejected') return outcome;
  await settled(from);
  const entry = await journal.entry(runId);
  return entry ? { kind: 'accepted', entry } : outcome;
}
