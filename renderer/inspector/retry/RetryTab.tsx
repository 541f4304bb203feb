import type { Json } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import { useEditing, useField } from '../editing.ts';
import { Card, Section, Two } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { ItemActions, orNone } from '../fields/ItemActions.tsx';
import { ListField } from '../fields/ListField.tsx';
import { SchemaField } from '../fields/SchemaField.tsx';
import { parseNumber, TextRow } from '../fields/TextRow.tsx';
import { retryFields, timeoutFields } from '../schema.ts';
import { BackoffArcs } from './BackoffArcs.tsx';

/** An activity has four time limits, a block one; sending and starting have none. */
export type RetryOf = 'task' | 'step' | 'block';

/** When and how often it is tried again, and how long it may take. `at` leads to what has `retry` and its limits. */
export function RetryTab({ of, at = [] }: { readonly of: RetryOf; readonly at?: Path }) {
  const t = useT();
  return (
    <>
      <RetryRules at={at} isBlock={of === 'block'} />
      {of !== 'step' && (
        <Section title={t('inspector.retry.limits')}>
          {of === 'task' ? (
            <>
              <Timeouts at={at} />
              <TextRow path={[...at, 'taskQueue']} label={t('inspector.field.taskQueue')} mono />
            </>
          ) : (
            <TextRow
              path={[...at, 'timeout']}
              label={t('inspector.field.timeout')}
              hint={t('inspector.help.timeout')}
            />
          )}
        </Section>
      )}
    </>
  );
}

export function Timeouts({ at }: { readonly at: Path }) {
  const order = ['startToClose', 'scheduleToClose', 'scheduleToStart', 'heartbeat'];
  return timeoutFields
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .map((spec) => <SchemaField key={spec.name} spec={spec} at={[...at, 'timeouts']} />);
}

export function RetryRules({ at, isBlock = false }: { readonly at: Path; readonly isBlock?: boolean }) {
  const t = useT();
  const path = [...at, 'retry'];
  const { value, readOnly, write } = useField(path);
  const rules = Array.isArray(value) ? (value as readonly Json[]) : [];
  return (
    <>
      <p className={css.note}>
        {rules.length === 0
          ? t(isBlock ? 'inspector.retry.noneBlock' : 'inspector.retry.none')
          : t('inspector.retry.order')}
      </p>
      {rules.map((rule, index) => (
        // A rule is told apart by its place.
        // oxlint-disable-next-line react/no-array-index-key
        <RuleCard
          key={index}
          path={[...path, String(index)]}
          rule={rule}
          title={t('inspector.retry.rule', { number: index + 1 })}
        >
          {!readOnly && (
            <ItemActions
              items={rules}
              index={index}
              removeLabel={t('inspector.retry.removeRule')}
              onChange={(kept) => write(orNone(kept))}
            />
          )}
        </RuleCard>
      ))}
      {!readOnly && (
        <span className={css.add}>
          <Button size="sm" icon={Plus} onPress={() => write([...rules, { maxAttempts: 3 }])}>
            {t('inspector.retry.addRule')}
          </Button>
        </span>
      )}
    </>
  );
}

interface RuleProps {
  readonly path: Path;
  readonly rule: Json;
  readonly title: string;
  readonly children: React.ReactNode;
}

const placeholders = Object.fromEntries(retryFields.map(({ name, fallback }) => [name, fallback ?? '']));
const jitter = retryFields.find(({ name }) => name === 'jitter');

function RuleCard({ path, rule, title, children }: RuleProps) {
  const t = useT();
  const { document, base } = useEditing();
  const at = (name: string): Path => [...path, name];
  const limit = readAt(document, [...base, ...path.slice(0, -2), 'timeouts', 'startToClose']);
  return (
    <Card title={title} actions={children}>
      <ListField
        path={at('errors')}
        label={t('inspector.field.errors')}
        hint={t('inspector.help.errors')}
        placeholder="*"
      />
      <Two>
        <TextRow
          path={at('maxAttempts')}
          label={t('inspector.field.maxAttempts')}
          placeholder={placeholders.maxAttempts ?? ''}
          parse={parseNumber}
        />
        <TextRow
          path={at('initialInterval')}
          label={t('inspector.field.initialInterval')}
          placeholder={placeholders.initialInterval ?? ''}
        />
        <TextRow
          path={at('backoffCoefficient')}
          label={t('inspector.field.backoffCoefficient')}
          placeholder={placeholders.backoffCoefficient ?? ''}
          parse={parseNumber}
        />
        <TextRow
          path={at('maxInterval')}
          label={t('inspector.field.maxInterval')}
          placeholder={placeholders.maxInterval ?? ''}
        />
      </Two>
      <BackoffArcs rule={rule} limit={limit} />
      {jitter && <SchemaField spec={jitter} at={path} />}
      <ListField
        path={at('nonRetryable')}
        label={t('inspector.field.nonRetryable')}
        hint={t('inspector.help.nonRetryable')}
      />
    </Card>
  );
}
