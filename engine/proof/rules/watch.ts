import { evolve, initialState, link, plan, type Program, type Recorded, type RunState } from '../../core/index.ts';
import type { JsonObject } from '../../core/json.ts';
import type { RunEntry } from '../../runtime/entry.ts';
import type { Append } from '../../runtime/ports.ts';
import { entryAfter } from '../../runtime/project.ts';
import { entryFaults } from './entry.ts';
import { onceFaults, type Seen } from './once.ts';
import { resultFaults, type Said } from './results.ts';
import { timeFaults } from './times.ts';
import { undoFaults, UndoOrder } from './undo.ts';

/**
 * One run, seen from the journal: a fold of its own over what was committed, held against every append as it comes.
 *
 *   SI1  a history is dense, never goes back in time, folds, and ends with its end
 *   SI2  an append carries the version that was there, and an entry that is what the history folds to
 *   SI3  each timer fires once, and not before it is due
 *   SI4  a place ends once, an undo is complete once, an attempt begins once
 *   SI5  what is undone was done, is undone in the order that was decided, and nothing that is owed is forgotten
 *   SI6  an open run waits for something: an attempt, a timer, a person
 *   SI7  what is recorded of an attempt is what the world said to it
 */
export class RunWatch {
  readonly runId: string;
  readonly events: Recorded[] = [];
  state: RunState = initialState();
  entry: RunEntry | null = null;
  program: Program | null = null;
  private readonly seen: Seen = new Set();
  private readonly undo = new UndoOrder();

  private readonly said: Said | null;

  /** Without `said` what the world answered is taken on trust. */
  constructor(runId: string, said: Said | null) {
    this.runId = runId;
    this.said = said;
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
    if (definition) this.define(definition, entry.hash);
    const { program } = this;
    if (!program) return [...faults, 'SI1 a history begins without a definition'];
    for (const event of events) faults.push(...this.fold(program, event));
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
    const state = events.reduce((folded, event) => evolve(program, folded, event), initialState());
    const whole = entryAfter(null, state, events, plan(program, state));
    const faults = this.entry ? entryFaults(whole, this.entry) : [];
    return [...faults, ...undoFaults(events)].map((fault) => `${this.runId}: ${fault}`);
  }

  private define(definition: JsonObject, hash: string): void {
    this.program ??= link(definition as unknown as Parameters<typeof link>[0], hash);
  }

  private fold(program: Program, event: Recorded): readonly string[] {
    const { state, events } = this;
    const faults = [
      ...timeFaults(program, state, event),
      ...onceFaults(this.seen, event),
      ...this.undo.see(event),
      ...(this.said ? resultFaults(state, event, this.said) : []),
    ];
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
    return faults;
  }

  private restFaults(): readonly string[] {
    const { state } = this;
    if (state.status === 'suspended' || this.entry === null) return [];
    if (state.ended) return this.wanted().map(({ id }) => `SI6 it has ended and still wants ${id}`);
    return this.wanted().length > 0 || state.status === 'paused' ? [] : ['SI6 it is open and waits for nothing'];
  }
}
