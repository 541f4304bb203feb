/** How fast it goes: over the last moments, so that the figure is of now, and steady enough to read. */

export interface Sample {
  /** Any clock in ms. */
  readonly at: number;
  readonly spans: number;
}

const windowMs = 2_000;

/** The samples of the window, and one before it where there is one: the window is then full. */
export function withSample(samples: readonly Sample[], fresh: Sample): readonly Sample[] {
  const first = samples.findLastIndex(({ at }) => at <= fresh.at - windowMs);
  return [...samples.slice(Math.max(0, first)), fresh];
}

/** Spans a second; null while there is nothing to measure by. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at <= first.at) return null;
  return ((last.spans - first.spans) * 1_000) / (last.at - first.at);
}

/** 0 to 1. An empty file is done at once. */
export function fraction(bytes: number, size: number): number {
  return size <= 0 ? 1 : Math.min(1, Math.max(0, bytes / size));
}
