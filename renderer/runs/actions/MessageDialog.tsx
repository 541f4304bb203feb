import type { Json } from '@sagaloom/engine/core';
import { CircleQuestionMark, PencilLine, Send } from 'lucide-react';
import { useState } from 'react';
import { type Translate, useT } from '../../locales/index.ts';
import { engine, wire } from '../../rpc/index.ts';
import { explain } from '../../shell/notices.ts';
import { Button, Dialog, Select, TextField, toast } from '../../ui/index.ts';
import { shortId } from '../cancel.ts';
import { checkInput, type Problems } from '../form/check.ts';
import { fieldOf } from '../form/field.ts';
import { InputEditor } from '../form/InputEditor.tsx';
import { initialValue } from '../form/value.ts';
import { JsonView } from '../JsonView.tsx';
import { useOpenRun } from '../open-runs.ts';
import { Refusal } from '../Refusal.tsx';
import css from '../RunDialog.module.css';
import { messagesOf } from './messages.ts';
import { closeAction, type MessageKind } from './question.ts';

const icons = { signal: Send, query: CircleQuestionMark, update: PencilLine } as const;
/** A signal nobody declared can be sent all the same. */
const other = ':other';
const formId = 'run-message';

/** Sends a run a signal, asks it a question, or changes it by an update: the names and forms are those of its definition. */
export function MessageDialog({ kind, runId }: { readonly kind: MessageKind; readonly runId: string }) {
  const t = useT();
  const message = useMessage(kind, runId);
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

/** A message on its way: checked here first, and then by the run. */
function useMessage(kind: MessageKind, runId: string) {
  const t = useT();
  const definition = useOpenRun(runId)?.definition ?? null;
  const known = messagesOf(definition, kind);
  const [chosen, setChosen] = useState(() => [...known.keys()][0] ?? other);
  const [ownName, setName] = useState('');
  const [key, setKey] = useState('');
  const schema = known.get(chosen);
  const [input, setInput] = useState<Json | undefined>(() => initialValue(fieldOf(schema)));
  const [problems, setProblems] = useState<Problems>(new Map());
  const [refusal, setRefusal] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Json | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [broken, setBroken] = useState(false);
  const name = chosen === other ? ownName.trim() : chosen;
  const change = (next: Json | undefined): void => {
    setInput(next);
    if (problems.size > 0) setProblems(checkInput(schema, next, t));
  };
  const choose = (next: string): void => {
    setChosen(next);
    setInput(initialValue(fieldOf(known.get(next))));
    setProblems(new Map());
    setRefusal(null);
    setAnswer(undefined);
    setBroken(false);
  };
  const send = async (): Promise<void> => {
    const found = schema === undefined ? new Map<string, string>() : checkInput(schema, input, t);
    const reason =
      name === '' ? t('runs.signal.noName') : found.size > 0 ? t('runs.input.fix', { count: found.size }) : null;
    setProblems(found);
    setRefusal(reason);
    if (reason !== null) return;
    setBusy(true);
    try {
      setAnswer(await deliver(kind, { runId, name, input: input ?? null, key }, t));
    } catch (error) {
      setRefusal(explain(error));
    }
    setBusy(false);
  };
  const shown = { known, chosen, name: ownName, key, schema, input, problems, refusal, answer, busy, broken };
  return { ...shown, setName, setKey, setBroken, change, choose, send };
}

interface Message {
  readonly runId: string;
  readonly name: string;
  readonly input: Json;
  readonly key: string;
}

/** What it answers; a signal has no answer, and the dialog closes. */
async function deliver(
  kind: MessageKind,
  { runId, name, input, key }: Message,
  t: Translate,
): Promise<Json | undefined> {
  if (kind === 'query') return (await engine.runs.query({ runId, name, input: wire(input) })).result;
  if (kind === 'update') return (await engine.runs.update({ runId, name, input: wire(input) })).result;
  await engine.runs.signal({ runId, name, payload: wire(input), ...(key === '' ? {} : { key: wire(readKey(key)) }) });
  toast(t('runs.signal.sent', { name }), 'ok');
  closeAction();
  return undefined;
}

/** `5` is a number, `true` is true; all else is text. */
function readKey(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
