import type { Json } from '@sagaloom/engine/core';
import { Hourglass } from 'lucide-react';
import { type Translate, useT } from '../../locales/index.ts';
import { timeWords } from './BackoffArcs.tsx';
import { type Limits, type WorstCase, worstCase } from './backoff.ts';
import css from './WorstCaseWords.module.css';

interface Props {
  readonly rules: readonly Json[];
  readonly limits: Limits;
}

/** How often and how long in the worst case, as one would say it; and whether the limit of all cuts it short. */
export function WorstCaseWords({ rules, limits }: Props) {
  const t = useT();
  const worst = worstCase(rules, limits);
  return (
    <div className={css.worst} role="note">
      <Hourglass size={13} strokeWidth={1.75} aria-hidden />
      <p>
        {sentence(worst, limits, t)}
        {worst.fitting !== null && (
          <>
            {' '}
            <b>
              {t('schemas.retry.cut', {
                fitting: worst.fitting,
                attempts: worst.attempts,
                time: timeWords(limits.allMs ?? 0, t),
              })}
            </b>
          </>
        )}
      </p>
    </div>
  );
}

function sentence({ attempts, totalMs, waitingMs }: WorstCase, { attemptMs, allMs }: Limits, t: Translate): string {
  const time = totalMs === null ? '' : timeWords(totalMs, t);
  if (attempts === 1) return totalMs === null ? t('schemas.retry.onceOpen') : t('schemas.retry.once', { time });
  if (totalMs !== null) return t('schemas.retry.within', { attempts, time });
  if (attemptMs === null && allMs === null)
    return t('schemas.retry.waits', { attempts, time: timeWords(waitingMs, t) });
  return t('schemas.retry.forEver', { attempts });
}
