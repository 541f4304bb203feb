import {
  evolve,
  foldHistory,
  initialState,
  link,
  plan,
  type Program,
  type Recorded,
  type RunState,
} from '../../core/index.ts';
import type { RunEntry } from '../../runtime/entry.ts';
import type { Append } from '../../runtime/ports.ts';
import { entryAfter } from '../../runtime/project.ts';
import { betweenFaults, type Neighbours } from './between.ts';
import { entryFaults } from './entry.ts';
import { Messages } from './messages.ts';
import { onceFaults, type Seen } from './once.ts';
import { resultFaults, type Said } from './results.ts';
import { timeFaults } from './times.ts';
import { undoFaults, UndoOrder } from './undo.ts';

/** Definitions by hash, made ready to run. */
export type Programs = Map<string, Program>;

export interface Surroundings {
  readonly programs: Programs;
  /** Left out: what the world answered is taken on trust. */
  readonly said?: Said | undefined;
  /** Left out: what is said of other runs is taken on trust. */
  readonly runs?: Neighbours | undefined;
}

/**
 * One run, seen from the journal: a fold of its own over what was committed, held against every append as it comes.
 *
 *   SI1   a history is dense, never goes back in time, folds, and ends with its end
 *   SI2   an append carries the version that was there, and an entry that is what the history folds to
 *   SI3   each timer fires once, and not before it is due
 *   SI4   a place ends once, an undo is complete once, an attempt begins once
 *   SI5   what is undone was done, is undone in the order that was decided, and nothing that is owed is forgotten
 *   SI6   an open run waits for something: an attempt, a timer, a message, a person
 *   SI7   what is recorded of an attempt is what the world said to it
 *   SI8   what is begun is wanted by what is durable, and is begun once
 *   SI9   what is acknowledged is in the history
 *   SI10  each signal comes in once and is taken once, the oldest first
 *   SI11  what a run says of another is so
 */
export class RunWatch {
  readonly runId: string;
  readonly events: Recorded[] = [];
  readonly messages = new Messages();
  state: RunState = initialState();
  entry: RunEntry | null = null;
  program: Program | null = null;
  private readonly around: Surroundings;
  private readonly seen: Seen = new Set();
  private readonly undo = new UndoOrder();

  constructor(runId: string, around: Surroundings) {
    this.runId = runId;
    this.around = around;
  }

  get isOpen(): boolean {
    return this.entry !== null && !this.state.ended;
  }

  wanted(): ReturnType<typeof plan> {
    return this.program ? plan(this.program, this.state) : [];
  }

  /** What this append breaks; none, if all is well. */
  commit({ expected, events, entry, definition }: Append): readonly string[] {
    const faults: string[] = [];
    if (expected !== this.events.length)
      faults.push(`SI2 ${expected} was expected, and ${this.events.length} was there`);
    if (definition && !this.around.programs.has(entry.hash))
      this.around.programs.set(entry.hash, link(definition as unknown as Parameters<typeof link>[0], entry.hash));
    const copied = events.findLastIndex(({ type }) => type === 'RunBranched'); // LI4: the events before are another run's
    for (const [i, event] of events.entries()) {
      const found = this.fold(event);
      if (i >= copied) faults.push(...found);
    }
    const { program } = this;
    if (!program) return [...faults, `${this.runId}: SI1 a history begins without a definition`];
    this.entry = entryAfter(this.entry, this.state, events, plan(program, this.state));
    faults.push(...entryFaults(this.entry, entry), ...this.restFaults());
    return faults.map((fault) => `${this.runId}: ${fault}`);
  }

  /** What the journal says now must be what was committed; more is there only where the machine went down over it. */
  audit(history: readonly Recorded[], entry: RunEntry | null): readonly string[] {
    const now = JSON.stringify(history);
    if (now !== JSON.stringify(this.events))
      return [
        `${this.runId}: SI1 the journal holds ${history.length} events that are not the ${this.events.length} committed`,
      ];
    if (this.entry === null || entry === null)
      return entry === this.entry ? [] : [`${this.runId}: SI2 the index differs`];
    return entryFaults(this.entry, entry).map((fault) => `${this.runId}: ${fault}`);
  }

  /** Once it has ended, or nothing of it goes on. */
  finish(): readonly string[] {
    const { program, events } = this;
    if (!program) return [];
    const state = foldHistory((hash) => this.around.programs.get(hash) ?? program, events);
    const whole = entryAfter(null, state, events, plan(program, state));
    const faults = this.entry ? entryFaults(whole, this.entry) : [];
    return [...faults, ...undoFaults(events)].map((fault) => `${this.runId}: ${fault}`);
  }

  private fold(event: Recorded): readonly string[] {
    if (event.type === 'RunStarted') this.program = this.around.programs.get(event.hash) ?? null;
    const { state, events, program } = this;
    if (!program) return [];
    const faults = this.faultsOf(program, event);
    if (event.seq !== events.length + 1) faults.push(`SI1 event ${events.length + 1} has number ${event.seq}`);
    if (event.at < state.at)
      faults.push(`SI1 event ${event.seq} is ${state.at - event.at} ms before the one before it`);
    if (state.ended) faults.push(`SI1 event ${event.seq} (${event.type}) comes after the end`);
    events.push(event);
    try {
      this.state = evolve(program, state, event);
    } catch (error) {
      faults.push(`SI1 event ${event.seq} (${event.type}) does not fold: ${String(error)}`);
    }
    if (event.type === 'DefinitionMigrated') this.program = this.around.programs.get(event.hash) ?? program;
    return faults;
  }

  private faultsOf(program: Program, event: Recorded): string[] {
    const { state, around } = this;
    return [
      ...timeFaults(program, state, event),
      ...onceFaults(this.seen, event),
      ...this.undo.see(event),
      ...this.messages.see(state, event),
      ...(around.said ? resultFaults(program, state, event, around.said) : []),
      ...(around.runs ? betweenFaults(state, event, around.runs) : []),
    ];
  }

  private restFaults(): readonly string[] {
    const { state } = this;
    if (this.entry === null) return [];
    if (state.ended) return this.wanted().map(({ id }) => `SI6 it has ended and still wants ${id}`);
    if (state.status === 'suspended' || state.paused || this.wanted().length > 0) return [];
    const waits = Object.values(state.active).some(({ kind }) => kind === 'receive');
    return waits ? [] : ['SI6 it is open and waits for nothing'];
  }
}
