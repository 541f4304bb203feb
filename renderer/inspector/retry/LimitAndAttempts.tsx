import type { Json } from '@sagaloom/engine/core';
import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useEditing } from '../editing.ts';
import { Two } from '../fields/Field.tsx';
import { parseNumber, TextRow } from '../fields/TextRow.tsx';
import { BackoffArcs } from './BackoffArcs.tsx';
import { mainRule } from './backoff.ts';

/** The two numbers that matter most, and what they come to. `at` leads to what has `retry` and `timeouts`. */
export function LimitAndAttempts({
  at = [],
  defaultAttempts,
  hasLimit = true,
}: {
  readonly at?: Path;
  readonly defaultAttempts: string;
  /** A workflow that is started has time limits of its own. */
  readonly hasLimit?: boolean;
}) {
  const t = useT();
  const { document, base } = useEditing();
  const retry: Json | undefined = readAt(document, [...base, ...at, 'retry']);
  const index = mainRule(retry);
  const rules = Array.isArray(retry) ? (retry as readonly Json[]) : [];
  const isWithoutRetry = rules.length === 0 && defaultAttempts === '1';
  return (
    <>
      <Two>
        {hasLimit && (
          <TextRow path={[...at, 'timeouts', 'startToClose']} label={t('inspector.retry.limit')} placeholder="1m" />
        )}
        <AttemptsRow at={at} rules={rules} index={index} placeholder={rules.length > 0 ? '3' : defaultAttempts} />
      </Two>
      {!isWithoutRetry && (
        <BackoffArcs rule={rules[index]} limit={readAt(document, [...base, ...at, 'timeouts', 'startToClose'])} />
      )}
    </>
  );
}

interface AttemptsProps {
  readonly at: Path;
  readonly rules: readonly Json[];
  readonly index: number;
  readonly placeholder: string;
}

/** Writing a number where there is no rule makes one. */
function AttemptsRow({ at, rules, index, placeholder }: AttemptsProps) {
  const t = useT();
  const label = t('inspector.field.maxAttempts');
  if (rules.length > 0)
    return (
      <TextRow
        path={[...at, 'retry', String(index), 'maxAttempts']}
        label={label}
        placeholder={placeholder}
        parse={parseNumber}
      />
    );
  return <FirstRule at={at} label={label} placeholder={placeholder} />;
}

function FirstRule({
  at,
  label,
  placeholder,
}: {
  readonly at: Path;
  readonly label: string;
  readonly placeholder: string;
}) {
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
