import { CalendarClock, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { reveal, useDocuments } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { showPanel } from '../shell/layout.ts';
import { attempt } from '../shell/notices.ts';
import { PanelHeader } from '../shell/PanelHeader.tsx';
import { PanelState } from '../shell/PanelState.tsx';
import { Button, IconButton } from '../ui/index.ts';
import { DeliveryRow } from './DeliveryRow.tsx';
import { ListeningRow } from './ListeningRow.tsx';
import { ScheduleCard } from './ScheduleCard.tsx';
import { loadMoreDeliveries, loadTriggers, useTriggers } from './triggers.ts';
import css from './TriggersPanel.module.css';

/** What starts runs without a person: when it is due, what came, and what it started. */
export function TriggersPanel() {
  const t = useT();
  const { phase, problem, schedules, listening, deliveries, next } = useTriggers();
  useEffect(() => void loadTriggers(), []);
  const isEmpty = schedules.length + listening.length + deliveries.length === 0;
  return (
    <>
      <PanelHeader title={t('shell.panel.triggers')}>
        <IconButton label={t('shell.refresh')} icon={RefreshCw} size="sm" onPress={() => void loadTriggers()} />
      </PanelHeader>
      {phase === 'ready' && !isEmpty ? (
        <div className={css.scroll}>
          {schedules.length > 0 && (
            <>
              <h3 className={css.heading}>{t('triggers.schedules')}</h3>
              <ul className={css.list} aria-label={t('triggers.schedules')}>
                {schedules.map((schedule) => (
                  <ScheduleCard key={`${schedule.workflow}/${schedule.name}`} schedule={schedule} />
                ))}
              </ul>
            </>
          )}
          {listening.length > 0 && (
            <>
              <h3 className={css.heading}>{t('triggers.listening')}</h3>
              <ul className={css.list} aria-label={t('triggers.listening')}>
                {listening.map((trigger) => (
                  <ListeningRow key={`${trigger.workflow}/${trigger.name}`} trigger={trigger} />
                ))}
              </ul>
            </>
          )}
          {deliveries.length > 0 && (
            <>
              <h3 className={css.heading}>{t('triggers.deliveries')}</h3>
              <ul className={css.list} aria-label={t('triggers.deliveries')}>
                {deliveries.map((delivery) => (
                  <DeliveryRow key={delivery.id} delivery={delivery} />
                ))}
              </ul>
            </>
          )}
          {next !== null && (
            <div className={css.more}>
              <Button size="sm" onPress={() => void attempt('runs.list.cannotLoad', {}, loadMoreDeliveries)}>
                {t('runs.list.more')}
              </Button>
            </div>
          )}
        </div>
      ) : (
        <PanelState
          phase={phase}
          problem={problem}
          onRetry={loadTriggers}
          icon={CalendarClock}
          title={t('triggers.none')}
          text={t('triggers.noneText')}
          action={<NextStep />}
        />
      )}
    </>
  );
}

/** To where triggers are written: those of what is open, or first a file. */
function NextStep() {
  const t = useT();
  const activeId = useDocuments((state) => state.activeId);
  if (activeId === null) return <Button onPress={() => showPanel('files')}>{t('shell.show.files')}</Button>;
  return <Button onPress={() => reveal(activeId, null, '/triggers')}>{t('triggers.noneDo')}</Button>;
}
