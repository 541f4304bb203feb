/**
 * Feeds projections from the journal, each batch in one transaction with its checkpoint.
 *
 *   FO1  a batch is applied to a projection once, or not at all
 *   FO2  a projection that fails holds up nobody, and is tried again
 *   FO3  views that are not of this history (a backup was put back in place) are fed from the beginning
 */
import type Database from 'better-sqlite3';
import type { Projection } from '../projection.ts';
import { type Batch, journalFeed, ofEndedBy } from './feed.ts';
import { isDamaged } from './file.ts';

export interface Following {
  /** One batch of those furthest behind. What fails is left alone from then on. */
  next(): 'more' | 'done' | 'failed';
  /** What failed is tried again. */
  retry(): void;
  close(): void;
}

interface Checkpoint {
  readonly version: number;
  readonly position: number;
  readonly seen: string;
  readonly removal: number;
}

const beginning = { position: 0, seen: '', removal: 0 };

export function following(
  journal: Database.Database,
  views: Database.Database,
  projections: readonly Projection[],
  onFailure: (projection: string, error: unknown) => void,
): Following {
  const feed = journalFeed(journal);
  const checkpoints = checkpointsIn(views, feed);
  /** Where each is; those that could not be prepared are not in it. */
  const at = new Map<Projection, { position: number; removal: number }>();
  const failing = new Set<Projection>();

  /** FO2. */
  const trying = (projection: Projection, work: () => void): boolean => {
    try {
      work();
      return true;
    } catch (error) {
      if (isDamaged(error)) throw error;
      failing.add(projection);
      onFailure(projection.name, error);
      return false;
    }
  };

  checkpoints.keepOnly(projections);
  return {
    retry: () => failing.clear(),
    next() {
      for (const projection of projections)
        if (!at.has(projection) && !failing.has(projection))
          trying(projection, () => at.set(projection, checkpoints.prepare.immediate(projection)));
      const all = [...at].filter(([projection]) => !failing.has(projection));
      if (all.length === 0) return failing.size > 0 ? 'failed' : 'done';
      const least = Math.min(...all.map(([, { position }]) => position));
      const limit = Math.min(...all.map(([, { position }]) => (position > least ? position : Infinity)));
      const group = all.filter(([, { position }]) => position === least);
      const removal = Math.min(...group.map(([, where]) => where.removal));
      const ofEnded = ofEndedBy(group.map(([projection]) => projection));
      const batch = feed.next({ position: least, removal }, limit, ofEnded);
      if (batch.position > least || batch.removed.length > 0)
        for (const [projection] of group)
          if (trying(projection, () => checkpoints.apply.immediate(projection, batch))) at.set(projection, batch);
      if (!batch.isLast) return 'more';
      return failing.size > 0 ? 'failed' : 'done';
    },
    close() {
      views.close();
      journal.close();
    },
  };
}

function checkpointsIn(views: Database.Database, feed: ReturnType<typeof journalFeed>) {
  const checkpoint = views.prepare<[string], Checkpoint>(
    'SELECT version, position, seen, removal FROM checkpoints WHERE projection = ?',
  );
  const save = views.prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?)');
  const removeOther = views.prepare<[string]>(
    'DELETE FROM checkpoints WHERE projection NOT IN (SELECT value FROM json_each(?))',
  );
  const isOfThisHistory = ({ position, seen }: Checkpoint): boolean =>
    position <= feed.end() && (feed.seenAt(position) ?? seen) === seen; // FO3; deleted since: nothing to compare
  return {
    keepOnly: (projections: readonly Projection[]) =>
      removeOther.run(JSON.stringify(projections.map(({ name }) => name))),
    prepare: views.transaction((projection: Projection): Omit<Checkpoint, 'version'> => {
      const found = checkpoint.get(projection.name);
      const isFine = found?.version === projection.version && isOfThisHistory(found);
      if (!isFine) projection.reset(views);
      projection.migrate(views);
      if (isFine) return found;
      save.run(projection.name, projection.version, ...Object.values(beginning));
      return beginning;
    }),
    apply: views.transaction((projection: Projection, { appends, removed, position, seen, removal }: Batch) => {
      if (removed.length > 0) projection.forget?.(views, removed); // before: its appends were in earlier batches
      if (appends.length > 0) projection.apply(views, appends);
      save.run(projection.name, projection.version, position, seen, removal); // FO1
    }),
  };
}
