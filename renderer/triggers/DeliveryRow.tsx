import type { DeliveryInfo } from '@sagaloom/engine/contract';
import { RotateCcw, X } from 'lucide-react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { showRun } from '../runs/show-run.ts';
import { useNow } from '../runs/use-now.ts';
import { Button, Chip, IconButton, type Tone } from '../ui/index.ts';
import { triggerIcons } from './icons.ts';
import { cancelDelivery, replayDelivery } from './triggers.ts';
import css from './TriggersPanel.module.css';

const tones = {
  pending: 'time',
  started: 'ok',
  passed: 'neutral',
  refused: 'bad',
  cancelled: 'neutral',
} as const satisfies Record<DeliveryInfo['status'], Tone>;

/** What came, what became of it, and the run it started. */
export function DeliveryRow({ delivery }: { readonly delivery: DeliveryInfo }) {
  const t = useT();
  const { ago, moment, until } = useFormats();
  const now = useNow(true, 30_000);
  const { workflow, trigger, type, key, status, runId, problem, duplicates, dueAt } = delivery;
  const at = Date.parse(delivery.at);
  const Icon = triggerIcons[type];
  return (
    <li className={css.card}>
      <div className={css.head}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        <strong title={workflow}>{workflow}</strong>
        <span title={moment(at)}>{ago(at, Math.max(now, at))}</span>
      </div>
      <p className={css.when}>
        {trigger ?? t('triggers.type.start')} · <code title={key}>{key}</code>
        {status === 'pending' && dueAt !== null && ` · ${until(Date.parse(dueAt), now)}`}
        {duplicates > 0 && ` · ${t('triggers.delivery.again', { count: duplicates })}`}
      </p>
      {problem !== null && <p className={css.problem}>{problem.reason}</p>}
      <div className={css.actions}>
        <Chip tone={tones[status]}>{t(`triggers.status.${status}`)}</Chip>
        <span className={css.grow} />
        {runId !== null && (
          <Button size="sm" variant="ghost" onPress={() => void showRun(runId)}>
            {t('triggers.run')}
          </Button>
        )}
        {type === 'start' && status === 'pending' && (
          <IconButton
            size="sm"
            icon={X}
            label={t('triggers.delivery.cancel')}
            onPress={() => void cancelDelivery(delivery)}
          />
        )}
        {type !== 'start' && (
          <IconButton
            size="sm"
            icon={RotateCcw}
            label={t('triggers.delivery.replay')}
            onPress={() => void replayDelivery(delivery)}
          />
        )}
      </div>
    </li>
  );
}
