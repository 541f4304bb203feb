import { type Counted, RUN_STATUSES } from '@sagaloom/engine/contract';
import type { RunStatus } from '@sagaloom/engine/core';
import { Hand } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { useFormats } from '../../locales/format.ts';
import { useT } from '../../locales/index.ts';
import { statusLook } from '../status.ts';
import { change, useList } from './list.ts';
import css from './StatusChips.module.css';

/** Statuses with how many runs each would show. One that has none, and is not asked for, takes no room. */
export function StatusChips() {
  const t = useT();
  const countText = useCounted();
  const { asked, counts } = useList();
  const countOf = (status: RunStatus): Counted | null =>
    counts?.statuses.find((each) => each.status === status) ?? null;
  const shown = RUN_STATUSES.filter((status) => countOf(status) !== null || asked.statuses.includes(status));
  return (
    <div className={css.chips} role="group" aria-label={t('runs.list.byStatus')}>
      {shown.map((status) => {
        const { icon: Icon, tone, label } = statusLook[status];
        const counted = countOf(status);
        return (
          <ToggleButton
            key={status}
            className={css.chip ?? ''}
            data-tone={tone}
            isSelected={asked.statuses.includes(status)}
            onChange={(isOn) =>
              change({ statuses: isOn ? [...asked.statuses, status] : asked.statuses.filter((one) => one !== status) })
            }
          >
            <Icon size={13} strokeWidth={2.2} aria-hidden />
            {t(label)}
            {counted && <span className={css.count}>{countText(counted)}</span>}
          </ToggleButton>
        );
      })}
      <ToggleButton
        className={css.chip ?? ''}
        data-tone="warn"
        isSelected={asked.waiting === true}
        onChange={(isOn) => change({ waiting: isOn ? true : null })}
      >
        <Hand size={13} strokeWidth={2.2} aria-hidden />
        {t('runlist.waitingOnly')}
      </ToggleButton>
      {counts && <span className={css.total}>{t('runlist.total', { count: countText(counts.total) })}</span>}
    </div>
  );
}

/** `1,204`, or `30,000+` where no more were counted. */
export function useCounted(): (counted: Counted) => string {
  const t = useT();
  const { count } = useFormats();
  return (counted) => (counted.more ? t('runlist.moreThan', { count: count(counted.count) }) : count(counted.count));
}
