import { useT } from '../../locales/index.ts';
import { FieldMessage } from '../../ui/index.ts';
import { type Bar, barsOf } from './bars.ts';
import { durationOf } from './backoff.ts';
import { idleLimits, type Limit, type TimeoutName, timeoutNames, type Timeouts } from './limits.ts';
import { timeWords } from './BackoffArcs.tsx';
import css from './TimeoutBars.module.css';

const width = 296;
const height = 108;

/** How far each bar stands in, and how high it is. */
const places: Readonly<Record<TimeoutName, { readonly y: number; readonly height: number; readonly inset: number }>> = {
  scheduleToClose: { y: 0.5, height: 107, inset: 0.5 },
  scheduleToStart: { y: 23, height: 79, inset: 6 },
  startToClose: { y: 23, height: 79, inset: 6 },
  heartbeat: { y: 60, height: 36, inset: 12 },
};

/** The four time limits, each inside the one it belongs to. A default is dashed, one that can never strike is struck out and said. */
export function TimeoutBars({ timeouts }: { readonly timeouts: Timeouts }) {
  const t = useT();
  const idle = idleLimits(timeouts);
  const words = timeoutNames
    .map((name) => t('schemas.limits.one', { name: t(`schemas.limits.${name}`), time: limitWords(timeouts[name], t) }))
    .join(', ');
  return (
    <div className={css.limits}>
      <svg className={css.bars} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
        {barsOf(timeouts).map((bar) => (
          <BarOf
            key={bar.name}
            bar={bar}
            limit={timeouts[bar.name]}
            isIdle={idle.some(({ name }) => name === bar.name)}
          />
        ))}
      </svg>
      {idle.map(({ name, by }) => (
        <FieldMessage
          key={name}
          severity="warning"
          message={t('schemas.limits.idle', {
            name: t(`schemas.limits.${name}`),
            time: timeWords(durationOf(timeouts[name].text ?? undefined) ?? 0, t),
            by: t(`schemas.limits.${by}`),
            byTime: timeWords(timeouts[by].ms ?? 0, t),
          })}
        />
      ))}
    </div>
  );
}

function BarOf({ bar, limit, isIdle }: { readonly bar: Bar; readonly limit: Limit; readonly isIdle: boolean }) {
  const t = useT();
  const place = places[bar.name];
  const right = width - 1;
  const x =
    bar.name === 'scheduleToClose' ? place.inset : bar.from * right + (bar.from === 0 ? place.inset : place.inset / 2);
  const end = bar.name === 'scheduleToClose' ? right : bar.to * right - (bar.to > 0.99 ? place.inset : place.inset / 2);
  const state = limit.from === 'none' ? 'none' : limit.from === 'step' ? 'said' : 'fallback';
  return (
    <g data-state={state} data-idle={isIdle || undefined} className={css.bar}>
      <rect x={x} y={place.y} width={Math.max(0, end - x)} height={place.height} rx="5" />
      <text x={x + 6} y={place.y + 15}>
        {t(`schemas.limits.${bar.name}`)}
      </text>
      <text
        x={bar.name === 'scheduleToClose' ? end - 6 : x + 6}
        y={place.y + (bar.name === 'scheduleToClose' ? 15 : 28)}
        textAnchor={bar.name === 'scheduleToClose' ? 'end' : 'start'}
        className={css.value}
      >
        {limitWords(limit, t)}
      </text>
    </g>
  );
}

function limitWords({ ms, text, from }: Limit, t: ReturnType<typeof useT>): string {
  if (text === null) return t('schemas.limits.none');
  const time = ms === null ? text : timeWords(ms, t);
  return from === 'step' ? time : t('schemas.limits.default', { time });
}
