/**
 * Traces of runs as their events come in, for those who send spans or count them.
 *
 *   OT1  a trace is a function of its run's events: one that is not at hand, or not at the right event, is folded anew from `earlier`
 *   OT2  a span is given out once it has ended, with the events that ended it; all of them together are the closed spans of `readTrace`
 *   OT3  what was given out is not kept: memory is what is open, and of that only so much
 */
import type { SpanRecord } from '../../contract/types.ts';
import type { Recorded } from '../../core/index.ts';
import { handle } from '../handlers.ts';
import { traceOf } from '../read-trace.ts';
import type { TraceState } from '../trace-state.ts';

/** Events that were appended to a run's history together. */
export interface RunAppend {
  /** The number of its run in the database. */
  readonly run: number;
  readonly events: readonly Recorded[];
  /** All events of the run before these. */
  earlier(): readonly Recorded[];
}

/** What ended with an append. */
export interface Ended {
  readonly traceId: string;
  /** What its run was started with. */
  readonly traceparent: string | null;
  readonly spans: readonly SpanRecord[];
}

interface Held {
  readonly state: TraceState;
  readonly traceparent: string | null;
  /** Number of the last event in it. */
  seq: number;
  weight: number;
}

/** So many open steps, undoable steps and frames of all runs together are kept in memory. */
const KEPT = 200_000;

export class OpenTraces {
  private readonly held = new Map<number, Held>();
  private readonly limit: number;
  private weight = 0;

  constructor(limit: number = KEPT) {
    this.limit = limit;
  }

  /** `withEarlier`: also what ended before these events. Null: it is no history. */
  next(append: RunAppend, withEarlier = false): Ended | null {
    const [first] = append.events;
    if (!first) return null;
    const known = this.take(append.run, first.seq - 1);
    const held = known ?? begun(first.seq === 1 ? append.events : append.earlier());
    if (held === null) return null;
    if (known === null && first.seq > 1 && !withEarlier) held.state.closed.length = 0; // given out before
    for (const event of append.events) if (event.seq > held.seq) this.step(held, event);
    if (!held.state.over) this.keep(append.run, held);
    return { traceId: held.state.traceId, traceparent: held.traceparent, spans: held.state.closed.splice(0) };
  }

  /** Runs and things in them that are kept: for tests of its bound. */
  get size(): { readonly runs: number; readonly weight: number } {
    return { runs: this.held.size, weight: this.weight };
  }

  private step(held: Held, event: Recorded): void {
    handle(held.state, event);
    held.seq = event.seq;
  }

  /** OT1. */
  private take(run: number, seq: number): Held | null {
    const held = this.held.get(run);
    if (!held) return null;
    this.drop(run, held);
    return held.seq === seq ? held : null;
  }

  private keep(run: number, held: Held): void {
    held.weight = weightOf(held.state);
    this.held.set(run, held); // the latest used is last
    this.weight += held.weight;
    for (const [oldest, { weight }] of this.held) {
      if (this.weight <= this.limit || oldest === run) break;
      this.held.delete(oldest);
      this.weight -= weight;
    }
  }

  private drop(run: number, { weight }: Held): void {
    this.held.delete(run);
    this.weight -= weight;
  }
}

function begun(events: readonly Recorded[]): Held | null {
  const state = traceOf(events);
  const [first] = events;
  if (state === null || first?.type !== 'RunStarted') return null;
  return { state, traceparent: first.traceparent, seq: events.at(-1)?.seq ?? 0, weight: 0 };
}

function weightOf({ works, undos, ledger, signals, parents, run }: TraceState): number {
  return 1 + works.size + undos.size + ledger.size + signals.size + parents.size + run.events.length;
}
