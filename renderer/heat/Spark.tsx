import { bucketBounds, type Histogram } from '@sagaloom/engine/contract';
import css from './HeatCard.module.css';

const bars = 20;
const [width, height] = [60, 18];

/** How durations are spread, from short to long; each bar is the same factor wide. For the eye: the figures say the rest. */
export function Spark({ histogram }: { readonly histogram: Histogram }) {
  const counts = spread(histogram);
  const most = Math.max(1, ...counts);
  return (
    <svg className={css.spark} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden>
      <path d={`M0 ${height - 0.5}H${width}`} />
      {counts.map((count, at) => {
        const tall = count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 2));
        const x = (at * width) / bars;
        return count > 0 && <rect key={x} x={x} y={height - 1 - tall} width={width / bars - 0.6} height={tall} />;
      })}
    </svg>
  );
}

/** Into some bars, by logarithm, from the shortest that was counted to the longest. */
function spread({ buckets }: Histogram): readonly number[] {
  const counts = Array.from({ length: bars }, () => 0);
  const [first, last] = [buckets[0]?.[0], buckets.at(-1)?.[0]];
  if (first === undefined || last === undefined) return counts;
  const log = (bucket: number): number => Math.log(Math.max(0.1, bucketBounds(bucket)[0]));
  const [from, to] = [log(first), log(last)];
  for (const [bucket, count] of buckets) {
    const share = to === from ? 0.5 : (log(bucket) - from) / (to - from);
    const at = Math.min(bars - 1, Math.floor(share * bars));
    counts[at] = (counts[at] ?? 0) + count;
  }
  return counts;
}
