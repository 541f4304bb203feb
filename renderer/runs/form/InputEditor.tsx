import type { Json } from '@sagaloom/engine/core';
import { useT } from '../../locales/index.ts';
import { FieldMessage, Tab, TabList, TabPanel, Tabs } from '../../ui/index.ts';
import css from '../RunDialog.module.css';
import type { Problems } from './check.ts';
import { fieldOf } from './field.ts';
import { JsonField } from './JsonField.tsx';
import { GroupFields } from './SchemaForm.tsx';

interface EditorProps {
  readonly schema: Json | undefined;
  /** Said when the schema asks for nothing, and when there is none. */
  readonly words?: { readonly none: string; readonly anything: string; readonly json: string };
  readonly rows?: number;
  readonly value: Json | undefined;
  readonly problems: Problems;
  readonly onChange: (value: Json | undefined) => void;
  readonly onBroken: (broken: boolean) => void;
}

/** A form where the schema asks for fields; JSON beside it, or alone. */
export function InputEditor({ schema, words, rows = 12, value, problems, onChange, onBroken }: EditorProps) {
  const t = useT();
  const none = words?.none ?? t('runs.input.none');
  const anything = words?.anything ?? t('runs.input.anything');
  const field = fieldOf(schema);
  const asJson = (
    <JsonField
      label={words?.json ?? t('runs.input.json')}
      hint={schema === undefined ? anything : undefined}
      error={
        [...problems].map(([pointer, message]) => (pointer ? `${pointer}: ${message}` : message)).join(' · ') ||
        undefined
      }
      rows={rows}
      value={value}
      onChange={onChange}
      onBroken={onBroken}
    />
  );
  if (field.kind !== 'group') return asJson;
  if (field.properties.length === 0) return <p className={css.lead}>{none}</p>;
  return (
    <Tabs defaultSelectedKey="form" onSelectionChange={() => onBroken(false)}>
      <div className={css.tabs}>
        <TabList aria-label={t('runs.input.how')}>
          <Tab id="form">{t('runs.input.form')}</Tab>
          <Tab id="json">{t('runs.input.json')}</Tab>
        </TabList>
      </div>
      <TabPanel id="form">
        <GroupFields properties={field.properties} pointer="" value={value} problems={problems} onChange={onChange} />
        {problems.has('') && <FieldMessage message={problems.get('') ?? ''} />}
      </TabPanel>
      <TabPanel id="json">{asJson}</TabPanel>
    </Tabs>
  );
}
