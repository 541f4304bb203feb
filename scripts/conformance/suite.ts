/** A suite of third-party cases, read in place: `../shared/conformance/NAME`. */
export interface Suite {
  readonly name: string;
  /** Cases that are known to fail, and why. One that passes after all must be taken off the list. */
  readonly knownGaps: ReadonlyMap<string, string>;
  run(folder: string): Promise<readonly Outcome[]>;
}

export interface Outcome {
  readonly id: string;
  /** Null: passed. */
  readonly wrong: string | null;
}

/** JSON text in which the order of members does not matter. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
