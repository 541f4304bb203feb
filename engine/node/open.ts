import { resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { type Engine, type EngineOptions, openRuntime } from '../runtime/engine.ts';
import type { Clock, Ids } from '../runtime/ports.ts';
import { backupDatabase } from './backup.ts';
import { blameFile } from './blame.ts';
import { openWritable } from './database.ts';
import { environmentError, guarded } from './failure.ts';
import { follower } from './follower.ts';
import { sqliteJournal } from './journal.ts';
import { signLease, takeLease } from './lease.ts';
import { pacedJournal, storedSnapshots } from './paced.ts';
import type { ProjectionModule } from './projection.ts';
import { randomIds } from './randomIds.ts';
import { type NodeReader, openReader } from './reader.ts';
import { rebuildIndex } from './rebuild.ts';
import { sqliteStores } from './stores.ts';
import { type Kept, keptIn } from './kept.ts';
import { type Removed, removeRun } from './removeRun.ts';
import type { RetentionPass, RetentionPolicy } from './retention.ts';
import { retentionBook } from './retentionBook.ts';
import { systemClock } from './systemClock.ts';

export interface OpenOptions extends Omit<EngineOptions, 'journal' | 'stores' | 'clock' | 'ids'> {
  /** The file; it and its folder are made where they are not there. */
  readonly database: string;
  /** Read models beside ours. */
  readonly projections?: readonly ProjectionModule[] | undefined;
  /** Ended runs that need not be kept are deleted in the background. Default: all are kept. */
  readonly retention?: RetentionPolicy | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: Ids | undefined;
}

export interface NodeEngine extends Engine {
  readonly reader: NodeReader;
  /** Drops every read model and makes it anew from the journal. */
  rebuildProjections(): Promise<void>;
  /** Copies the database as it stands at this moment, while runs go on. The file must not be there. */
  backup(to: string): Promise<void>;
  /** When it resolves, the projections have seen all that is appended by now. */
  projected(): Promise<void>;
  /** Small JSON documents that the database keeps, by name. */
  readonly kept: Kept;
  readonly retention: EngineRetention;
  /** Deletes a run that has ended, with all that belongs to it. */
  remove(runId: string): Removed;
}

export interface EngineRetention {
  /** It was given when the engine was opened: the database's does not count. */
  readonly isFixed: boolean;
  policy(): RetentionPolicy;
  setPolicy(policy: RetentionPolicy): void;
  lastPass(): RetentionPass | null;
  /** Runs deleted by all passes. */
  total(): number;
}

/** The engine on a database of its own. Rejects with an `EnvironmentError` where that cannot be had; nothing is changed then. */
export async function openEngine(options: OpenOptions): Promise<NodeEngine> {
  const file = resolve(options.database);
  const clock = options.clock ?? systemClock;
  const warn = options.onWarning ?? (() => {});
  const undo: (() => void)[] = [];
  const closing = (): void => {
    for (const close of undo.splice(0).toReversed()) close();
  };
  try {
    const lease = takeLease(file);
    undo.push(() => lease.release());
    const database = openWritable(file);
    undo.push(() => database.close());
    guarded(file, () => signLease(database, process.pid, clock.now()));
    const reader = openReader(file);
    undo.push(() => reader.close());
    const { projections = [], retention } = options;
    const follow = follower({ database: file, projections, retention, warn });
    undo.push(() => follow.stop());
    const journal = pacedJournal(
      sqliteJournal(database, file, () => follow.notify()),
      storedSnapshots(database),
    );
    const engine = await openRuntime({
      ...options,
      stores: sqliteStores(database, file),
      journal,
      clock,
      ids: options.ids ?? randomIds,
    });
    const blame = blameFile(database, file);
    return {
      ...engine,
      command: (runId, command) => engine.command(runId, command).catch((error: unknown) => blame(runId, error)),
      reader,
      async rebuildProjections() {
        await rebuildIndex(database);
        await follow.rebuild();
      },
      backup: (to) => backupDatabase(file, to),
      projected: () => follow.catchUp(),
      kept: keptIn(database),
      retention: retentionOf(database, options.retention, () => follow.notify()),
      remove: (runId) => guarded(file, () => removeRun(database, runId, () => follow.notify())),
      async close(how) {
        if (undo.length === 0) return;
        await engine.close(how);
        await follow.close().catch((error: unknown) => warn(BEHIND, error));
        closing();
      },
    };
  } catch (error) {
    closing();
    throw environmentError(error, file);
  }
}

function retentionOf(
  database: Database.Database,
  given: RetentionPolicy | undefined,
  onChange: () => void,
): EngineRetention {
  const book = retentionBook(database);
  return {
    isFixed: given !== undefined,
    policy: () => given ?? book.policy() ?? { keepMs: null },
    setPolicy(policy) {
      book.setPolicy(policy);
      onChange();
    },
    lastPass: () => book.lastPass(),
    total: () => book.total(),
  };
}

const BEHIND = 'The views were not brought up to date; they will be when the database is opened again.';
