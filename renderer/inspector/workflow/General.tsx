import { documentSchema } from '@sagaloom/engine/core';
import { useT } from '../../locales/index.ts';
import { Section } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { More } from '../fields/More.tsx';
import { OtherFields } from '../fields/OtherFields.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import { DurationField } from '../retry/DurationField.tsx';
import { LimitAndAttempts } from '../retry/LimitAndAttempts.tsx';
import { RetryTab } from '../retry/RetryTab.tsx';

const known = Object.keys(documentSchema.shape);

/** What the workflow is called, how long a run may take, and what its steps go by that say nothing themselves. */
export function General() {
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
      <TextRow
        path={['description']}
        label={t('inspector.field.description')}
        hint={t('schemas.help.workflow.description')}
        rows={4}
      />
      <DurationField
        path={['timeout']}
        label={t('inspector.workflow.timeout')}
        hint={t('inspector.workflow.timeoutHelp')}
        placeholder={t('inspector.workflow.noTimeout')}
      />
      <Section title={t('inspector.workflow.defaults')}>
        <p className={css.note}>{t('schemas.defaults.text')}</p>
        <LimitAndAttempts at={['defaults']} />
        <More title={t('schemas.defaults.more')} paths={[['defaults']]}>
          <RetryTab of="task" at={['defaults']} />
        </More>
      </Section>
      <OtherFields known={known} />
    </>
  );
}
