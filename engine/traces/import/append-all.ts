import type { ImportProgress } from '../../contract/traces.ts';

/** Pieces that are before the thread at once: it never waits for the next one, and no more than that is held. */
const IN_HAND = 4;

/** A trace store, as far as it is needed here. */
interface Taking {
  importAppend(id: string, piece: ArrayBuffer): Promise<ImportProgress | null>;
}

/**
 * Hands pieces to an import, in order, the next while the one before is read. `told`: of each, as it was taken. False: there is no such
 * import. Rejects with what the pieces or the import reject with, once nothing is in hand any more.
 */
export async function appendAll(
  store: Taking,
  id: string,
  pieces: AsyncIterable<ArrayBuffer>,
  told: (progress: ImportProgress) => void = () => {},
): Promise<boolean> {
  const inHand: Promise<ImportProgress | null>[] = [];
  const taken = async (): Promise<boolean> => {
    const progress = await inHand.shift();
    if (progress) told(progress);
    return progress !== null;
  };
  try {
    for await (const piece of pieces) {
      const answer = store.importAppend(id, piece);
      answer.catch(() => {}); // it is heard when its turn comes
      inHand.push(answer);
      if (inHand.length >= IN_HAND && !(await taken())) return false;
    }
    while (inHand.length > 0) if (!(await taken())) return false;
    return true;
  } finally {
    await Promise.allSettled(inHand);
  }
}
