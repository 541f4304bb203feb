import { Workflow } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { fieldShown, isBroken, type OpenDocument, useDiagnostics, useReveal } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { type Editing, EditingContext, textOf } from './editing.ts';
import { RecordField } from './fields/RecordField.tsx';
import { focusField } from './focus-field.ts';
import { OwnProblems } from './OwnProblems.tsx';
import { Form } from './Form.tsx';
import { Config } from './workflow/Config.tsx';
import { Data } from './workflow/Data.tsx';
import { General } from './workflow/General.tsx';
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
  const isReadOnly = open.readOnly || isBroken(open);
  const editing = useMemo(
    (): Editing => ({
      documentId: open.id,
      document: open.document,
      base: [],
      name: t('document.workflow'),
      readOnly: isReadOnly,
      diagnostics,
    }),
    [open.id, open.document, isReadOnly, diagnostics, t],
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
      <OwnProblems pointer="" step={null} />
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

/** Which tab shows a field of the workflow. */
function tabOf(pointer: string): TabName {
  if (/^\/(input|output|returns|ui)(\/|$)/.test(pointer)) return 'data';
  if (/^\/(signals|queries|updates)(\/|$)/.test(pointer)) return 'messages';
  if (/^\/(triggers|concurrencyKey)(\/|$)/.test(pointer)) return 'starts';
  return /^\/(variables|config|searchAttributes)(\/|$)/.test(pointer) ? 'settings' : 'general';
}

/** By document: a window that had no room for the inspector for a while shows the same again. */
const chosenTabs = new Map<string, TabName>();

function useRevealedTab(documentId: string) {
  const [tab, setShown] = useState<TabName>(() => chosenTabs.get(documentId) ?? 'general');
  const setTab = (chosen: TabName): void => {
    chosenTabs.set(documentId, chosen);
    setShown(chosen);
  };
  const revealing = useReveal((state) => state.revealing);
  useEffect(() => {
    if (revealing?.document !== documentId || revealing.step !== null || revealing.pointer === null) return undefined;
    const { pointer, count } = revealing;
    setShown(tabOf(pointer));
    const frame = requestAnimationFrame(() => {
      focusField(pointer);
      fieldShown(count);
    });
    return () => cancelAnimationFrame(frame);
  }, [documentId, revealing]);
  return [tab, setTab] as const;
}
