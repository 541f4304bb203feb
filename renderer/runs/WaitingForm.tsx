import { Send } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { Button } from '../ui/index.ts';
import { useMessage } from './actions/use-message.ts';
import { InputEditor } from './form/InputEditor.tsx';
import { Refusal } from './Refusal.tsx';
import type { Waiting } from './waiting.ts';
import css from './WaitingForm.module.css';

interface Props {
  readonly runId: string;
  readonly waiting: Waiting;
}

/** What a step waits for, as a form: sent, the step goes on. */
export function WaitingForm({ runId, waiting: { signal, key } }: Props) {
  const t = useT();
  const action = { kind: 'signal', runId, name: signal, ...(key === undefined ? {} : { key }) } as const;
  const message = useMessage(action, () => {});
  return (
    <form
      noValidate
      className={css.form}
      aria-label={t('runs.waiting.title', { signal })}
      onSubmit={(event) => {
        event.preventDefault();
        if (!message.busy && !message.broken) void message.send();
      }}
    >
      <p className={css.lead}>{t('runs.waiting.title', { signal })}</p>
      <InputEditor
        schema={message.schema}
        words={{
          none: t('runs.message.noInput'),
          anything: t('runs.message.anything'),
          json: t('runs.message.payload'),
        }}
        rows={3}
        value={message.input}
        problems={message.problems}
        onChange={message.change}
        onBroken={message.setBroken}
      />
      <div>
        <Button variant="primary" size="sm" icon={Send} type="submit" isDisabled={message.broken || message.busy}>
          {t('runs.waiting.send')}
        </Button>
      </div>
      <Refusal message={message.refusal} />
    </form>
  );
}
