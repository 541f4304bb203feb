/**
 * How durations are spread: counts by bucket, each bucket a fixed width within its power of two. Two of them are merged by adding their counts,
 * and no quantile read from one is off by more than 1.6 %, however many were counted and in whatever order.
 */
export interface Histogram {
  readonly count: number;
  /** ms in all. */
  readonly sum: number;
  /** The longest, exactly; 0 where nothing was counted. */
  readonly max: number;
  /** Bucket and count, by bucket; buckets without a count are left out. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/** While it is being counted. */
export interface HistogramTally {
  count: number;
  sum: number;
  max: number;
  readonly buckets: Map<number, number>;
}

export const emptyHistogram = (): HistogramTally => ({ count: 0, sum: 0, max: 0, buckets: new Map() });

/** Up to here each microsecond has a bucket of its own: below 64 µs nothing is rounded. */
const exact = 64;
/** Buckets in each power of two above that. Half of a bucket is 1/64 of where it begins. */
const perOctave = 32;

/** Durations are counted in whole microseconds; what cannot be one, such as a clock that was put back, counts as none. */
export function bucketOf(ms: number): number {
  const us = Math.round(ms * 1_000);
  if (!(us >= exact)) return Math.max(0, us || 0);
  const octave = octaveOf(us);
  return exact + (octave - 6) * perOctave + (Math.floor(us / 2 ** (octave - 5)) - perOctave);
}

/** The power of two at or below it; a logarithm alone may be off by one at the edges. */
function octaveOf(us: number): number {
  const near = Math.floor(Math.log2(us));
  if (2 ** near > us) return near - 1;
  return 2 ** (near + 1) <= us ? near + 1 : near;
}

/** From and to, in ms: what a bucket holds, its end excluded. */
export function bucketBounds(bucket: number): readonly [from: number, to: number] {
  if (bucket < exact) return [bucket / 1_000, (bucket + 1) / 1_000];
  const octave = 6 + Math.floor((bucket - exact) / perOctave);
  const width = 2 ** (octave - 5);
  const from = ((bucket - exact) % perOctave) + perOctave;
  return [(from * width) / 1_000, ((from + 1) * width) / 1_000];
}

/** What stands for all in a bucket: its middle, or, where each has its own, exactly that. */
function middleOf(bucket: number): number {
  const [from, to] = bucketBounds(bucket);
  return bucket < exact ? from : (from + to) / 2;
}

export function count(into: HistogramTally, ms: number): void {
  const given = Number.isFinite(ms) && ms > 0 ? ms : 0;
  const bucket = bucketOf(given);
  into.count += 1;
  into.sum += given;
  into.max = Math.max(into.max, given);
  into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + 1);
}

export function merge(into: HistogramTally, other: Histogram | HistogramTally): void {
  into.count += other.count;
  into.sum += other.sum;
  into.max = Math.max(into.max, other.max);
  for (const [bucket, counted] of other.buckets) into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + counted);
}

export function histogramOf({ count: counted, sum, max, buckets }: HistogramTally): Histogram {
  return { count: counted, sum, max, buckets: [...buckets].toSorted(([a], [b]) => a - b) };
}

/** ms that a share of all do not exceed, such as 0.95; null where nothing was counted. */
export function quantile({ count: counted, max, buckets }: Histogram, share: number): number | null {
  if (counted === 0) return null;
  const rank = Math.max(1, Math.ceil(share * counted));
  if (rank >= counted) return max;
  let seen = 0;
  for (const [bucket, within] of buckets) {
    seen += within;
    if (seen >= rank) return Math.min(max, middleOf(bucket));
  }
  return max;
}
