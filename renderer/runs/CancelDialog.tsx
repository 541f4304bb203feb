import { useState } from 'react';
import { useT } from '../locales/index.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import { askToCancel, cancelRun, shortId, useCancelQuestion } from './cancel.ts';
import css from './RunDialog.module.css';

export function CancelDialog() {
  const runId = useCancelQuestion((state) => state.runId);
  return runId === null ? null : <Question key={runId} runId={runId} />;
}

function Question({ runId }: { readonly runId: string }) {
  const t = useT();
  const [why, setWhy] = useState('');
  const close = (): void => askToCancel(null);
  return (
    <Dialog
      isOpen
      role="alertdialog"
      width="sm"
      title={t('runs.cancel.question', { id: shortId(runId) })}
      closeLabel={t('shell.dismiss')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('runs.cancel.no')}</Button>
          <Button
            variant="danger"
            onPress={() => {
              close();
              void cancelRun(runId, why.trim());
            }}
          >
            {t('runs.cancel.title')}
          </Button>
        </>
      }
    >
      <p className={css.lead}>{t('runs.cancel.text')}</p>
      <div className={css.reason}>
        <TextField label={t('runs.why')} aside={t('runs.form.optional')} value={why} onChange={setWhy} />
      </div>
    </Dialog>
  );
}
