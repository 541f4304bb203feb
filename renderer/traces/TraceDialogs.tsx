import { useState } from 'react';
import { useT } from '../locales/index.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import { openById, removeTraces } from './open-trace.ts';
import { RulesDialog } from './rules/RulesDialog.tsx';
import { askAboutTraces, useTraceQuestion } from './trace-dialogs.ts';
import css from './TraceDialogs.module.css';

const close = (): void => askAboutTraces(null);

export function TraceDialogs() {
  const question = useTraceQuestion((state) => state.question);
  switch (question?.kind) {
    case 'remove':
      return <Removal traceIds={question.traceIds} />;
    case 'byId':
      return <ById />;
    case 'rules':
      return <RulesDialog traceId={question.traceId} draft={question.draft} />;
    default:
      return null;
  }
}

function Removal({ traceIds }: { readonly traceIds: readonly string[] }) {
  const t = useT();
  return (
    <Dialog
      isOpen
      role="alertdialog"
      width="sm"
      title={t('traces.remove.question', { count: traceIds.length })}
      closeLabel={t('shell.dismiss')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('shell.cancel')}</Button>
          <Button
            variant="danger"
            onPress={() => {
              close();
              void removeTraces(traceIds);
            }}
          >
            {t('traces.remove.do')}
          </Button>
        </>
      }
    >
      <p className={css.lead}>{t('traces.remove.text')}</p>
    </Dialog>
  );
}

function ById() {
  const t = useT();
  const [typed, setTyped] = useState('');
  const go = async (): Promise<void> => {
    if (await openById(typed)) close();
  };
  return (
    <Dialog
      isOpen
      width="sm"
      title={t('traces.byId.title')}
      closeLabel={t('shell.dismiss')}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('shell.cancel')}</Button>
          <Button variant="primary" isDisabled={typed.trim() === ''} onPress={() => void go()}>
            {t('traces.open')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') void go();
        }}
      >
        <TextField
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type in
          autoFocus
          mono
          label={t('traces.byId.id')}
          hint={t('traces.byId.hint')}
          value={typed}
          onChange={setTyped}
        />
      </form>
    </Dialog>
  );
}
