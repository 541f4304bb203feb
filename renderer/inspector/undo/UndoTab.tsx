import { isObject } from '@sagaloom/engine/core';
import { Trash2, Undo2 } from 'lucide-react';
import { enclosingBlocks, outlineOf, writeAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, IconButton, Select, Switch } from '../../ui/index.ts';
import { useEdit, useEditing, useField } from '../editing.ts';
import { Row, Section } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { JsonField } from '../fields/JsonField.tsx';
import { More } from '../fields/More.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import { ActivityForm } from '../forms/activity/ActivityForm.tsx';
import { LimitAndAttempts } from '../retry/LimitAndAttempts.tsx';
import { limitsOf, useTimeouts } from '../retry/limits.ts';
import { RetryRules } from '../retry/RetryRules.tsx';
import { Timeouts } from '../retry/Timeouts.tsx';
import { PivotCard } from './PivotCard.tsx';

/** How the effect of a step is undone, if its saga fails; or that there is nothing to undo. */
export function UndoTab({ step, canBePivot }: { readonly step: string; readonly canBePivot: boolean }) {
  const t = useT();
  const { document } = useEditing();
  const { value } = useField(['compensate']);
  const outline = outlineOf(document);
  const isInSaga = enclosingBlocks(outline, step).some(
    ({ owner }) => owner !== null && outline.steps.get(owner)?.type === 'saga',
  );
  const pivot = useField(['pivot']);
  return (
    <>
      {!isInSaga && <p className={css.note}>{t('inspector.undo.noSaga')}</p>}
      {isObject(value) ? <Compensation /> : <NoCompensation isInSaga={isInSaga} />}
      <Section title={t('inspector.undo.more')}>
        {isObject(value) && <CompensateOn />}
        <FlagRow name="readOnly" label={t('inspector.field.readOnly')} hint={t('inspector.help.readOnly')} />
        {canBePivot && <FlagRow name="pivot" label={t('inspector.field.pivot')} hint={t('inspector.help.pivot')} />}
        {pivot.value === true && <PivotCard />}
      </Section>
    </>
  );
}

function NoCompensation({ isInSaga }: { readonly isInSaga: boolean }) {
  const t = useT();
  const { write, readOnly } = useField(['compensate']);
  return (
    <>
      {isInSaga && <p className={css.note}>{t('inspector.undo.none')}</p>}
      <p className={css.note}>{t('schemas.undo.teach')}</p>
      {!readOnly && (
        <span className={css.add}>
          <Button icon={Undo2} onPress={() => write({ activity: 'http', with: { method: 'POST', url: '' } })}>
            {t('inspector.undo.add')}
          </Button>
        </span>
      )}
    </>
  );
}

function Compensation() {
  const t = useT();
  const { write, readOnly, pointer } = useField(['compensate']);
  return (
    <>
      <Row pointer={pointer}>
        <div className={css.head}>
          <span className={css.note}>{t('inspector.undo.text')}</span>
          {!readOnly && (
            <IconButton size="sm" icon={Trash2} label={t('inspector.undo.remove')} onPress={() => write(undefined)} />
          )}
        </div>
      </Row>
      <TextRow
        path={['compensate', 'name']}
        label={t('inspector.field.name')}
        hint={t('schemas.help.compensate.name')}
        placeholder={t('canvas.undo.unnamed')}
      />
      <UndoneBy />
    </>
  );
}

const means = ['activity', 'workflow'] as const;
/** A workflow that is started keeps its own time. */
const noLimits = { attemptMs: null, queueMs: null, allMs: null } as const;

/** By one activity, or, where it takes several steps, by a workflow of its own. */
function UndoneBy() {
  const t = useT();
  const edit = useEdit();
  const workflow = useField(['compensate', 'workflow']);
  const chosen = workflow.value === undefined ? 'activity' : 'workflow';
  const limits = limitsOf(useTimeouts(['compensate']));
  return (
    <>
      <Select
        label={t('inspector.undo.by')}
        options={means.map((by) => ({ value: by, label: t(`inspector.option.undoBy.${by}`) }))}
        value={chosen}
        isDisabled={workflow.readOnly}
        onChange={(next) =>
          edit((draft) => {
            if (next === chosen) return;
            const toActivity = next === 'activity';
            writeAt(draft, ['compensate', 'activity'], toActivity ? 'http' : undefined);
            writeAt(draft, ['compensate', 'with'], toActivity ? { method: 'POST', url: '' } : '{% step.output %}');
            writeAt(draft, ['compensate', 'workflow'], toActivity ? undefined : '');
          })
        }
      />
      {chosen === 'activity' ? (
        <ActivityForm at={['compensate']} />
      ) : (
        <>
          <TextRow
            path={['compensate', 'workflow']}
            label={t('inspector.field.workflow')}
            hint={t('inspector.help.workflow')}
            mono
            isRequired
          />
          <JsonField
            path={['compensate', 'with']}
            label={t('inspector.field.input')}
            hint={t('schemas.help.compensate.with')}
            canBeExpression
          />
        </>
      )}
      <LimitAndAttempts at={['compensate']} hasLimit={chosen === 'activity'} />
      <More
        title={t('schemas.undo.retry')}
        paths={[
          ['compensate', 'retry'],
          ['compensate', 'timeouts'],
        ]}
      >
        <RetryRules at={['compensate']} limits={chosen === 'activity' ? limits : noLimits} />
        {chosen === 'activity' && <Timeouts at={['compensate']} />}
      </More>
    </>
  );
}

function FlagRow({ name, label, hint }: { readonly name: string; readonly label: string; readonly hint: string }) {
  const { value, write, readOnly, pointer, problem } = useField([name]);
  return (
    <Row pointer={pointer}>
      <Switch
        label={label}
        hint={problem?.message ?? hint}
        isSelected={value === true}
        onChange={(on) => write(on ? true : undefined)}
        isDisabled={readOnly}
      />
    </Row>
  );
}

/** An unknown outcome counts as done unless the file says otherwise (SG3). */
function CompensateOn() {
  const t = useT();
  const { value, write, readOnly, pointer } = useField(['compensateOn']);
  return (
    <Row pointer={pointer}>
      <Switch
        label={t('inspector.field.compensateOn')}
        hint={t('inspector.help.compensateOn')}
        isSelected={value !== 'completed'}
        onChange={(on) => write(on ? undefined : 'completed')}
        isDisabled={readOnly}
      />
    </Row>
  );
}
