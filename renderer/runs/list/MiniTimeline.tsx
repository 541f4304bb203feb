import type { RunView, StepView } from '@sagaloom/engine/core';
import { useFormats } from '../../locales/format.ts';
import { useT } from '../../locales/index.ts';
import { useNow } from '../use-now.ts';
import css from './Preview.module.css';

/** More rows than that are a matter for the timeline itself. */
const most = 40;

/** When each step was at work: a glance, not the timeline. */
export function MiniTimeline({ view }: { readonly view: RunView }) {
  const t = useT();
  const { duration } = useFormats();
  const now = useNow(view.endedAt === null, 1_000);
  const { steps, startedAt } = view;
  const end = Math.max(view.endedAt ?? now, startedAt + 1);
  const percent = (at: number): number => ((at - startedAt) / (end - startedAt)) * 100;
  if (steps.length === 0) return null;
  return (
    <section className={css.timeline} aria-label={t('runlist.timeline')}>
      <h3>{t('runlist.timeline')}</h3>
      <ol>
        {steps.slice(0, most).map((step) => {
          const until = step.endedAt ?? end;
          return (
            <li key={`${step.path}#${step.visit}`}>
              <span className={css.step} title={step.path}>
                {step.path}
              </span>
              <span className={css.track} aria-hidden>
                <span
                  className={css.bar}
                  data-tone={toneOf(step)}
                  style={{ left: `${percent(step.startedAt)}%`, width: `${percent(until) - percent(step.startedAt)}%` }}
                />
              </span>
              <span className={css.time}>{duration(until - step.startedAt)}</span>
            </li>
          );
        })}
      </ol>
      {steps.length > most && <p className={css.quiet}>{t('runlist.moreSteps', { count: steps.length - most })}</p>}
    </section>
  );
}

function toneOf({ status, undo, endedAt }: StepView): string {
  if (undo === 'done') return 'undo';
  if (status === 'failed') return 'bad';
  return endedAt === null ? 'open' : 'done';
}
