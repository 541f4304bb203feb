import type { ScheduleInfo } from '@sagaloom/engine/contract';
import { CirclePause, CirclePlay, Play } from 'lucide-react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { showRun } from '../runs/show-run.ts';
import { useNow } from '../runs/use-now.ts';
import { Button, Chip, FieldMessage, IconButton } from '../ui/index.ts';
import { setPaused, triggerNow } from './triggers.ts';
import css from './TriggersPanel.module.css';

const shownTimes = 10;

/** One schedule: when it is due next, its next times, what it last started, and what can be done with it. */
export function ScheduleCard({ schedule }: { readonly schedule: ScheduleInfo }) {
  const t = useT();
  const { dateTime, moment, until } = useFormats();
  const now = useNow(true, 10_000);
  const { workflow, name, cron, every, timeZone, next, upcoming, lastRun, problem, recent, paused } = schedule;
  return (
    <li className={css.card}>
      <div className={css.head}>
        <strong title={`${workflow}/${name}`}>{workflow}</strong>
        {paused ? (
          <Chip tone="neutral">{t('triggers.schedule.paused')}</Chip>
        ) : (
          next !== null && <span title={moment(Date.parse(next))}>{until(Date.parse(next), now)}</span>
        )}
      </div>
      <p className={css.when}>
        {name} · {cron === null ? t('triggers.schedule.every', { every: every ?? '' }) : <code>{cron}</code>}
        {cron !== null && ` ${timeZone}`}
      </p>
      {problem !== null && <FieldMessage severity="warning" message={problem} />}
      {upcoming.length > 0 && (
        <details className={css.times}>
          <summary>{t('triggers.schedule.upcoming')}</summary>
          <ol>
            {upcoming.slice(0, shownTimes).map((at) => (
              <li key={at} title={moment(Date.parse(at))}>
                {dateTime(Date.parse(at))}
              </li>
            ))}
          </ol>
        </details>
      )}
      {recent.length > 0 && (
        <details className={css.times}>
          <summary>{t('triggers.schedule.recent')}</summary>
          <ol>
            {recent.map((one) => (
              <li key={one.at} title={moment(Date.parse(one.at))}>
                {one.runId === null ? (
                  <span title={one.problem ?? undefined}>
                    {dateTime(Date.parse(one.at))} · {t('triggers.schedule.startedNone')}
                  </span>
                ) : (
                  <Button size="sm" variant="ghost" onPress={() => void showRun(one.runId ?? '')}>
                    {dateTime(Date.parse(one.at))}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        </details>
      )}
      <div className={css.actions}>
        <IconButton
          size="sm"
          icon={Play}
          label={t('triggers.schedule.now')}
          onPress={() => void triggerNow(schedule)}
        />
        <IconButton
          size="sm"
          icon={paused ? CirclePlay : CirclePause}
          label={t(paused ? 'triggers.schedule.resume' : 'triggers.schedule.pause')}
          onPress={() => void setPaused(schedule, !paused)}
        />
        <span className={css.grow} />
        {lastRun !== null && (
          <Button size="sm" variant="ghost" onPress={() => void showRun(lastRun)}>
            {t('triggers.lastRun')}
          </Button>
        )}
      </div>
    </li>
  );
}
