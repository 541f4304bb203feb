/**
 * Many writes, one transaction, one fsync.
 *
 *   GC1  a write is acknowledged only after the commit that holds it
 *   GC2  what arrives in one turn of the event loop, or while a commit is under way, shares the next commit
 *   GC3  a write that throws takes nobody with it: the others are done without it
 *   GC4  order of arrival is order of writing
 */
export interface GroupCommit<T, R> {
  write(item: T): Promise<R>;
  /** Writes what is waiting, now. */
  flush(): void;
}

export interface Transactions<T, R> {
  /** In one transaction: all or none. */
  all(items: readonly T[]): readonly R[];
  /** Whether an error is one that any write would meet, so that trying them singly is useless. */
  isGeneral(error: unknown): boolean;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** A commit holds the event loop for its length: 512 small appends are about 5 ms. */
const LIMIT = 512;

export function groupCommit<T, R>(transactions: Transactions<T, R>): GroupCommit<T, R> {
  let waiting: Waiting<T, R>[] = [];
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      commit(waiting.splice(0, LIMIT));
      if (waiting.length > 0) schedule();
    });
  };

  const commit = (batch: readonly Waiting<T, R>[]): void => {
    if (batch.length === 0) return;
    let results: readonly R[];
    try {
      results = transactions.all(batch.map(({ item }) => item));
    } catch (error) {
      return batch.length === 1 || transactions.isGeneral(error)
        ? batch.forEach(({ reject }) => reject(error))
        : batch.forEach((one) => commit([one])); // GC3
    }
    for (const [i, { resolve }] of batch.entries()) resolve(results[i] as R); // one result an item
  };

  return {
    write: (item) =>
      new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        schedule();
      }),
    flush: () => {
      commit(waiting);
      waiting = [];
    },
  };
}
