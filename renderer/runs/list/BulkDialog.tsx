import type { BulkAction } from '@sagaloom/engine/contract';
import { useState } from 'react';
import { type MessageKey, useT } from '../../locales/index.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';
import { type BulkQuestion, closeBulkQuestion, startBulk, useBulk } from './bulk.ts';
import { actionLook } from './BulkBar.tsx';
import { useCounted } from './StatusChips.tsx';
import css from './Bulk.module.css';

const texts = {
  cancel: 'runlist.bulk.cancelText',
  terminate: 'runlist.bulk.terminateText',
  retry: 'runlist.bulk.retryText',
  again: 'runlist.bulk.againText',
  delete: 'runlist.bulk.deleteText',
} as const satisfies Record<BulkAction, MessageKey>;

/** Asks once, and names how many. */
export function BulkDialog() {
  const question = useBulk((state) => state.question);
  return question && <Question key={question.action} question={question} />;
}

function Question({ question }: { readonly question: BulkQuestion }) {
  const t = useT();
  const counted = useCounted();
  const [why, setWhy] = useState('');
  const { action, preview } = question;
  const applies = preview?.applies ?? null;
  const none = applies !== null && applies.count === 0 && !applies.more;
  const others = preview && applies && !preview.meant.more && !applies.more ? preview.meant.count - applies.count : 0;
  const isToldWhy = action !== 'delete' && action !== 'again'; // a history begins without a reason, and ends with itself
  const isDangerous = action !== 'retry' && action !== 'again';
  return (
    <Dialog
      isOpen
      role="alertdialog"
      width="sm"
      title={
        applies
          ? t('runlist.bulk.question', { action, count: counted(applies), n: applies.count })
          : t(actionLook[action].label)
      }
      closeLabel={t('shell.dismiss')}
      onClose={closeBulkQuestion}
      footer={
        <>
          <Button onPress={closeBulkQuestion}>{t('runlist.bulk.no')}</Button>
          <Button
            variant={isDangerous ? 'danger' : 'primary'}
            isDisabled={applies === null || none}
            onPress={() => void startBulk(question, why.trim())}
          >
            {t(actionLook[action].label)}
          </Button>
        </>
      }
    >
      <div className={css.question}>
        <p>{t(none ? 'runlist.bulk.none' : texts[action])}</p>
        {others > 0 && !none && <p className={css.quiet}>{t('runlist.bulk.others', { count: others })}</p>}
        {isToldWhy && <TextField label={t('runs.why')} aside={t('runs.form.optional')} value={why} onChange={setWhy} />}
      </div>
    </Dialog>
  );
}
