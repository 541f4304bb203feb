import {
  type AttemptEndedCommand,
  type Decisions,
  decisions,
  foldHistory,
  initialState,
  plan,
  type Program,
  type Recorded,
  type RunState,
  type WantedEffect,
} from '../core/index.ts';
import { lostResult } from './answers.ts';
import type { RunEntry } from './entry.ts';
import type { Journal, StoredRun } from './ports.ts';
import type { Programs } from './programs.ts';

/** A run as its history gives it. */
export interface Loaded {
  /** Which decides on from here; `state` is its own, and changes with the next decision. */
  readonly session: Decisions;
  readonly program: Program;
  readonly state: RunState;
  readonly entry: RunEntry;
  readonly wanted: readonly WantedEffect[];
  readonly runKey: string;
  /** Number of the last event a snapshot holds. */
  readonly snapshotAt: number;
}

export async function loadRun(journal: Journal, programs: Programs, runId: string): Promise<Loaded | null> {
  const stored = await journal.load(runId);
  if (!stored) return null;
  const program = await programs.load(stored.entry.hash);
  const { snapshot, tail } = await withUsableSnapshot(journal, stored);
  const session = decisions(program, await restore(programs, tail, snapshot ?? initialState()));
  return loaded(session, stored.entry, plan(program, session.state()), snapshot?.seq ?? 0);
}

/** A snapshot of another shape of state is passed over: history is the truth. */
async function withUsableSnapshot(journal: Journal, stored: StoredRun): Promise<StoredRun> {
  const version: number | undefined = stored.snapshot?.v;
  if (version === undefined || version === initialState().v) return stored;
  return { ...stored, snapshot: null, tail: await journal.history(stored.entry.runId, 0, Infinity) };
}

export function loaded(
  session: Decisions,
  entry: RunEntry,
  wanted: readonly WantedEffect[],
  snapshotAt: number,
): Loaded {
  const state = session.state();
  const runKey = state.run?.key ?? entry.runId;
  return { session, program: session.program(), state, entry, wanted, runKey, snapshotAt };
}

/** The state that a history gives, with every definition that it names. */
export async function restore(
  programs: Programs,
  history: readonly Recorded[],
  from: RunState = initialState(),
): Promise<RunState> {
  const hashes = new Set(from.run ? [from.run.hash] : []);
  for (const event of history)
    if (event.type === 'RunStarted' || event.type === 'DefinitionMigrated') hashes.add(event.hash);
  const known = new Map<string, Program>();
  for (const hash of hashes) known.set(hash, await programs.load(hash));
  const programOf = (hash: string): Program => {
    const program = known.get(hash);
    if (!program) throw new Error(`the definition ${hash} is not in the history`);
    return program;
  };
  return foldHistory(programOf, history, from);
}

/** AC4. One that no worker had taken has not begun, and is offered again: taking it is recorded first (AT1). */
export function lostAttempts(wanted: readonly WantedEffect[]): readonly AttemptEndedCommand[] {
  return wanted.flatMap((effect) => {
    if (effect.kind !== 'attempt' || effect.reportPickUp) return [];
    const { path, visit, attempt, undo } = effect;
    return [{ type: 'attemptEnded', path, visit, attempt, undo, result: lostResult } as const];
  });
}
