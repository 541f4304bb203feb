import type { Json } from '@sagaloom/engine/core';
import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useEditing } from '../editing.ts';
import { Two } from '../fields/Field.tsx';
import { parseNumber, TextRow } from '../fields/TextRow.tsx';
import { BackoffArcs } from './BackoffArcs.tsx';
import { backoffOf, mainRule } from './backoff.ts';
import { DurationField } from './DurationField.tsx';
import { fallbackOf, isDefaultsPath, limitsOf, undoRules, useTimeouts } from './limits.ts';
import { WorstCaseWords } from './WorstCaseWords.tsx';

interface Props {
  /** Leads to what has `retry` and `timeouts`. */
  readonly at?: Path;
  /** A workflow that is started has time limits of its own. */
  readonly hasLimit?: boolean;
}

/** The two numbers that matter most, and what they come to by the rule that people mean, with what holds where the step says nothing. */
export function LimitAndAttempts({ at = [], hasLimit = true }: Props) {
  const t = useT();
  const { document, base } = useEditing();
  const own: Json | undefined = readAt(document, [...base, ...at, 'retry']);
  const rules = listOf(own ?? inheritedRules(at, document));
  const main = rules[mainRule(rules)];
  const timeouts = useTimeouts(at);
  const general = readAt(document, ['defaults', 'timeouts']);
  return (
    <>
      <Two>
        {hasLimit && (
          <DurationField
            path={[...at, 'timeouts', 'startToClose']}
            label={t('inspector.retry.limit')}
            fallback={fallbackOf('startToClose', general, isDefaultsPath(at))}
          />
        )}
        <AttemptsRow at={at} own={listOf(own)} placeholder={String(attemptsOf(rules))} />
      </Two>
      {rules.length > 0 && <BackoffArcs rule={main} />}
      {rules.length > 0 && (
        <WorstCaseWords
          rules={main === undefined ? [] : [main]}
          limits={hasLimit ? limitsOf(timeouts) : { attemptMs: null, queueMs: null, allMs: null }}
        />
      )}
    </>
  );
}

/** SG4: an undo is worth more than one try; an activity goes by the workflow's rules. */
function inheritedRules(at: Path, document: Json): Json | undefined {
  if (at[0] === 'compensate') return undoRules;
  return isDefaultsPath(at) ? undefined : readAt(document, ['defaults', 'retry']);
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/** Of the rule that people mean; where there is none, it is tried once. */
const attemptsOf = (rules: readonly Json[]): number =>
  rules.length === 0 ? 1 : backoffOf(rules[mainRule(rules)]).attempts;

interface AttemptsProps {
  readonly at: Path;
  readonly own: readonly Json[];
  readonly placeholder: string;
}

/** Writing a number where there is no rule makes one. */
function AttemptsRow({ at, own, placeholder }: AttemptsProps) {
  const t = useT();
  const label = t('inspector.field.maxAttempts');
  if (own.length > 0)
    return (
      <TextRow
        path={[...at, 'retry', String(mainRule(own)), 'maxAttempts']}
        label={label}
        placeholder="3"
        parse={parseNumber}
      />
    );
  return (
    <TextRow
      path={[...at, 'retry']}
      label={label}
      placeholder={placeholder}
      parse={(text) => {
        const attempts = parseNumber(text);
        return [typeof attempts === 'number' ? { maxAttempts: attempts } : {}];
      }}
    />
  );
}
