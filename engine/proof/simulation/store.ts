import { memoryJournal } from '../../memory/journal.ts';
import type { Append, Appended, Journal, Stores } from '../../runtime/ports.ts';
import { heldStores } from '../../runtime/stores.ts';
import type { Random } from '../random.ts';
import type { Plant } from './plants.ts';

/** What outlives the engine: the journal, and what a crash leaves of it. */
export interface Store {
  readonly journal: Journal;
  readonly stores: Stores;
  /** As one group: what reaches the disk together. */
  write(changes: readonly Append[]): Promise<readonly Appended[]>;
  /** The machine goes down over these: any of them may be there afterwards, each whole or not at all. Answers those that are. */
  crash(inFlight: readonly Append[], random: Random): Promise<readonly Append[]>;
  /** Where a read model is not what its rebuild gives. */
  drift(): Promise<readonly string[]>;
  close(): void;
}

export function memoryStore(plant: Plant): Store {
  let journal = memoryJournal();
  const stores = heldStores();
  const written: Append[] = [];
  const write = async (changes: readonly Append[]): Promise<readonly Appended[]> => {
    const answers = await Promise.all(changes.map((change) => journal.append(change)));
    written.push(...changes.filter((_, i) => answers[i]?.kind === 'appended'));
    return answers;
  };
  /** A disk that did not keep what it said it had. */
  const forget = async (last: Append | null): Promise<void> => {
    journal = memoryJournal();
    for (const change of written) await journal.append(change);
    if (last) await journal.append(last);
  };
  return {
    get journal() {
      return journal;
    },
    stores,
    write,
    async crash(inFlight, random) {
      const chosen = inFlight.filter(() => random.chance(0.5));
      const answers = await write(chosen);
      const last = (plant.forgets || plant.halves) && written.pop();
      if (last) await forget(plant.halves ? { ...last, events: last.events.slice(0, -1) } : null);
      return chosen.filter((_, i) => answers[i]?.kind === 'appended');
    },
    drift: async () => [],
    close: () => {},
  };
}
