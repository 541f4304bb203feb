import type { Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, Dialog, FieldMessage, Switch, TextField } from '../../ui/index.ts';
import { useEditing, useField } from '../editing.ts';
import { completed, schemaOfSamples } from './infer.ts';
import { lastInput } from './last-input.ts';
import css from './Schemas.module.css';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly onClose: () => void;
}

/** Makes a schema from a sample that is pasted, or from data there is: what somebody gave the workflow before. */
export function SampleDialog({ path, label, onClose }: Props) {
  const t = useT();
  const { value, write } = useField(path);
  const [text, setText] = useState('');
  const [isAdding, setAdding] = useState(true);
  const sample = parsed(text);
  const take = (): void => {
    if (sample === undefined) return;
    const made = schemaOfSamples([sample]);
    write(isAdding && value !== undefined ? completed(value, made) : made);
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={t('schemas.sample.title')}
      closeLabel={t('shell.dismiss')}
      onClose={onClose}
      footer={
        <Button variant="primary" isDisabled={sample === undefined} onPress={take}>
          {t('schemas.sample.make')}
        </Button>
      }
    >
      <div className={css.sample}>
        <p>{t('schemas.sample.text', { name: label })}</p>
        <Sources path={path} onTake={(json) => setText(JSON.stringify(json, null, 2))} />
        <TextField
          label={t('schemas.sample.json')}
          rows={10}
          mono
          value={text}
          onChange={setText}
          placeholder={'{ "orderId": "A-17" }'}
          error={text.trim() !== '' && sample === undefined ? t('schemas.sample.broken') : null}
        />
        {value !== undefined && (
          <Switch
            label={t('schemas.sample.add')}
            hint={t('schemas.sample.addHelp')}
            isSelected={isAdding}
            onChange={setAdding}
          />
        )}
      </div>
    </Dialog>
  );
}

/** For the workflow's input there may be a sample in the file, and what the last run was given. */
function Sources({ path, onTake }: { readonly path: Path; readonly onTake: (json: Json) => void }) {
  const t = useT();
  const { document, base } = useEditing();
  const [problem, setProblem] = useState<string | null>(null);
  if (base.length > 0 || path.join('/') !== 'input') return null;
  const pinned = readAt(document, ['ui', 'sampleInput']);
  const name = readAt(document, ['name']);
  const ask = async (workflow: string): Promise<void> => {
    const found = await lastInput(workflow);
    if (found.ok) onTake(found.input);
    setProblem(found.ok ? null : (found.problem ?? t('schemas.sample.noRun', { name: workflow })));
  };
  return (
    <>
      <div className={css.sources}>
        {pinned !== undefined && (
          <Button size="sm" onPress={() => onTake(pinned)}>
            {t('schemas.sample.pinned')}
          </Button>
        )}
        {typeof name === 'string' && name !== '' && (
          <Button size="sm" onPress={() => void ask(name)}>
            {t('schemas.sample.lastRun')}
          </Button>
        )}
      </div>
      {problem !== null && <FieldMessage severity="warning" message={problem} />}
    </>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
