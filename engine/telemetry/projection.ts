import type Database from 'better-sqlite3';
import type { Recorded } from '../core/index.ts';
import { TraceFold } from './fold.ts';
import { fromReadable, spanEmitter } from './sdk.ts';
import { createTables, dropTables, type SpanWriter, spanWriter } from './store.ts';

/** One append of the journal, as `Projection.apply` of engine/node gets it. */
interface Appended {
  readonly runId: string;
  readonly events: readonly Recorded[];
}

/** As engine/node's `Projection`, which this folder may not know. */
export interface SpansProjection {
  readonly name: string;
  readonly version: number;
  migrate(database: Database.Database): void;
  apply(database: Database.Database, batch: readonly Appended[]): void;
  reset(database: Database.Database): void;
}

/** Folds of this many open runs are kept in memory; the others are read back from their row. */
const keptFolds = 1_000;

/** The span store as a read model of the journal: follows it, and can be dropped and rebuilt to the same bytes. */
export function spansProjection(): SpansProjection {
  const folds = new Map<string, TraceFold>();
  /** Where spans go: set for the length of one `apply`. */
  let into: { readonly writer: SpanWriter; readonly runId: string } | null = null;
  const emit = spanEmitter((span) => into?.writer.put(into.runId, fromReadable(span)));
  return {
    name: 'spans',
    version: 1,
    migrate: createTables,
    reset: (database) => {
      folds.clear();
      dropTables(database);
    },
    apply: (database, batch) => {
      const writer = spanWriter(database);
      const touched = new Map<string, TraceFold>();
      for (const { runId, events } of batch) {
        into = { writer, runId };
        const fold = touched.get(runId) ?? foldOf(folds, writer, runId);
        touched.set(runId, fold);
        for (const event of events) fold.apply(event).forEach(emit);
      }
      into = null;
      for (const [run, fold] of touched) keep(folds, writer, run, fold);
    },
  };
}

/** What is in memory may be ahead of a transaction that was rolled back: the row says where the store is. */
function foldOf(folds: Map<string, TraceFold>, writer: SpanWriter, runId: string): TraceFold {
  const stored = writer.opened(runId);
  const known = folds.get(runId);
  folds.delete(runId);
  if (!stored) return new TraceFold();
  return known?.seq === stored.seq ? known : TraceFold.thaw(stored);
}

function keep(folds: Map<string, TraceFold>, writer: SpanWriter, runId: string, fold: TraceFold): void {
  if (!fold.begun) return; // the rest of a run that has ended already
  if (fold.ended) return writer.close(runId);
  writer.open(runId, fold);
  folds.set(runId, fold);
  const [oldest] = folds.keys();
  if (folds.size > keptFolds && oldest !== undefined) folds.delete(oldest);
}
