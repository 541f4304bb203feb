import type { Json } from '@sagaloom/engine/core';
import { type Translate, useT } from '../../locales/index.ts';
import { type Arc, drawingOf } from './arcs.ts';
import { backoffOf, shortTime } from './backoff.ts';
import css from './BackoffArcs.module.css';

const width = 296;
const ground = 56;

/** Attempts as dots, the waits between them as arcs; where waits are random, what they may be is tinted, and the longest is a line. */
export function BackoffArcs({ rule }: { readonly rule: Json | undefined }) {
  const t = useT();
  const backoff = backoffOf(rule);
  if (backoff.attempts < 2) return null;
  const words = (ms: number): string => (backoff.hasJitter ? `0–${timeWords(ms, t)}` : timeWords(ms, t));
  const { arcs, dots, breakAt, capHeight } = drawingOf(backoff, width, (ms) => words(ms).length * 6.2);
  const waits = arcs.map(({ waitMs }) => words(waitMs)).join(', ');
  return (
    <svg
      className={css.arcs}
      viewBox={`0 0 ${width} 74`}
      role="img"
      aria-label={t('schemas.retry.drawing', { attempts: backoff.attempts, waits })}
    >
      <path d={`M0 ${ground}H${width}`} className={css.ground} />
      {capHeight !== null && <Cap height={capHeight} words={timeWords(backoff.capMs ?? 0, t)} />}
      {arcs.map((arc) => (
        <g key={arc.from}>
          {backoff.hasJitter && <path d={`${curve(arc)}Z`} className={css.band} />}
          <path d={curve(arc)} className={backoff.hasJitter ? css.random : css.arc} />
          <text x={(arc.from + arc.to) / 2} y={ground - 10 - arc.height * 0.75} textAnchor="middle">
            {words(arc.waitMs)}
          </text>
        </g>
      ))}
      {breakAt !== null && (
        <path d={`M${breakAt - 5} ${ground + 5}l4 -10M${breakAt + 1} ${ground + 5}l4 -10`} className={css.break} />
      )}
      {dots.map(({ x, attempt }) => (
        <g key={attempt}>
          <circle cx={x} cy={ground} r="4" className={css.dot} />
          <text x={x} y={ground + 16} textAnchor={attempt === 1 ? 'start' : 'middle'} className={css.number}>
            {attempt}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** The curve is at its highest at three quarters of its handles. */
function curve({ from, to, height }: Arc): string {
  const third = (to - from) / 3;
  const base = ground - 6;
  return `M${from} ${base}C${from + third} ${base - height} ${to - third} ${base - height} ${to} ${base}`;
}

function Cap({ height, words }: { readonly height: number; readonly words: string }) {
  const t = useT();
  const y = ground - 6 - height * 0.75;
  return (
    <g>
      <path d={`M0 ${y}H${width}`} className={css.cap} />
      <text x={width} y={y + 11} textAnchor="end" className={css.capWords}>
        {t('schemas.retry.cap', { time: words })}
      </text>
    </g>
  );
}

export function timeWords(ms: number, t: Translate): string {
  const { value, unit } = shortTime(ms);
  return unit === 'd' ? t('schemas.time.d', { value }) : t(`inspector.time.${unit}`, { value });
}
