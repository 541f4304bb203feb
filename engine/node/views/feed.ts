/** What a batch of the journal holds, as projections get it. */
import type Database from 'better-sqlite3';
import type { EventType, Recorded } from '../../core/event.ts';
import type { Appended, IndexRow, Projection } from '../projection.ts';

export interface Batch {
  /** Runs that retention has deleted since. */
  readonly removed: readonly number[];
  readonly removal: number;
  readonly appends: readonly Appended[];
  /** Up to where it reaches, what was left out included. */
  readonly position: number;
  readonly seen: string;
  readonly isLast: boolean;
}

/** So many appends are looked at in one go. */
const BATCH = 4_000;

interface Row {
  readonly position: number;
  readonly run: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly runId: string;
  readonly events: string;
  readonly hasEnded: 0 | 1;
}

interface Removal {
  readonly removal: number;
  readonly run: number;
}

/** Reads with a connection of its own, and never holds up who writes. */
export function journalFeed(database: Database.Database) {
  const end = database.prepare<[], number | null>('SELECT max(position) FROM journal').pluck();
  const first = database
    .prepare<[number], number | null>('SELECT min(position) FROM journal WHERE position > ?')
    .pluck();
  const at = database
    .prepare<[number], string>(
      `SELECT run || ':' || first_seq || ':' || last_seq || ':' || substr(events, 1, 200) FROM journal WHERE position = ?`,
    )
    .pluck();
  const removals = database.prepare<[number], Removal>(
    'SELECT removal, run FROM removals WHERE removal > ? ORDER BY removal',
  );
  const earlier = database
    .prepare<[number, number], string>('SELECT events FROM journal WHERE run = ? AND first_seq < ? ORDER BY first_seq')
    .pluck();
  const indexed = database.prepare<[number], IndexRow>(
    `SELECT workflow, hash, status, started_at AS startedAt, ended_at AS endedAt, events,
       iif(error IS NULL, NULL, json_extract(error, '$.type')) AS errorType FROM runs WHERE run = ?`,
  );
  const rows = rowsBy(database);

  const appendedOf = ({ position, run, firstSeq, lastSeq, runId, events, hasEnded }: Row): Appended => {
    let parsed: readonly Recorded[] | null = null;
    return {
      position,
      run,
      runId,
      lastSeq,
      hasEnded: hasEnded === 1,
      get events() {
        return (parsed ??= eventsOf(events));
      },
      earlier: () => earlier.all(run, firstSeq).flatMap(eventsOf),
      indexRow: () => indexed.get(run) ?? null,
    };
  };
  /** One look at one moment: a run that was deleted by then is in no append of it. */
  const next = database.transaction(
    (from: { position: number; removal: number }, limit: number, ofEnded: readonly EventType[] | null): Batch => {
      const removed = removals.all(from.removal);
      const last = end.get() ?? 0;
      const begin = first.get(from.position) ?? from.position;
      const to = Math.max(from.position, Math.min(last, limit, begin + BATCH - 1));
      return {
        removed: removed.map(({ run }) => run),
        removal: removed.at(-1)?.removal ?? from.removal,
        appends: to === from.position ? [] : rows(ofEnded).all({ from: from.position, to }).map(appendedOf),
        position: to,
        seen: at.get(to) ?? '',
        isLast: to >= last,
      };
    },
  );
  return {
    next,
    end: () => end.get() ?? 0,
    /** Null: there is none at this position. */
    seenAt: (position: number): string | null => at.get(position) ?? null,
  };
}

function eventsOf(text: string): readonly Recorded[] {
  return JSON.parse(text) as readonly Recorded[]; // written by us
}

/** What all of these need of ended runs; null when one of them needs all. */
export function ofEndedBy(projections: readonly Projection[]): readonly EventType[] | null {
  const types = new Set<EventType>();
  for (const { ofEnded } of projections) {
    if (ofEnded === undefined) return null;
    for (const type of ofEnded) types.add(type);
  }
  return [...types].toSorted();
}

/** Events are looked at as text: what is left out is never parsed, and never leaves SQLite. A text that only seems to match does no harm. */
function rowsBy(database: Database.Database) {
  const known = new Map<string, Database.Statement<[{ from: number; to: number }], Row>>();
  return (ofEnded: readonly EventType[] | null) => {
    const key = ofEnded?.join() ?? '*';
    const found = known.get(key);
    if (found) return found;
    const made = database.prepare<[{ from: number; to: number }], Row>(`
      SELECT position, journal.run AS run, first_seq AS firstSeq, last_seq AS lastSeq, run_id AS runId, journal.events AS events,
        ended_at IS NOT NULL AS hasEnded
      FROM journal CROSS JOIN runs ON runs.run = journal.run
      WHERE position > :from AND position <= :to
        ${ofEnded === null ? '' : `AND (ended_at IS NULL ${ofEnded.map(conditionOf).join(' ')})`}
      ORDER BY position`);
    known.set(key, made);
    return made;
  };
}

function conditionOf(type: EventType): string {
  if (type === 'RunStarted') return 'OR first_seq = 1';
  if (type === 'RunEnded') return 'OR last_seq = runs.events';
  return `OR journal.events GLOB '*${type}"*'`; // half the time of instr
}
