import {
  decide,
  type DecideInput,
  initialState,
  plan,
  type Program,
  type Recorded,
  type Rejection,
  type RunState,
} from '../core/index.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { Append, Clock, Ids } from './ports.ts';
import { loaded, type Loaded } from './loaded.ts';
import type { Letter } from './mail.ts';
import type { Programs } from './programs.ts';
import { entryAfter, slotAfter } from './project.ts';

/** What a batch of commands came to, not yet durable. */
export interface Batch {
  /** In the order they came. */
  readonly decided: readonly Answered[];
  /** Deciding threw: a bug, and the caller hears of it (AC5). */
  readonly failed: readonly { readonly letter: Letter; readonly error: unknown }[];
  /** Null when nothing is to be written. */
  readonly change: { readonly append: Append; readonly after: Loaded } | null;
}

export interface Answered {
  readonly letter: Letter;
  /** Null: accepted. */
  readonly rejection: Rejection | null;
  /** What an update answered. */
  readonly result?: Json | undefined;
}

export interface DecidingOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly programs: Programs;
}

/** So many commands at most are decided before the first of them is durable. */
const LIMIT = 256;
/** Events between snapshots. */
const SNAPSHOT_EVERY = 256;

/** AC3: decides all that is in the mailbox, one after the other, those that come meanwhile included. */
export async function decideAll(mailbox: Letter[], before: Loaded | null, options: DecidingOptions): Promise<Batch> {
  const decided: Answered[] = [];
  const failed: { letter: Letter; error: unknown }[] = [];
  const events: Recorded[] = [];
  let program = before?.program ?? null;
  let state = before?.state ?? initialState();
  for (let count = 0; count < LIMIT; count += 1) {
    const letter = mailbox.shift();
    if (!letter) break;
    try {
      if (!state.run) program = programFor(letter, options.programs) ?? program; // a refused start leaves no trace
      const answer = program ? await decide(program, state, asInput(letter, state, options)) : unknownRun;
      if (answer.kind === 'rejected') {
        decided.push({ letter, rejection: answer });
        continue;
      }
      decided.push({ letter, rejection: null, result: answer.result });
      events.push(...answer.events);
      state = answer.state;
      if (letter.command.type === 'migrate') program = programFor(letter, options.programs) ?? program;
    } catch (error) {
      failed.push({ letter, error }); // AC5
    }
  }
  const change = program && events.length > 0 ? changeOf(program, state, before, events, decided) : null;
  return { decided, failed, change };
}

const unknownRun: Rejection = { kind: 'rejected', code: 'notFound', reason: 'There is no such run.' };

function programFor({ request }: Letter, programs: Programs): Program | null {
  return request && programs.of(request.definition, request.hash);
}

function asInput(letter: Letter, state: RunState, { clock, ids, programs }: DecidingOptions): DecideInput {
  const { command } = letter;
  const at = Math.max(clock.now(), state.at);
  if (command.type === 'migrate') return { command, at, seed: '', target: programFor(letter, programs) ?? undefined };
  return { command, at, seed: command.type === 'start' ? ids.seed() : '' };
}

function changeOf(
  program: Program,
  state: RunState,
  before: Loaded | null,
  events: readonly Recorded[],
  decided: readonly Answered[],
): Batch['change'] {
  const wanted = plan(program, state);
  const entry = entryAfter(before?.entry ?? null, state, events, wanted);
  const snapshotAt = before?.snapshotAt ?? 0;
  const isDue = !state.ended && state.seq - snapshotAt >= SNAPSHOT_EVERY;
  const append: Append = {
    runId: entry.runId,
    expected: before?.state.seq ?? 0,
    events,
    entry,
    definition: before?.program === program ? undefined : definitionIn(decided),
    snapshot: isDue ? state : undefined,
    slot: state.run?.slot ? slotAfter(before?.state ?? null, state) : undefined,
  };
  return { append, after: loaded(program, state, entry, wanted, isDue ? state.seq : snapshotAt) };
}

/** Of the start, or of what the run was migrated to. */
function definitionIn(decided: readonly Answered[]): JsonObject | undefined {
  return decided.findLast(({ letter, rejection }) => rejection === null && letter.request)?.letter.request?.definition;
}
