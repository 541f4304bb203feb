import { isObject } from '@sagaloom/engine/core';
import { Plus, Workflow, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { fieldShown, type OpenDocument, useDiagnostics, useReveal } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Button, IconButton, Select, Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { type Editing, EditingContext, textOf, useField } from './editing.ts';
import { Card } from './fields/Field.tsx';
import fieldCss from './fields/Field.module.css';
import { JsonField } from './fields/JsonField.tsx';
import { readValue, RecordField } from './fields/RecordField.tsx';
import { TextRow } from './fields/TextRow.tsx';
import { focusField } from './focus-field.ts';
import { Form } from './Form.tsx';
import { LimitAndAttempts } from './retry/LimitAndAttempts.tsx';
import { Messages } from './workflow/Messages.tsx';
import { SearchAttributes } from './workflow/SearchAttributes.tsx';
import { Starts } from './workflow/Starts.tsx';
import css from './Inspector.module.css';

const tabs = ['general', 'data', 'settings', 'messages', 'starts'] as const;
type TabName = (typeof tabs)[number];

/** The workflow itself, when no step is selected: what it is, what goes in and comes out, what it knows. */
export function WorkflowInspector({ open }: { readonly open: OpenDocument }) {
  const t = useT();
  const diagnostics = useDiagnostics(open.id);
  const editing = useMemo(
    (): Editing => ({
      documentId: open.id,
      document: open.document,
      base: [],
      name: t('document.workflow'),
      readOnly: open.readOnly,
      diagnostics,
    }),
    [open.id, open.document, open.readOnly, diagnostics, t],
  );
  const [tab, setTab] = useRevealedTab(open.id);
  return (
    <EditingContext value={editing}>
      <div className={css.header}>
        <span className={css.tile}>
          <Workflow size={18} strokeWidth={1.75} aria-hidden />
        </span>
        <div className={css.title}>
          <b title={textOf(open.document.name)}>{textOf(open.document.name) || t('document.untitled')}</b>
          <code>{open.path ?? t('inspector.workflow.unsaved')}</code>
        </div>
      </div>
      <Tabs selectedKey={tab} onSelectionChange={(key) => setTab(tabs.find((name) => name === key) ?? 'general')}>
        <TabList aria-label={t('inspector.tabs')}>
          {tabs.map((name) => (
            <Tab key={name} id={name}>
              {t(`inspector.tab.${name}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="general">
          <Form>
            <General />
          </Form>
        </TabPanel>
        <TabPanel id="data">
          <Form>
            <Data />
          </Form>
        </TabPanel>
        <TabPanel id="settings">
          <Form>
            <Settings />
          </Form>
        </TabPanel>
        <TabPanel id="messages">
          <Form>
            <Messages />
          </Form>
        </TabPanel>
        <TabPanel id="starts">
          <Form>
            <Starts />
          </Form>
        </TabPanel>
      </Tabs>
    </EditingContext>
  );
}

function General() {
  const t = useT();
  return (
    <>
      <TextRow
        path={['name']}
        label={t('inspector.workflow.name')}
        hint={t('inspector.workflow.nameHelp')}
        mono
        isRequired
      />
      <TextRow path={['description']} label={t('inspector.field.description')} rows={4} />
      <TextRow
        path={['timeout']}
        label={t('inspector.workflow.timeout')}
        hint={t('inspector.workflow.timeoutHelp')}
        placeholder={t('inspector.workflow.noTimeout')}
      />
      <div className={fieldCss.label}>{t('inspector.workflow.defaults')}</div>
      <LimitAndAttempts at={['defaults']} defaultAttempts="1" />
    </>
  );
}

function Data() {
  const t = useT();
  return (
    <>
      <JsonField path={['input']} label={t('inspector.workflow.input')} hint={t('inspector.workflow.inputHelp')} />
      <JsonField
        path={['ui', 'sampleInput']}
        label={t('inspector.workflow.sample')}
        hint={t('inspector.workflow.sampleHelp')}
      />
      <JsonField
        path={['returns']}
        label={t('inspector.workflow.returns')}
        hint={t('inspector.workflow.returnsHelp')}
        canBeExpression
      />
      <JsonField path={['output']} label={t('inspector.workflow.output')} hint={t('inspector.workflow.outputHelp')} />
    </>
  );
}

function Settings() {
  const t = useT();
  return (
    <>
      <RecordField
        path={['variables']}
        label={t('inspector.workflow.variables')}
        keyLabel={t('inspector.field.variable')}
        valueLabel={t('inspector.field.value')}
        keyStem="value"
        hint={t('inspector.workflow.variablesHelp')}
      />
      <Config />
      <SearchAttributes />
    </>
  );
}

const types = ['string', 'number', 'boolean'] as const;

function Config() {
  const t = useT();
  const { value, readOnly, write } = useField(['config']);
  const declared = isObject(value) ? value : {};
  const names = Object.keys(declared);
  return (
    <>
      <div className={fieldCss.label}>{t('inspector.workflow.config')}</div>
      <p className={fieldCss.note}>{t('inspector.workflow.configHelp')}</p>
      {names.map((name) => (
        <Card
          key={name}
          title={<code>{name}</code>}
          actions={
            !readOnly && (
              <IconButton
                size="sm"
                icon={X}
                label={t('inspector.remove', { name })}
                onPress={() => {
                  const { [name]: _gone, ...rest } = declared;
                  write(Object.keys(rest).length > 0 ? rest : undefined);
                }}
              />
            )
          }
        >
          <ConfigType name={name} />
          <TextRow
            path={['config', name, 'default']}
            label={t('inspector.workflow.default')}
            mono
            parse={(text) => configValue(text)}
          />
          <TextRow path={['config', name, 'description']} label={t('inspector.field.description')} />
        </Card>
      ))}
      {!readOnly && <AddConfig names={names} onAdd={(name) => write({ ...declared, [name]: { type: 'string' } })} />}
    </>
  );
}

function ConfigType({ name }: { readonly name: string }) {
  const t = useT();
  const { value, readOnly, write } = useField(['config', name, 'type']);
  return (
    <Select
      label={t('inspector.workflow.type')}
      options={types.map((type) => ({ value: type, label: t(`inspector.option.type.${type}`) }))}
      value={types.find((type) => type === value) ?? 'string'}
      onChange={write}
      isDisabled={readOnly}
    />
  );
}

function AddConfig({ names, onAdd }: { readonly names: readonly string[]; readonly onAdd: (name: string) => void }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const name = typed
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]+/g, '_')
    .replace(/^[^A-Z]+/, '');
  const canAdd = name !== '' && !names.includes(name);
  const add = (): void => {
    if (canAdd) onAdd(name);
    setTyped('');
  };
  return (
    <form
      className={css.addLine}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <input
        className={css.addInput}
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

/** A number or a truth value where it reads as one. */
function configValue(text: string): string | number | boolean {
  const value = readValue(text);
  return typeof value === 'number' || typeof value === 'boolean' ? value : text;
}

/** Which tab shows a field of the workflow. */
function tabOf(pointer: string): TabName {
  if (/^\/(input|output|returns|ui)(\/|$)/.test(pointer)) return 'data';
  if (/^\/(signals|queries|updates)(\/|$)/.test(pointer)) return 'messages';
  if (/^\/(triggers|concurrencyKey)(\/|$)/.test(pointer)) return 'starts';
  return /^\/(variables|config|searchAttributes)(\/|$)/.test(pointer) ? 'settings' : 'general';
}

function useRevealedTab(documentId: string) {
  const [tab, setTab] = useState<TabName>('general');
  const revealing = useReveal((state) => state.revealing);
  useEffect(() => {
    if (revealing?.document !== documentId || revealing.step !== null || revealing.pointer === null) return undefined;
    const { pointer, count } = revealing;
    setTab(tabOf(pointer));
    const frame = requestAnimationFrame(() => {
      focusField(pointer);
      fieldShown(count);
    });
    return () => cancelAnimationFrame(frame);
  }, [documentId, revealing]);
  return [tab, setTab] as const;
}
