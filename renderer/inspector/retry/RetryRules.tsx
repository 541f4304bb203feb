import type { Json } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import type { Path } from '../../document/index.ts';
import { type MessageKey, useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import css from '../fields/Field.module.css';
import { ItemActions } from '../fields/ItemActions.tsx';
import type { Limits } from './backoff.ts';
import { undoRules } from './limits.ts';
import { RuleCard } from './RuleCard.tsx';
import { WorstCaseWords } from './WorstCaseWords.tsx';

interface Props {
  readonly at: Path;
  readonly isBlock?: boolean;
  readonly limits: Limits;
  /** The workflow's rules, which hold where the step has none. */
  readonly inherited?: Json | undefined;
}

/** Rules in order, each with what it comes to, and what they come to together. */
export function RetryRules({ at, isBlock = false, limits, inherited }: Props) {
  const t = useT();
  const { value, pointer, readOnly, write } = useField([...at, 'retry']);
  const rules = listOf(value);
  const general = at[0] === 'compensate' ? undoRules : listOf(inherited);
  const hasGeneral = general.length > 0;
  const effective = value === undefined ? general : rules;
  /** Where others would hold, a list without rules says that none does. */
  const keep = (kept: readonly Json[]): void => write(kept.length === 0 && !hasGeneral ? undefined : [...kept]);
  return (
    <div className={css.stack} data-pointer={pointer}>
      <p className={css.note}>{t(noteOf(value, rules, hasGeneral, isBlock, at))}</p>
      {rules.map((rule, index) => (
        // A rule is told apart by its place.
        // oxlint-disable-next-line react/no-array-index-key
        <RuleCard key={index} path={[...at, 'retry', String(index)]} rule={rule} number={index + 1} limits={limits}>
          {!readOnly && (
            <ItemActions items={rules} index={index} removeLabel={t('inspector.retry.removeRule')} onChange={keep} />
          )}
        </RuleCard>
      ))}
      {(effective.length !== 1 || value === undefined) && (effective.length > 0 || limits.attemptMs !== null) && (
        <WorstCaseWords rules={effective} limits={limits} />
      )}
      {!readOnly && (
        <span className={css.buttons}>
          <Button size="sm" icon={Plus} onPress={() => write([...rules, { maxAttempts: 3 }])}>
            {t('inspector.retry.addRule')}
          </Button>
          {hasGeneral && value === undefined && (
            <Button size="sm" variant="ghost" onPress={() => write([])}>
              {t('schemas.retry.never')}
            </Button>
          )}
          {hasGeneral && value !== undefined && (
            <Button size="sm" variant="ghost" onPress={() => write(undefined)}>
              {t('schemas.retry.reset')}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

function noteOf(
  value: Json | undefined,
  rules: readonly Json[],
  hasGeneral: boolean,
  isBlock: boolean,
  at: Path,
): MessageKey {
  if (rules.length > 0) return 'inspector.retry.order';
  if (value === undefined && at[0] === 'compensate') return 'schemas.retry.undoDefault';
  if (value === undefined && hasGeneral) return 'schemas.retry.inherited';
  return isBlock ? 'inspector.retry.noneBlock' : 'inspector.retry.none';
}
