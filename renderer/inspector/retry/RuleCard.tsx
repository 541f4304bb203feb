import type { Json } from '@sagaloom/engine/core';
import type { ReactNode } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Card } from '../fields/Field.tsx';
import { ListField } from '../fields/ListField.tsx';
import { SchemaField } from '../fields/SchemaField.tsx';
import { retryFields } from '../schema.ts';
import { BackoffArcs } from './BackoffArcs.tsx';
import type { Limits } from './backoff.ts';
import { WorstCaseWords } from './WorstCaseWords.tsx';
import css from '../fields/Field.module.css';

interface Props {
  readonly path: Path;
  readonly rule: Json;
  readonly number: number;
  readonly limits: Limits;
  /** The buttons of its place in the list. */
  readonly children: ReactNode;
}

const numbers = ['maxAttempts', 'initialInterval', 'backoffCoefficient', 'maxInterval'] as const;

/** One rule: which errors, how often, and its waits as a curve. */
export function RuleCard({ path, rule, number, limits, children }: Props) {
  const t = useT();
  const field = (name: string) =>
    retryFields
      .filter((spec) => spec.name === name)
      .map((spec) => <SchemaField key={name} spec={spec} at={path} scope="retry" />);
  return (
    <Card title={t('inspector.retry.rule', { number })} actions={children}>
      <ListField
        path={[...path, 'errors']}
        label={t('inspector.field.errors')}
        hint={t('schemas.help.retry.errors')}
        placeholder="*"
      />
      <div className={css.two}>{numbers.map(field)}</div>
      <BackoffArcs rule={rule} />
      <WorstCaseWords rules={[rule]} limits={limits} />
      {field('jitter')}
      {field('nonRetryable')}
    </Card>
  );
}
