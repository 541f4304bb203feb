import { handOver } from '../../contract/pieces.ts';
import type { ImportProgress } from '../../contract/traces.ts';

/** A trace store, as far as it is needed here. */
interface Taking {
  importAppend(id: string, piece: ArrayBuffer): Promise<ImportProgress | null>;
}

/** Hands pieces to an import. `told`: of each, as it was taken. False: there is no such import. */
export function appendAll(
  store: Taking,
  id: string,
  pieces: AsyncIterable<ArrayBuffer>,
  told: (progress: ImportProgress) => void = () => {},
): Promise<boolean> {
  const give = (piece: ArrayBuffer): Promise<ImportProgress | null> => store.importAppend(id, piece);
  return handOver(pieces, give, (progress) => {
    if (progress) told(progress);
    return progress !== null;
  });
}
