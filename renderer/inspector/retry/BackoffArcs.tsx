import type { Json } from '@sagaloom/engine/core';
import { type Translate, useT } from '../../locales/index.ts';
import { backoffOf, shortTime } from './backoff.ts';
import css from './BackoffArcs.module.css';

const width = 296;
const ground = 46;
const shown = 6;

/** Attempts as dots, the waits between them as arcs, and how long it takes at most. */
export function BackoffArcs({ rule, limit }: { readonly rule: Json | undefined; readonly limit: Json | undefined }) {
  const t = useT();
  const { attempts, waitsMs, totalMs } = backoffOf(rule, limit);
  const waits = waitsMs.slice(0, shown - 1);
  const total =
    totalMs === null ? t('inspector.retry.noEnd') : t('inspector.retry.total', { time: timeWords(totalMs, t) });
  const room = width - 76 - (attempts > shown ? 24 : 0);
  const dots = dotsOf(waits, room);
  const words = t('inspector.retry.arcs', { attempts, time: total });
  return (
    <svg className={css.arcs} viewBox={`0 0 ${width} 54`} role="img" aria-label={words}>
      <path d={`M0 ${ground}H${width}`} className={css.ground} />
      {waits.map((wait, index) => {
        const [from, to] = [dots[index] ?? 0, dots[index + 1] ?? 0];
        const height = Math.min(38, 16 + (to - from) / 4);
        const third = (to - from) / 3;
        return (
          // Waits are told apart by their place alone.
          // oxlint-disable-next-line react/no-array-index-key
          <g key={index}>
            <path
              d={`M${from} ${ground - 6}C${from + third} ${ground - height} ${to - third} ${ground - height} ${to} ${ground - 6}`}
              className={css.arc}
            />
            {to - from > timeWords(wait, t).length * 6.4 + 4 && (
              <text x={(from + to) / 2} y={ground - height + 2} textAnchor="middle">
                {timeWords(wait, t)}
              </text>
            )}
          </g>
        );
      })}
      {dots.map((x) => (
        <circle key={x} cx={x} cy={ground} r="4" className={css.dot} />
      ))}
      {attempts > shown && (
        <text x={(dots.at(-1) ?? 0) + 14} y={ground - 4} className={css.more}>
          {'…'}
        </text>
      )}
      <text x={width} y={ground - 10} textAnchor="end">
        {total}
      </text>
    </svg>
  );
}

/** As far apart as the waits are long, on a gentle scale: a wait sixty times as long is not sixty times as wide. */
function dotsOf(waits: readonly number[], room: number): readonly number[] {
  const weights = waits.map((ms) => Math.sqrt(ms) + 8);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = Math.min(room / whole, 2.2);
  const dots = [6];
  for (const weight of weights) dots.push((dots.at(-1) ?? 6) + weight * scale);
  return dots.map((x) => Math.round(x));
}

function timeWords(ms: number, t: Translate): string {
  const { value, unit } = shortTime(ms);
  return t(`inspector.time.${unit}`, { value });
}
