import type { AttentionItem } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import { useT } from '../locales/index.ts';
import { attempt } from '../shell/notices.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import { type Decision, decideOn } from './attention.ts';
import { decisionLook } from './decision-look.ts';
import { JsonField } from './form/JsonField.tsx';
import { useStepName } from './step-name.ts';
import css from './RunDialog.module.css';

interface Props {
  readonly item: AttentionItem;
  readonly decision: Decision;
  readonly onClose: () => void;
}

/** Says what will happen, asks why where that will matter later, and only then does it. */
export function DecisionDialog({ item, decision, onClose }: Props) {
  const t = useT();
  const look = decisionLook[decision];
  const step = useStepName(item);
  const [why, setWhy] = useState('');
  const [asked, setAsked] = useState(false);
  const [output, setOutput] = useState<Json | undefined>(null);
  const [broken, setBroken] = useState(false);
  const missing = look.needsReason && why.trim() === '';
  const decide = (): void => {
    setAsked(true);
    if (missing || broken) return;
    onClose();
    void attempt('runs.decide.failed', { step }, async () =>
      decideOn(item, decision, { why: why.trim(), output: output ?? null }),
    );
  };
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={t(look.title, { step })}
      closeLabel={t('shell.dismiss')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('shell.cancel')}</Button>
          <Button variant={look.danger ? 'danger' : 'primary'} icon={look.icon} onPress={decide}>
            {t(look.label)}
          </Button>
        </>
      }
    >
      <p className={css.lead}>{t(look[item.kind], { step, workflow: item.workflow })}</p>
      <div className={css.reason}>
        {decision === 'complete' && (
          <JsonField
            label={t('runs.decide.output')}
            rows={5}
            value={output}
            onChange={setOutput}
            onBroken={setBroken}
          />
        )}
        <TextField
          label={t('runs.why')}
          aside={look.needsReason ? undefined : t('runs.form.optional')}
          hint={t('runs.decide.whyHint')}
          error={asked && missing ? t('runs.decide.whyMissing') : undefined}
          value={why}
          onChange={setWhy}
        />
      </div>
    </Dialog>
  );
}
