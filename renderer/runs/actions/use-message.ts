import type { Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import { translate, useT } from '../../locales/index.ts';
import { engine, wire } from '../../rpc/index.ts';
import { explain } from '../../shell/notices.ts';
import { toast } from '../../ui/index.ts';
import { checkInput, type Problems } from '../form/check.ts';
import { fieldOf } from '../form/field.ts';
import { initialValue } from '../form/value.ts';
import { useOpenRun } from '../open-runs.ts';
import { messagesOf } from './messages.ts';
import type { MessageAction, MessageKind } from './question.ts';

/** A signal nobody declared can be sent all the same. */
export const other = ':other';

/** A message on its way: checked here first, and then by the run. */
export function useMessage({ kind, runId, name: preset, key: presetKey }: MessageAction, onSent: () => void) {
  const t = useT();
  const definition = useOpenRun(runId)?.definition ?? null;
  const known = messagesOf(definition, kind);
  const [chosen, setChosen] = useState(() => preset ?? [...known.keys()][0] ?? other);
  const [ownName, setName] = useState('');
  const [key, setKey] = useState(presetKey === undefined ? '' : JSON.stringify(presetKey));
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
      const given = await deliver(kind, { runId, name, input: input ?? null, key });
      setAnswer(given);
      if (given === undefined) onSent();
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
async function deliver(kind: MessageKind, { runId, name, input, key }: Message): Promise<Json | undefined> {
  if (kind === 'query') return (await engine.runs.query({ runId, name, input: wire(input) })).result;
  if (kind === 'update') return (await engine.runs.update({ runId, name, input: wire(input) })).result;
  await engine.runs.signal({ runId, name, payload: wire(input), ...(key === '' ? {} : { key: wire(readKey(key)) }) });
  toast(() => translate('runs.signal.sent', { name }), 'ok');
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
