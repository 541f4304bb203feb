import { CircleQuestionMark, PencilLine, Send } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { Button, Dialog, Select, TextField } from '../../ui/index.ts';
import { shortId } from '../cancel.ts';
import { InputEditor } from '../form/InputEditor.tsx';
import { JsonView } from '../JsonView.tsx';
import { Refusal } from '../Refusal.tsx';
import css from '../RunDialog.module.css';
import { closeAction, type MessageAction } from './question.ts';
import { other, useMessage } from './use-message.ts';

const icons = { signal: Send, query: CircleQuestionMark, update: PencilLine } as const;
const formId = 'run-message';

/** Sends a run a signal, asks it a question, or changes it by an update: the names and forms are those of its definition. */
export function MessageDialog({ action }: { readonly action: MessageAction }) {
  const t = useT();
  const { kind, runId } = action;
  const message = useMessage(action, closeAction);
  const { known, chosen, name, schema, problems, refusal, answer, busy, broken } = message;
  const hasNone = known.size === 0 && kind !== 'signal';
  return (
    <Dialog
      isOpen
      title={t(`runs.${kind}.title`, { id: shortId(runId) })}
      closeLabel={t('shell.dismiss')}
      onClose={closeAction}
      footer={
        <>
          <Button onPress={closeAction}>{t(answer === undefined ? 'shell.cancel' : 'runs.message.close')}</Button>
          {!hasNone && (
            <Button variant="primary" icon={icons[kind]} type="submit" form={formId} isDisabled={broken}>
              {t(`runs.${kind}.do`)}
            </Button>
          )}
        </>
      }
    >
      <p className={css.lead}>{t(hasNone ? `runs.${kind}.noneDeclared` : `runs.${kind}.text`)}</p>
      {!hasNone && (
        <form
          id={formId}
          noValidate
          className={css.reason}
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy && !broken) void message.send();
          }}
        >
          {known.size > 0 && (
            <Select
              label={t(`runs.${kind}.name`)}
              options={[
                ...[...known.keys()].map((option) => ({ value: option, label: option })),
                ...(kind === 'signal' ? [{ value: other, label: t('runs.signal.other') }] : []),
              ]}
              value={chosen}
              onChange={message.choose}
            />
          )}
          {chosen === other && (
            <TextField
              label={t(known.size > 0 ? 'runs.signal.otherName' : 'runs.signal.name')}
              value={name}
              onChange={message.setName}
              isRequired
              mono
            />
          )}
          <InputEditor
            key={chosen}
            schema={schema}
            words={{
              none: t('runs.message.noInput'),
              anything: t('runs.message.anything'),
              json: t(kind === 'signal' ? 'runs.message.payload' : 'runs.message.input'),
            }}
            rows={4}
            value={message.input}
            problems={problems}
            onChange={message.change}
            onBroken={message.setBroken}
          />
          {kind === 'signal' && (
            <TextField
              label={t('runs.signal.key')}
              aside={t('runs.form.optional')}
              hint={t('runs.signal.keyHint')}
              value={message.key}
              onChange={message.setKey}
              mono
            />
          )}
        </form>
      )}
      {answer !== undefined && (
        <div className={css.reason} aria-live="polite">
          <JsonView label={t('runs.message.answer')} value={answer} />
        </div>
      )}
      <Refusal message={refusal} />
    </Dialog>
  );
}
