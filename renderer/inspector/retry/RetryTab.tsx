import { DEFAULT_TASK_QUEUE } from '@sagaloom/engine/core';
import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { textOf, useEditing } from '../editing.ts';
import { Section } from '../fields/Field.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import { Under } from '../fields/Under.tsx';
import { durationOf } from './backoff.ts';
import { DurationField } from './DurationField.tsx';
import { isDefaultsPath, limitsOf, useTimeouts } from './limits.ts';
import { RetryRules } from './RetryRules.tsx';
import { Timeouts } from './Timeouts.tsx';

/** An activity has four time limits, a block one; sending and starting have none. */
export type RetryOf = 'task' | 'step' | 'block';

/** When and how often it is tried again, and how long it may take. `at` leads to what has `retry` and its limits. */
export function RetryTab({ of, at = [] }: { readonly of: RetryOf; readonly at?: Path }) {
  const t = useT();
  return (
    <>
      <Rules of={of} at={at} />
      {of === 'task' && (
        <Section title={t('inspector.retry.limits')}>
          <Timeouts at={at} />
          <TaskQueue at={at} />
        </Section>
      )}
      {of === 'block' && (
        <Section title={t('inspector.retry.limits')}>
          <DurationField
            path={[...at, 'timeout']}
            label={t('inspector.field.timeout')}
            hint={t('schemas.help.block.timeout')}
            placeholder={t('inspector.workflow.noTimeout')}
          />
        </Section>
      )}
    </>
  );
}

/** What one attempt of it may take: an activity's own limit; a block has its time anew with each (ER4). */
function Rules({ of, at }: { readonly of: RetryOf; readonly at: Path }) {
  const { document, base } = useEditing();
  const timeouts = useTimeouts(at);
  const block = durationOf(readAt(document, [...base, ...at, 'timeout']));
  const limits =
    of === 'task' ? limitsOf(timeouts) : { attemptMs: of === 'block' ? block : null, queueMs: null, allMs: null };
  const inherited = of === 'task' && !isDefaultsPath(at) ? readAt(document, ['defaults', 'retry']) : undefined;
  return <RetryRules at={at} isBlock={of === 'block'} limits={limits} inherited={inherited} />;
}

function TaskQueue({ at }: { readonly at: Path }) {
  const t = useT();
  const { document } = useEditing();
  const general = isDefaultsPath(at) ? '' : textOf(readAt(document, ['defaults', 'taskQueue']));
  const fallback = general || DEFAULT_TASK_QUEUE;
  return (
    <div>
      <TextRow
        path={[...at, 'taskQueue']}
        label={t('inspector.field.taskQueue')}
        hint={t('schemas.help.taskQueue')}
        placeholder={fallback}
        mono
      />
      <Under path={[...at, 'taskQueue']} fallback={fallback} />
    </div>
  );
}
