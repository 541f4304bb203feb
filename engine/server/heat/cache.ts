import type { HeatTally } from '../../telemetry/index.ts';

/** Steps and flows of all kept tallies together: some tens of megabytes. */
const MOST_CELLS = 200_000;

interface Kept {
  readonly version: string;
  readonly tally: HeatTally;
  readonly cells: number;
}

/** What single traces gave. A run that has ended never changes, so only what is new is read the next time, whatever the filter is. */
export class HeatCache {
  readonly #kept = new Map<string, Kept>();
  #cells = 0;

  /** `version`: what the trace was when it was read. */
  get(id: string, version: string): HeatTally | null {
    const kept = this.#kept.get(id);
    if (kept?.version !== version) return null;
    this.#kept.delete(id);
    this.#kept.set(id, kept); // what was asked for last goes last
    return kept.tally;
  }

  set(id: string, version: string, tally: HeatTally): void {
    this.#drop(id);
    const cells = 1 + tally.steps.size + tally.flows.size;
    this.#kept.set(id, { version, tally, cells });
    this.#cells += cells;
    for (const oldest of this.#kept.keys()) {
      if (this.#cells <= MOST_CELLS || oldest === id) return;
      this.#drop(oldest);
    }
  }

  #drop(id: string): void {
    this.#cells -= this.#kept.get(id)?.cells ?? 0;
    this.#kept.delete(id);
  }
}
