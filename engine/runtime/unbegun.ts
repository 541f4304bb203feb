import type { UnbegunAttempts } from './ports.ts';

/** AC7. What the engine before this one recorded as started while it was closing, and did not begin. */
export class UnbegunBefore {
  private readonly store: UnbegunAttempts;
  private known = new Map<string, ReadonlySet<string>>();

  constructor(store: UnbegunAttempts) {
    this.store = store;
  }

  async open(): Promise<void> {
    const all = await this.store.all();
    this.known = new Map(all.map(({ runId, attempts }) => [runId, new Set(attempts)]));
  }

  /** Of this run, once: from then on it counts as begun, also after a crash. Null: there is nothing, as nearly always. */
  async take(runId: string): Promise<ReadonlySet<string> | null> {
    const attempts = this.known.get(runId);
    if (attempts === undefined) return null;
    await this.store.save({ runId, attempts: [] });
    this.known.delete(runId);
    return attempts;
  }
}
