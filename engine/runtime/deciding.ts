import {
  type DecideInput,
  type Decisions,
  decisions,
  type Eventually,
  initialState,
  plan,
  type Program,
  type Recorded,
  type Rejection,
} from '../core/index.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { Append, Clock, Ids, Journal } from './ports.ts';
import { loaded, type Loaded, loadRun, restore } from './loaded.ts';
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
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly programs: Programs;
}

/** So many commands at most are decided before the first of them is durable. */
const LIMIT = 256;
/** Events between snapshots. */
const SNAPSHOT_EVERY = 256;

/**
 * AC3: decides all that is in the mailbox, one after the other, those that come meanwhile included. The session of `before` has moved
 * on then: if this is not written, the run has to be loaded again. There at once, unless an expression has to be awaited.
 */
export function decideAll(mailbox: Letter[], before: Loaded | null, options: DecidingOptions): Eventually<Batch> {
  return new Deciding(mailbox, before, options).go();
}

class Deciding {
  private readonly mailbox: Letter[];
  private readonly before: Loaded | null;
  private readonly options: DecidingOptions;
  private readonly wasAdmitted: boolean | null;
  private readonly decided: Answered[] = [];
  private readonly failed: { letter: Letter; error: unknown }[] = [];
  private readonly events: Recorded[] = [];
  private session: Decisions | null;
  private count = 0;

  constructor(mailbox: Letter[], before: Loaded | null, options: DecidingOptions) {
    this.mailbox = mailbox;
    this.before = before;
    this.options = options;
    this.wasAdmitted = before?.state.admitted ?? null;
    this.session = before?.session ?? null;
  }

  go(): Eventually<Batch> {
    while (this.count < LIMIT) {
      const letter = this.mailbox.shift();
      if (!letter) break;
      this.count += 1;
      const pending = this.decide(letter);
      if (pending instanceof Promise) return pending.then(() => this.go());
    }
    const { session, before, wasAdmitted, events, decided, failed } = this;
    const change = session && events.length > 0 ? changeOf(session, { before, wasAdmitted }, events, decided) : null;
    return { decided, failed, change };
  }

  private decide(letter: Letter): Eventually<void> {
    try {
      const isFirst = !this.before && this.events.length === 0; // a refused start leaves no trace
      if (isFirst) this.session = beginning(letter, this.options.programs);
      const answer = this.session?.decide(asInput(letter, this.options)) ?? unknownRun;
      return answer instanceof Promise ? this.later(letter, answer) : this.take(letter, answer);
    } catch (error) {
      return this.fail(letter, error);
    }
  }

  private async later(letter: Letter, pending: Promise<Answer>): Promise<void> {
    try {
      this.take(letter, await pending);
    } catch (error) {
      await this.fail(letter, error);
    }
  }

  private take(letter: Letter, answer: Answer): void {
    this.decided.push(answered(letter, answer));
    if (answer.kind === 'accepted') this.events.push(...answer.events);
  }

  /** AC5. */
  private async fail(letter: Letter, error: unknown): Promise<void> {
    this.failed.push({ letter, error });
    if (this.session) this.session = await again(this.session.program(), this.before, this.events, this.options);
  }
}

/** As if what threw had never been tried: what is durable, and what was decided since. */
async function again(
  program: Program,
  before: Loaded | null,
  events: readonly Recorded[],
  { journal, programs }: DecidingOptions,
): Promise<Decisions> {
  const durable = before && (await loadRun(journal, programs, before.entry.runId));
  return decisions(program, await restore(programs, events, durable?.state));
}

function answered(letter: Letter, answer: Answer): Answered {
  return answer.kind === 'rejected'
    ? { letter, rejection: answer }
    : { letter, rejection: null, result: answer.result };
}

type Answer = Awaited<ReturnType<Decisions['decide']>>;

const unknownRun: Rejection = { kind: 'rejected', code: 'notFound', reason: 'There is no such run.' };

function beginning(letter: Letter, programs: Programs): Decisions | null {
  const program = programFor(letter, programs);
  return program && decisions(program, initialState());
}

function programFor({ request }: Letter, programs: Programs): Program | null {
  return request && programs.of(request.definition, request.hash);
}

function asInput(letter: Letter, { clock, ids, programs }: DecidingOptions): DecideInput {
  const { command } = letter;
  const at = clock.now();
  if (command.type === 'migrate') return { command, at, seed: '', target: programFor(letter, programs) ?? undefined };
  return { command, at, seed: command.type === 'start' ? ids.seed() : '' };
}

function changeOf(
  session: Decisions,
  { before, wasAdmitted }: { before: Loaded | null; wasAdmitted: boolean | null },
  events: readonly Recorded[],
  decided: readonly Answered[],
): Batch['change'] {
  const program = session.program();
  const state = session.state();
  const wanted = plan(program, state);
  const entry = entryAfter(before?.entry ?? null, state, events, wanted);
  const snapshotAt = before?.snapshotAt ?? 0;
  const isDue = !state.ended && state.seq - snapshotAt >= SNAPSHOT_EVERY;
  const append: Append = {
    runId: entry.runId,
    expected: before?.entry.events ?? 0,
    events,
    entry,
    definition: before?.program === program ? undefined : definitionIn(decided),
    snapshot: isDue ? state : undefined,
    slot: state.run?.slot ? slotAfter(wasAdmitted, state) : undefined,
  };
  return { append, after: loaded(session, entry, wanted, isDue ? state.seq : snapshotAt) };
}

/** Of the start, or of what the run was migrated to. */
function definitionIn(decided: readonly Answered[]): JsonObject | undefined {
  return decided.findLast(({ letter, rejection }) => rejection === null && letter.request)?.letter.request?.definition;
}
