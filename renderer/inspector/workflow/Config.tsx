import { isObject, type Json } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, Select } from '../../ui/index.ts';
import { useEditing, useField } from '../editing.ts';
import { Row, Section } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { useRename } from '../fields/KeyCell.tsx';
import { NamedCard } from '../fields/NamedCard.tsx';
import { without } from '../fields/RecordField.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import inspectorCss from '../Inspector.module.css';

const types = ['string', 'number', 'boolean'] as const;
type ConfigType = (typeof types)[number];

/** DA6. Values that come from outside: a card each, with its type and what holds when nothing comes. */
export function Config() {
  const t = useT();
  const { value, readOnly, write } = useField(['config']);
  const rename = useRename(['config']);
  const declared = isObject(value) ? value : {};
  const names = Object.keys(declared);
  return (
    <Section title={t('inspector.workflow.config')}>
      <p className={css.note}>{t('inspector.workflow.configHelp')}</p>
      {names.map((name, index) => (
        <NamedCard
          // Keyed by place: the name is being edited.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          name={name}
          label={t('inspector.field.name')}
          taken={names}
          readOnly={readOnly}
          onRename={(to) => rename(name, settingName(to) || name)}
          onRemove={() => write(without(declared, name))}
        >
          <ConfigCard name={name} />
        </NamedCard>
      ))}
      {!readOnly && <AddConfig names={names} onAdd={(name) => write({ ...declared, [name]: { type: 'string' } })} />}
    </Section>
  );
}

function ConfigCard({ name }: { readonly name: string }) {
  const t = useT();
  const { document, base } = useEditing();
  const { value, pointer, readOnly, problem, write } = useField(['config', name, 'type']);
  const type = types.find((one) => one === value) ?? 'string';
  const initial = readAt(document, [...base, 'config', name, 'default']);
  return (
    <>
      <Row pointer={pointer}>
        <Select
          label={t('inspector.workflow.type')}
          options={types.map((one) => ({ value: one, label: t(`inspector.option.type.${one}`) }))}
          value={type}
          onChange={write}
          isDisabled={readOnly}
          error={problem?.message}
        />
      </Row>
      <TextRow
        path={['config', name, 'default']}
        label={t('inspector.workflow.default')}
        hint={t('schemas.help.config.default')}
        placeholder={initial === undefined ? t('schemas.config.mustBeGiven') : ''}
        mono
        parse={(text) => configValue(text, type)}
      />
      <TextRow
        path={['config', name, 'description']}
        label={t('inspector.field.description')}
        hint={t('schemas.help.description')}
      />
    </>
  );
}

/** What is typed, as its type has it; what does not fit stays as typed, and is a problem to read about. */
export function configValue(text: string, type: ConfigType): Json {
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** As the environment has such names: SHOP_URL. */
export function settingName(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]+/g, '_')
    .replace(/^[^A-Z]+/, '');
}

function AddConfig({ names, onAdd }: { readonly names: readonly string[]; readonly onAdd: (name: string) => void }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const name = settingName(typed);
  const canAdd = name !== '' && !names.includes(name);
  return (
    <form
      className={inspectorCss.addLine}
      onSubmit={(event) => {
        event.preventDefault();
        if (canAdd) onAdd(name);
        setTyped('');
      }}
    >
      <input
        className={inspectorCss.addInput}
        aria-label={t('inspector.workflow.newConfig')}
        placeholder={t('inspector.workflow.newConfig')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button size="md" icon={Plus} type="submit" isDisabled={!canAdd}>
        {t('inspector.add')}
      </Button>
    </form>
  );
}
