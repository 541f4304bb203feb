import type { AttentionItem } from '@sagaloom/engine/contract';
import { CheckCheck, Hand, RefreshCw, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { showPanel } from '../shell/layout.ts';
import { PanelHeader } from '../shell/PanelHeader.tsx';
import { PanelState } from '../shell/PanelState.tsx';
import { Button, Chip, IconButton } from '../ui/index.ts';
import { type Decision, decisionsFor, loadAttention, useAttention } from './attention.ts';
import { shortId } from './cancel.ts';
import { DecisionDialog } from './DecisionDialog.tsx';
import { decisionLook } from './decision-look.ts';
import { showRun } from './show-run.ts';
import { useStepName } from './step-name.ts';
import { useNow } from './use-now.ts';
import css from './AttentionPanel.module.css';

interface Asked {
  readonly item: AttentionItem;
  readonly decision: Decision;
}

export function AttentionPanel() {
  const t = useT();
  const { phase, problem, items } = useAttention();
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      <PanelHeader title={t('shell.panel.attention')}>
        <IconButton label={t('shell.refresh')} icon={RefreshCw} size="sm" onPress={() => void loadAttention()} />
      </PanelHeader>
      {phase === 'ready' && items.length > 0 ? (
        <ul className={css.list} aria-label={t('shell.panel.attention')}>
          {items.map((item) => (
            <AttentionCard
              key={`${item.runId} ${item.kind} ${item.path}#${item.visit}`}
              item={item}
              onDecide={(decision) => setAsked({ item, decision })}
            />
          ))}
        </ul>
      ) : (
        <PanelState
          phase={phase}
          problem={problem}
          onRetry={loadAttention}
          icon={CheckCheck}
          title={t('runs.attention.none')}
          text={t('runs.attention.noneText')}
          action={<Button onPress={() => showPanel('runs')}>{t('shell.show.runs')}</Button>}
        />
      )}
      {asked && <DecisionDialog item={asked.item} decision={asked.decision} onClose={() => setAsked(null)} />}
    </>
  );
}

interface CardProps {
  readonly item: AttentionItem;
  readonly onDecide: (decision: Decision) => void;
}

function AttentionCard({ item, onDecide }: CardProps) {
  const t = useT();
  const { ago, moment } = useFormats();
  const now = useNow(true, 10_000);
  const since = Date.parse(item.since);
  const undo = item.kind === 'undo';
  const name = useStepName(item);
  return (
    <li className={css.card}>
      <div className={css.head}>
        <Chip tone={undo ? 'undo' : 'warn'} icon={undo ? Undo2 : Hand}>
          {t(undo ? 'runs.attention.undo' : 'runs.attention.step')}
        </Chip>
        <span title={moment(since)}>{ago(since, Math.max(now, since))}</span>
      </div>
      <strong className={css.step} title={item.path}>
        {name}
      </strong>
      <p className={css.error}>
        <code>{item.error.type}</code> {item.error.message}
      </p>
      <p className={css.run}>
        <Button variant="ghost" size="sm" onPress={() => void showRun(item.runId, item.stepId)}>
          {`${item.workflow} · ${shortId(item.runId)}`}
        </Button>
        <span>{t('runs.attempts', { count: item.attempts })}</span>
      </p>
      <div className={css.actions}>
        {decisionsFor[item.kind].map((decision) => (
          <Button
            key={decision}
            size="sm"
            variant={decision === 'retry' ? 'primary' : 'secondary'}
            icon={decisionLook[decision].icon}
            onPress={() => onDecide(decision)}
          >
            {t(decisionLook[decision].label)}
          </Button>
        ))}
      </div>
    </li>
  );
}
