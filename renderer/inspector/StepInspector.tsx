import { type JsonObject, type StepType, stepSchemas } from '@sagaloom/engine/core';
import { useEffect, useMemo, useState } from 'react';
import { StepGlyph } from '../canvas/glyphs/StepGlyph.tsx';
import { activityOf, glyphOf } from '../canvas/glyphs/glyphs.ts';
import { useRunOverlay } from '../canvas/places.ts';
import {
  isBroken,
  isEffectful,
  type OpenDocument,
  type StepEntry,
  toPointer,
  fieldShown,
  useDiagnostics,
  useReveal,
} from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { EmptyState, Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { type Editing, EditingContext, problemAt } from './editing.ts';
import { ErrorsTab } from './errors/ErrorsTab.tsx';
import { ErrorChip } from './ErrorChip.tsx';
import { focusField } from './focus-field.ts';
import { Form } from './Form.tsx';
import { IdField } from './fields/IdField.tsx';
import { Section } from './fields/Field.tsx';
import { OtherFields } from './fields/OtherFields.tsx';
import { TargetField } from './fields/TargetField.tsx';
import { TextRow } from './fields/TextRow.tsx';
import { ActivityForm } from './forms/activity/ActivityForm.tsx';
import { ChildForm, ContinueAsNewForm } from './forms/ChildForm.tsx';
import { ChoiceForm } from './forms/ChoiceForm.tsx';
import { EmitForm } from './forms/EmitForm.tsx';
import { MapForm } from './forms/MapForm.tsx';
import { ParallelForm } from './forms/ParallelForm.tsx';
import { ReceiveForm } from './forms/ReceiveForm.tsx';
import { AssignField, FailForm, SagaForm, SetForm, SucceedForm, TryForm } from './forms/SmallForms.tsx';
import { WaitForm } from './forms/WaitForm.tsx';
import { NameField } from './NameField.tsx';
import { OwnProblems } from './OwnProblems.tsx';
import { LimitAndAttempts } from './retry/LimitAndAttempts.tsx';
import { type RetryOf, RetryTab } from './retry/RetryTab.tsx';
import { fieldsOf } from './schema.ts';
import { PivotCard } from './undo/PivotCard.tsx';
import { UndoTab } from './undo/UndoTab.tsx';
import css from './Inspector.module.css';

type TabName = 'configure' | 'retry' | 'undo' | 'errors';

const tabsOf: Readonly<Record<string, readonly TabName[]>> = {
  task: ['configure', 'retry', 'undo', 'errors'],
  saga: ['configure', 'retry', 'errors'],
  try: ['configure', 'retry', 'errors'],
  parallel: ['configure', 'retry', 'errors'],
  map: ['configure', 'retry', 'errors'],
  receive: ['configure', 'errors'],
  emit: ['configure', 'retry', 'undo', 'errors'],
  child: ['configure', 'retry', 'undo', 'errors'],
};

/** Which tab shows a field. */
export function tabOf(field: string): TabName {
  if (/^\/(retry|timeouts|timeout|taskQueue)(\/|$)/.test(field)) return 'retry'; // a receive has no such tab: its own is first
  if (/^\/(compensate|compensateOn|pivot|readOnly)(\/|$)/.test(field)) return 'undo';
  return /^\/catch(\/|$)/.test(field) ? 'errors' : 'configure';
}

export function StepInspector({ open, entry }: { readonly open: OpenDocument; readonly entry: StepEntry }) {
  const t = useT();
  const diagnostics = useDiagnostics(open.id);
  const isReadOnly = open.readOnly || isBroken(open);
  const pointer = toPointer(entry.path);
  const editing = useMemo(
    (): Editing => ({
      documentId: open.id,
      document: open.document,
      base: entry.path,
      name: entry.label,
      readOnly: isReadOnly,
      diagnostics,
    }),
    [open.id, open.document, isReadOnly, entry.path, entry.label, diagnostics],
  );
  const tabs = tabsOf[entry.type] ?? ['configure'];
  const [tab, setTab] = useRevealedTab(open.id, entry.id, pointer, tabs);
  const counts = useMemo(() => problemCounts(diagnostics, pointer), [diagnostics, pointer]);
  return (
    <EditingContext value={editing}>
      <Header entry={entry} documentId={open.id} />
      <OwnProblems pointer={pointer} step={entry.id} />
      {tabs.length === 1 ? (
        <div className={css.alone}>
          <Form>
            <Configure entry={entry} />
          </Form>
        </div>
      ) : (
        <Tabs selectedKey={tab} onSelectionChange={(key) => setTab(tabs.find((name) => name === key) ?? 'configure')}>
          <TabList aria-label={t('inspector.tabs')}>
            {tabs.map((name) => (
              <Tab key={name} id={name} count={counts[name] ?? 0} countTone="bad">
                {t(`inspector.tab.${name}`)}
              </Tab>
            ))}
          </TabList>
          {tabs.map((name) => (
            <TabPanel key={name} id={name}>
              <Form>{panel(name, entry)}</Form>
            </TabPanel>
          ))}
        </Tabs>
      )}
    </EditingContext>
  );
}

function Header({ entry, documentId }: { readonly entry: StepEntry; readonly documentId: string }) {
  const run = useRunOverlay(documentId)?.steps[entry.id] ?? null;
  return (
    <div className={css.header}>
      <StepGlyph glyph={glyphOf(entry.step)} activity={activityOf(entry.step)} />
      <div className={css.title}>
        <NameField fallback={entry.id} />
        <code>{entry.id}</code>
      </div>
      {run?.errorType != null && <ErrorChip type={run.errorType} />}
    </div>
  );
}

function retryOf(type: string): RetryOf {
  if (type === 'task') return 'task';
  return isEffectful(type) ? 'step' : 'block';
}

function panel(name: TabName, entry: StepEntry) {
  if (name === 'retry') return <RetryTab of={retryOf(entry.type)} />;
  if (name === 'undo') return <UndoTab step={entry.id} canBePivot={entry.type === 'task'} />;
  if (name === 'errors') return <ErrorsTab step={entry.id} />;
  return <Configure entry={entry} />;
}

function Configure({ entry }: { readonly entry: StepEntry }) {
  const t = useT();
  const fields = fieldNamesOf(entry.type);
  const assigns = fields.includes('assign') && entry.type !== 'set';
  return (
    <>
      {formOf(entry)}
      {(assigns || fields.includes('next')) && (
        <Section title={t('schemas.group.after')}>
          {assigns && <AssignField label={t('inspector.field.assignResult')} hint={t(assignHelp(entry.type))} />}
          {fields.includes('next') && (
            <TargetField
              path={['next']}
              label={t('inspector.field.next')}
              step={entry.id}
              hint={t('schemas.help.next')}
            />
          )}
        </Section>
      )}
      <Section title={t('schemas.group.identity')}>
        <IdField id={entry.id} />
        <TextRow
          path={['description']}
          label={t('inspector.field.description')}
          hint={t('schemas.help.description')}
          rows={2}
        />
      </Section>
      {fields.length > 0 && <OtherFields known={fields} />}
    </>
  );
}

/** A choice has no result of its own. */
const assignHelp = (type: string) => (type === 'choice' ? 'schemas.help.choice.assign' : 'inspector.help.assign');

/** Of a type that is not known, none. */
const fieldNamesOf = (type: string): readonly string[] =>
  isStepType(type) ? fieldsOf(type).map(({ name }) => name) : [];

const isStepType = (type: string): type is StepType => Object.hasOwn(stepSchemas, type);

function formOf(entry: StepEntry) {
  const forms: Readonly<Record<string, () => React.ReactNode>> = {
    task: () => <TaskForm step={entry.step} />,
    choice: () => <ChoiceForm step={entry.id} />,
    parallel: () => <ParallelForm step={entry.id} />,
    map: () => <MapForm />,
    wait: () => <WaitForm />,
    receive: () => <ReceiveForm step={entry.id} />,
    emit: () => <EmitForm />,
    child: () => <ChildForm />,
    continueAsNew: () => <ContinueAsNewForm />,
    saga: () => <SagaForm />,
    try: () => <TryForm />,
    set: () => <SetForm />,
    fail: () => <FailForm />,
    succeed: () => <SucceedForm />,
  };
  return forms[entry.type]?.() ?? <UnknownType type={entry.type} />;
}

function TaskForm({ step }: { readonly step: JsonObject }) {
  return (
    <>
      <ActivityForm />
      <LimitAndAttempts />
      {step.pivot === true && <PivotCard />}
    </>
  );
}

function UnknownType({ type }: { readonly type: string }) {
  const t = useT();
  return <EmptyState title={t('inspector.unknownType', { type })} />;
}

/** Opens the tab of a field someone wants to see, and puts the cursor into the field. */
function useRevealedTab(documentId: string, step: string, pointer: string, tabs: readonly TabName[]) {
  const [tab, setTab] = useState<TabName>('configure');
  const revealing = useReveal((state) => state.revealing);
  const isMeant = revealing?.document === documentId && revealing.step === step && revealing.pointer !== null;
  const field = isMeant ? (revealing.pointer ?? '').replace(pointer, '') : null;
  const count = revealing?.count;
  useEffect(() => {
    if (field === null || count === undefined) return undefined;
    setTab(tabOf(field));
    const frame = requestAnimationFrame(() => {
      focusField(field === '' ? null : `${pointer}${field}`);
      fieldShown(count);
    });
    return () => cancelAnimationFrame(frame);
  }, [field, pointer, count]);
  return [tabs.includes(tab) ? tab : 'configure', setTab] as const;
}

function problemCounts(diagnostics: Editing['diagnostics'], pointer: string): Partial<Record<TabName, number>> {
  const counts: Partial<Record<TabName, number>> = {};
  if (!problemAt(diagnostics, pointer)) return counts;
  for (const { pointer: at, severity } of diagnostics) {
    if (
      severity !== 'error' ||
      !at.startsWith(`${pointer}/`) ||
      /^\/(steps|branches\/[^/]+\/steps|finally\/steps)\//.test(at.slice(pointer.length))
    )
      continue;
    const name = tabOf(at.slice(pointer.length));
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
