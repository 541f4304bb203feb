/** What happened in a simulation, in order: counted, hashed, and kept where somebody wants to read it. */
export interface Trace {
  /** Decisions of the world and calls of a port. */
  readonly steps: number;
  /** Of all that was noted: two runs of one seed have the same. */
  readonly hash: string;
  readonly lines: readonly string[];
  step(text: string): void;
}

export function traceOf(keep: boolean): Trace {
  const lines: string[] = [];
  let steps = 0;
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  return {
    get steps() {
      return steps;
    },
    get hash() {
      return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
    },
    lines,
    step(text) {
      steps += 1;
      for (let i = 0; i < text.length; i += 1) low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
      high = Math.imul(high ^ low, 0x85ebca6b) + steps;
      if (keep) lines.push(`${String(steps).padStart(6)}  ${text}`);
    },
  };
}
