import type Database from 'better-sqlite3';
import { openReadable } from '../../node/database.ts';
import type { Recorded } from '../../core/event.ts';
import type { Levels } from '../../telemetry/out/metrics.ts';
import type { JournalAppend, JournalPart } from '../../telemetry/out/send-traces.ts';

/** What is read in one go: so many appends, or so much text. */
const APPENDS = 256;
const TEXT = 4 * 1_048_576;

/** Since when spans are sent. Runs that were open then are sent whole. */
export interface Since {
  readonly position: number;
  /** The newest run of that time. */
  readonly run: number;
}

export interface JournalReading {
  part(after: number, since: Since): JournalPart;
  /** Position of the last append. */
  end(): number;
  newestRun(): number;
  /** What tells this append from another history's at this position; null: there is none. */
  seenAt(position: number): string | null;
  /** Epoch ms of the first append after a position; null: there is none. */
  timeAfter(position: number): number | null;
  levels(): Pick<Levels, 'open' | 'attention'>;
  close(): void;
}

interface Row {
  readonly position: number;
  readonly run: number;
  readonly firstSeq: number;
  readonly events: string;
}

/** With a connection that cannot write. Throws an `EnvironmentError` where there is no database. */
export function readJournal(file: string): JournalReading {
  const database = openReadable(file);
  const end = database.prepare<[], number | null>('SELECT max(position) FROM journal').pluck();
  const newest = database.prepare<[], number | null>('SELECT max(run) FROM runs').pluck();
  const seen = database
    .prepare<[number], string>(
      `SELECT run || ':' || first_seq || ':' || last_seq || ':' || substr(events, 1, 200) FROM journal WHERE position = ?`,
    )
    .pluck();
  const next = database
    .prepare<[number], string>('SELECT events FROM journal WHERE position > ? ORDER BY position LIMIT 1')
    .pluck();
  return {
    part: parts(database, () => end.get() ?? 0),
    end: () => end.get() ?? 0,
    newestRun: () => newest.get() ?? 0,
    seenAt: (position) => seen.get(position) ?? null,
    timeAfter: (position) => eventsOf(next.get(position) ?? '[]')[0]?.at ?? null,
    levels: levelsOf(database),
    close: () => void database.close(),
  };
}

/** Appends of runs that are being deleted are left out; each part is one look at one moment. */
function parts(database: Database.Database, end: () => number): JournalReading['part'] {
  const rows = database.prepare<[number, number], Row>(
    `SELECT position, journal.run AS run, first_seq AS firstSeq, journal.events AS events
     FROM journal CROSS JOIN runs ON runs.run = journal.run WHERE position > ? ORDER BY position LIMIT ?`,
  );
  const earlier = database
    .prepare<[number, number], string>('SELECT events FROM journal WHERE run = ? AND first_seq < ? ORDER BY first_seq')
    .pluck();
  const before = database
    .prepare<[number, number], number>(
      'SELECT position FROM journal WHERE run = ? AND first_seq < ? ORDER BY first_seq DESC LIMIT 1',
    )
    .pluck();
  const appendOf = ({ position, run, firstSeq, events }: Row, since: Since): JournalAppend => ({
    position,
    run,
    isFirst: run <= since.run && firstSeq > 1 && (before.get(run, firstSeq) ?? 0) <= since.position,
    events: eventsOf(events),
    earlier: () => earlier.all(run, firstSeq).flatMap(eventsOf),
  });
  return database.transaction((after: number, since: Since): JournalPart => {
    const appends: JournalAppend[] = [];
    let text = 0;
    for (const row of rows.iterate(after, APPENDS)) {
      appends.push(appendOf(row, since));
      text += row.events.length;
      if (text > TEXT) break;
    }
    const last = end();
    const isAll = appends.length < APPENDS && text <= TEXT;
    const position = isAll ? Math.max(after, last) : (appends.at(-1)?.position ?? after);
    return { appends, position, deleted: position - after - appends.length, end: last };
  });
}

function levelsOf(database: Database.Database): JournalReading['levels'] {
  const open = database.prepare<[], Levels['open'][number]>(
    'SELECT workflow, status, count(*) AS runs FROM runs WHERE ended_at IS NULL GROUP BY workflow, status',
  );
  const attention = database.prepare<[], Levels['attention'][number]>(
    'SELECT workflow, kind, count(*) AS waiting FROM attention JOIN runs USING (run) GROUP BY workflow, kind',
  );
  return () => ({ open: open.all(), attention: attention.all() });
}

function eventsOf(text: string): readonly Recorded[] {
  return JSON.parse(text) as readonly Recorded[]; // written by us
}
